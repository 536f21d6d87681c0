"""Event logs in XES (kind xes), plain or gzipped, in memory that is bounded by the largest trace.

One row is one activity instance. Events with `lifecycle:transition` start and complete are paired
within their trace: a complete closes the oldest open start of the same `concept:name` and
`concept:instance` (first in, first out, as pm4py's `to_interval` pairs them); one without a start,
and an event without a transition, is an instant; a start that nothing completes is running. Other
transitions (schedule, suspend …) are moments in an instance's life and no rows: `notes` counts
them.

Columns are named by their XES key; `case:x` is the trace's attribute x. Two columns are always
there, named as pm4py's interval form names them:

- `start_timestamp`: the event's own where it has one (a log in interval form), else the time of
  the instance's start, else the time of its event;
- `time:timestamp`: the time of the event that completes the instance, null while it is running.

Any other attribute of a pair is the complete's, else the start's. `source_row` is the number within
the file, from 1, of the XES event that completes the instance, or of the start where it is running:
unique and stable, with gaps where a start or another transition stands.

Only attributes that stand directly in an event or trace count; the first of a repeated key wins.
Globals are no defaults. A file with a DTD is refused before an entity in it can mean anything.
"""

from __future__ import annotations

import difflib
import gzip
import zlib
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from connectors import text
from connectors.errors import ColumnMissingError
from connectors.xml import RefusedError, Target, stream_xml

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.errors import FileUnreadableError
    from connectors.source import Batch, Source

NAME: Final = "concept:name"
INSTANCE: Final = "concept:instance"
TRANSITION: Final = "lifecycle:transition"
TIME: Final = "time:timestamp"
START: Final = "start_timestamp"
CASE: Final = "case:"

_EXPECTED: Final = "a whole XES event log (.xes or .xes.gz)"
_SIMPLE: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})
_STANDARD: Final = frozenset(
    {"schedule", "assign", "reassign", "withdraw", "suspend", "resume"}
    | {"pi_abort", "ate_abort", "manualskip", "autoskip", "unknown"}
)
"""The standard's transitions: a note names these; any other may be a client's data."""

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
        notes: what is no row, in sentences; complete when all batches are read.
    """

    path: Path
    source: Source
    columns: Sequence[str] | None = None
    notes: list[str] = field(default_factory=list)

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """The log's activity instances, by trace and then by `source_row`.

        Raises:
            FileUnreadableError: the log is truncated or does not parse.
            ColumnMissingError: no event or trace of a log with events has a wanted key.
        """
        names = list(dict.fromkeys(wanted))
        gathered = text.Gatherer(names)
        tally = _Tally()
        for trace in self.traces():
            tally.look_at(trace)
            for instance in _instances(trace.events, tally):
                _gather(gathered, instance, trace, names)
                if gathered.is_full:
                    yield gathered.batch()
        if not gathered.is_empty:
            yield gathered.batch()
        self.notes = tally.notes()
        tally.check(names, self.source)

    def traces(self) -> Iterator[_Trace]:
        """The log's traces in the file's order; an event outside a trace is one of its own."""
        target = _Target()
        try:
            with _opened(self.path) as stream:
                for _ in stream_xml(stream, target):
                    yield from target.taken()
        except RefusedError as error:
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
    """A trace: its own attributes and its events in order."""

    attributes: Attributes
    events: list[_Event]


class _Instance(NamedTuple):
    """An activity instance: the event that began it and the one that completed it, or either."""

    begin: _Event | None
    complete: _Event | None

    @property
    def number(self) -> int:
        return (self.complete or self.begin or _Event(0, {})).number


class _Target(Target):
    """What lxml's parser calls: makes traces and no tree, so memory holds one trace."""

    def __init__(self) -> None:
        self._depth = 0
        self._held_at = 0  # the depth at which `_held` finds its attributes; 0 = nowhere
        self._held: Attributes = {}
        self._trace: _Trace | None = None
        self._n_events = 0
        self._done: list[_Trace] = []

    def taken(self) -> list[_Trace]:
        """The traces that ended since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Takes an attribute to the event or trace that it stands in, and begins those."""
        self.n_bytes = 0
        self._depth += 1
        name = tag[tag.rfind("}") + 1 :]
        if self._depth == 1:
            if name != "log":
                raise RefusedError("an XML file of another kind: its root is no log")
        elif self._depth == self._held_at and name in _SIMPLE:
            if (key := attributes.get("key")) is not None:
                self._held.setdefault(key, attributes.get("value"))
        elif self._depth == 2 and name in {"trace", "event"}:  # noqa: PLR2004 -- below the log
            self._trace = _Trace({}, [])
            self._held, self._held_at = self._trace.attributes, 3
            if name == "event":
                self._begin_event(self._trace)
        elif self._depth == 3 and name == "event" and self._trace:  # noqa: PLR2004 -- in a trace
            self._begin_event(self._trace)

    def _begin_event(self, trace: _Trace) -> None:
        self._n_events += 1
        event = _Event(self._n_events, {})
        trace.events.append(event)
        self._held, self._held_at = event.attributes, self._depth + 1

    def end(self, _tag: str) -> None:
        """Ends an event or trace."""
        self.n_bytes = 0
        self._depth -= 1
        if self._trace is None:
            return
        if self._depth == 1:
            self._done.append(self._trace)
            self._trace, self._held_at = None, 0
        elif self._depth == 2:  # noqa: PLR2004 -- a child of the trace ended
            self._held, self._held_at = self._trace.attributes, 3


