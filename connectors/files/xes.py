"""Event logs in XES (kind xes), plain or gzipped, in memory that is bounded by the largest trace.

One row is one XES event; `source_row` is its number within the file, from 1. What the events of one activity
come to (start, suspend, complete …) is a matter of `connectors.records.lifecycle`, as it is for every kind
of source.

Columns are named by their XES key; `case:x` is the trace's attribute x. Five columns are always there:

- `start_timestamp`: the event's own where it has one (a log in interval form), else `time:timestamp`;
- `time:timestamp`, `lifecycle:transition`, `concept:instance`: the event's own, null where it has none;
- `case:concept:name`: the trace's own; of a trace without a name the file's name and the trace's number in
  it, from 1, which `notes` says: such a case is known by its place in this file alone.

Only attributes that stand directly in an event or trace count; the first of a repeated key wins.
Globals are no defaults. A file with a DTD is refused before an entity in it can mean anything.
"""

from __future__ import annotations

import difflib
import gzip
import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final, NamedTuple, cast

from lxml import etree

from connectors.errors import ColumnMissingError, raise_all
from connectors.formats import text
from connectors.formats.gathering import Gatherer
from connectors.formats.xml import Target, XmlRefusedError, stream_xml
from journeys.errors import said
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.ceilings import Ceilings
    from connectors.errors import FileUnreadableError
    from connectors.source import Batch, Source

NAME: Final = "case:concept:name"
INSTANCE: Final = "concept:instance"
TRANSITION: Final = "lifecycle:transition"
TIME: Final = "time:timestamp"
START: Final = "start_timestamp"
CASE: Final = "case:"

_EXPECTED: Final = "a whole XES event log (.xes or .xes.gz)"
_SIMPLE: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})
Attributes = dict[str, str | None]


def open_xes(path: Path, source: Source) -> Xes:
    """Opens an XES log, plain or gzipped by its first bytes, and looks at its root.

    Raises:
        FileUnreadableError: it is empty, of another kind, or has a DTD.
    """
    head = text.head_of(path, _EXPECTED)
    kind = text.kind_of(head)
    if kind not in {"", "an XML file"} and not head.startswith(text.GZIP):
        raise text.unreadable(expected=_EXPECTED, got=kind)
    log = Xes(path, source)
    next(log.traces(), None)
    return log


@dataclass
class Xes:
    """One opened XES log.

    Attributes:
        columns: always None, only the traces tell.
        notes: what there is to say of its traces; complete when all batches are read.
        lineage: what lineage calls this file; it names the cases of traces without a name.
    """

    path: Path
    source: Source
    columns: Sequence[str] | None = None
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The log's events in the file's order.

        Raises:
            FileUnreadableError: the log is truncated or does not parse.
            ColumnMissingError: no event or trace of a log with events has a wanted key.
        """
        names = list(dict.fromkeys(column_names))
        gathered = Gatherer(names)
        tally = _XesTally(self.source.ceilings)
        for trace in self.traces():
            tally.look_at(trace)
            name = trace.attributes.get("concept:name")
            if trace.number and not (name and name.strip()):
                trace.attributes["concept:name"] = f"{self.lineage} trace {trace.number}"
            for event in trace.events:
                values = [_value(name, event, trace) for name in names]
                gathered.add(event.number, values, sum(len(value or "") for value in values))
                yield from gathered.full()
        yield from gathered.rest()
        if NAME in names and tally.n_nameless:
            self.notes = [Note("traces_nameless", tally.n_nameless)]
        tally.check(names, self.source)

    def traces(self) -> Iterator[_Trace]:
        """The log's traces in the file's order; an event outside a trace is one of its own."""
        target = _XesTarget(self.source.ceilings)
        try:
            with _opened(self.path) as stream:
                for _ in stream_xml(stream, target, self.source.ceilings):
                    yield from target.taken()
        except XmlRefusedError as error:
            raise self._unreadable(str(error)) from None
        except (etree.XMLSyntaxError, EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise self._unreadable(_what_broke(error)) from None

    def _unreadable(self, got: str) -> FileUnreadableError:
        hint = "export or copy the file again"
        return text.unreadable(expected=_EXPECTED, got=got, hint=hint)


class _Event(NamedTuple):
    """An event: its number within the file from 1, and its own attributes."""

    number: int
    attributes: Attributes


class _Trace(NamedTuple):
    """A trace: its own attributes, its events in order, its number; 0: an event outside a trace."""

    attributes: Attributes
    events: list[_Event]
    number: int


class _XesTarget(Target):
    """What lxml's parser calls: makes traces and no tree, so memory holds one trace."""

    def __init__(self, ceilings: Ceilings) -> None:
        super().__init__(ceilings)
        self._held_at = 0  # the depth at which `_held` finds its attributes; 0 = nowhere
        self._held: Attributes = {}
        self._trace: _Trace | None = None
        self._n_events = self._n_traces = 0
        self._done: list[_Trace] = []

    def taken(self) -> list[_Trace]:
        """The traces that ended since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Takes an attribute to the event or trace that it stands in, and begins those."""
        super().start(tag, attributes)
        name = tag[tag.rfind("}") + 1 :]
        if self.depth == 1:
            if name != "log":
                raise XmlRefusedError("an XML file of another kind: its root is no log")
        elif self.depth == self._held_at and name in _SIMPLE:
            if (key := attributes.get("key")) is not None:
                self._held.setdefault(key, attributes.get("value"))
        elif self.depth == 2 and name in {"trace", "event"}:  # noqa: PLR2004 -- below the log
            self._n_traces += name == "trace"
            self._trace = _Trace({}, [], self._n_traces if name == "trace" else 0)
            self._held, self._held_at = self._trace.attributes, 3
            if name == "event":
                self._begin_event(self._trace)
        elif self.depth == 3 and name == "event" and self._trace:  # noqa: PLR2004 -- in a trace
            self._begin_event(self._trace)

    def _begin_event(self, trace: _Trace) -> None:
        self._n_events += 1
        event = _Event(self._n_events, {})
        trace.events.append(event)
        self._held, self._held_at = event.attributes, self.depth + 1

    def end(self, tag: str) -> None:
        """Ends an event or trace."""
        super().end(tag)
        if self._trace is None:
            return
        if self.depth == 1:
            self._done.append(self._trace)
            self._trace, self._held_at = None, 0
        elif self.depth == 2:  # noqa: PLR2004 -- a child of the trace ended
            self._held, self._held_at = self._trace.attributes, 3