@dataclass
class _Tally:
    """What was seen in a log, for its notes and for a wanted key that it lacks."""

    keys: set[str] = field(default_factory=set)
    n_events: int = 0
    n_running: int = 0
    others: Counter[str] = field(default_factory=Counter)

    def look_at(self, trace: _Trace) -> None:
        """Counts a trace's events and keeps its keys."""
        self.n_events += len(trace.events)
        self.keys.update(CASE + key for key in trace.attributes)
        for event in trace.events:
            self.keys.update(event.attributes)

    def notes(self) -> list[str]:
        """What is no row, or no whole one, in sentences."""
        notes = []
        if n := self.others.total():
            kinds = sorted({k if k in _STANDARD else "not in the standard" for k in self.others})
            notes.append(
                f"{n:,} lifecycle transitions other than start and complete ({', '.join(kinds)}) "
                "are no events of their own"
            )
        if self.n_running:
            notes.append(f"{self.n_running:,} starts are never completed: they are running")
        return notes

    def check(self, names: Sequence[str], source: Source) -> None:
        """Refuses a wanted key that no event or trace has, unless its column has another name.

        Raises:
            ColumnMissingError: there is one, and there are events.
        """
        seen = self.keys | {START, TIME}
        for name in names:
            groups = [group for group in source.columns.values() if name in group]
            is_spare = groups and name not in source.key and not any(map(seen.isdisjoint, groups))
            if self.n_events and name not in seen and not is_spare:
                close = difflib.get_close_matches(name, sorted(seen), n=3)
                raise ColumnMissingError(
                    f'no event or trace has the attribute "{name}"',
                    expected=f'"{name}" in at least one event (or "{CASE}..." in a trace)',
                    got=f"{self.n_events:,} events without it",
                    hint=f"close to it: {', '.join(close)}" if close else "",
                )


def _opened(path: Path) -> io.BufferedIOBase:
    """The log's bytes, unzipped where they are gzipped."""
    with path.open("rb") as file:
        is_gzip = file.read(2) == text.GZIP
    return gzip.open(path, "rb") if is_gzip else path.open("rb")


def _what_broke(error: Exception) -> str:
    """What is wrong with a log that does not parse, without a word of what it holds."""
    if isinstance(error, etree.XMLSyntaxError):
        return f"XML that is truncated or damaged at line {error.lineno or 0:,}"
    return "a gzip file that is truncated or damaged"


def _instances(events: Iterable[_Event], tally: _Tally) -> list[_Instance]:
    """The activity instances of one trace, in the order of their numbers."""
    found: list[_Instance] = []
    opened: defaultdict[tuple[str | None, str | None], deque[_Event]] = defaultdict(deque)
    for event in events:
        attributes = event.attributes
        transition = (attributes.get(TRANSITION) or "complete").lower()
        same = opened[attributes.get(NAME), attributes.get(INSTANCE)]
        if transition == "start":
            same.append(event)
        elif transition == "complete":
            found.append(_Instance(same.popleft() if same else None, event))
        else:
            tally.others[transition] += 1
    running = [_Instance(begin, None) for same in opened.values() for begin in same]
    tally.n_running += len(running)
    return sorted(found + running, key=lambda instance: instance.number)


def _gather(
    gathered: text.Gatherer, instance: _Instance, trace: _Trace, names: Sequence[str]
) -> None:
    """Takes an instance as a row; one without the time of its completion would seem running."""
    is_pair = instance.begin and instance.complete
    if is_pair and TIME in names and not _value(TIME, instance, trace):
        reason = "the event that completes this activity has no time"
        gathered.reject(instance.number, reason, "", TIME)
        return
    values = [_value(name, instance, trace) for name in names]
    gathered.add(instance.number, values, sum(len(value or "") for value in values))


def _value(name: str, instance: _Instance, trace: _Trace) -> str | None:
    """What an instance's row holds in one column."""
    if name.startswith(CASE):
        return trace.attributes.get(name.removeprefix(CASE))
    complete = instance.complete.attributes if instance.complete else {}
    begin = instance.begin.attributes if instance.begin else {}
    if name == TIME:
        return complete.get(TIME)
    own = complete.get(name) or begin.get(name)
    if name == START:
        return own or (begin if instance.begin else complete).get(TIME)
    return own