@dataclass
class _XesTally:
    """What was seen in a log, for its notes and for a wanted key that it lacks."""

    ceilings: Ceilings
    keys: set[str] = field(default_factory=set)
    n_events: int = 0
    n_nameless: int = 0

    def look_at(self, trace: _Trace) -> None:
        """Counts a trace's events and keeps its keys."""
        self.n_events += len(trace.events)
        self.keys.update(CASE + key for key in trace.attributes)
        for event in trace.events:
            self.keys.update(event.attributes)
        self.ceilings.check("values", len(self.keys))
        name = trace.attributes.get("concept:name") or ""
        self.n_nameless += bool(trace.number and trace.events and not name.strip())

    def check(self, names: Sequence[str], source: Source) -> None:
        """Refuses a wanted key that no event or trace has, unless its column has another name.

        Raises:
            ColumnMissingError: there is one, and there are events.
        """
        errors = []
        seen = self.keys | {START, TIME, TRANSITION, INSTANCE, NAME}
        for name in names:
            groups = [group for group in source.columns.values() if name in group]
            is_spare = groups and name not in source.key and not any(map(seen.isdisjoint, groups))
            if self.n_events and name not in seen and not is_spare:
                alike = [key for key in seen if key.startswith(CASE) == name.startswith(CASE)]
                close = difflib.get_close_matches(name, sorted(alike), n=3)
                error = ColumnMissingError(
                    said('no event or trace has the attribute "{name}"', name=name),
                    expected=said(
                        '"{name}" in at least one event (or "{CASE}..." in a trace)',
                        name=name,
                        CASE=CASE,
                    ),
                    got=said("{n} events without it", n=self.n_events),
                    hint=said("close to it: {close}", close=", ".join(close)) if close else "",
                )
                errors.append(error)
        raise_all(errors)


def _opened(path: Path) -> IO[bytes]:
    """The log's bytes, unzipped where they are gzipped."""
    with path.open("rb") as file:
        is_gzip = file.read(2) == text.GZIP
    return cast("IO[bytes]", gzip.open(path, "rb")) if is_gzip else path.open("rb")


def _what_broke(error: Exception) -> str:
    """What is wrong with a log that does not parse, without a word of what it holds."""
    if isinstance(error, etree.XMLSyntaxError):
        return said("XML that is truncated or damaged at line {n}", n=error.lineno or 0)
    return "a gzip file that is truncated or damaged"


def _value(name: str, event: _Event, trace: _Trace) -> str | None:
    """What an event's row holds in one column."""
    if name.startswith(CASE):
        return trace.attributes.get(name.removeprefix(CASE))
    if name == START:
        return event.attributes.get(START) or event.attributes.get(TIME)
    return event.attributes.get(name)
