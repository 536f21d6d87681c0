"""Nested JSON, through a mapping of paths (kind json).

`[sources.options] rows` is the path to what is one row; a column is a path too
(`connectors.nested.paths`). One file often tells several kinds of events: then several sources read
it, each with its own rows. A value is text, as JSON writes it; what is not there, or null, is empty.

Memory holds one element of the first list in `rows`: 907 MB with 7.2 million rows took 148 MB and 166 s
(2 busy cores), where `json.load` takes six times the file. A value of the
file's root beside that list (`/leverancier`) costs reading the file twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, field_validator

from connectors.errors import ColumnMissingError, ConnectorError, raise_all
from connectors.formats import text
from connectors.formats.gathering import Gatherer
from connectors.nested.paths import LIST, ValuePath, kind_of, place_of, steps_of, value_at, wrong
from connectors.nested.stream import EXPECTED, Stream
from connectors.values.cells import Failed
from journeys.errors import said
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from connectors.nested.paths import Steps
    from connectors.source import Batch, Source
    from connectors.values.cells import Cell

_NEEDED: Final = ("case_id", "activity", "started_at")


class JsonOptions(BaseModel):
    """`[sources.options]` of kind json.

    Attributes:
        rows: path to what is one row: `aanvragen[].leveringen[]`; empty: the file (or line) itself.
        required: paths that must hold a value for a row to be one.
        lines: one JSON value a line (JSON Lines); `rows` begins in each.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: str = ""
    required: tuple[str, ...] = ()
    lines: bool = False

    @field_validator("rows")
    @classmethod
    def _is_path(cls, rows: str) -> str:
        try:
            steps = steps_of(rows)
        except ConnectorError as error:
            raise ValueError(said("is no path: {expected}", expected=error.expected)) from None
        if steps and steps[-1] != LIST:
            raise ValueError("ends in []: rows are the elements of a list")
        return rows


def open_nested(path: Path, source: Source) -> Nested:
    """Opens a JSON file and looks at its first bytes.

    Raises:
        FileUnreadableError: it is empty, or of another kind.
        ConnectorError: a column is no path.
    """
    head = text.head_of(path, EXPECTED)
    kind = text.kind_of(head)
    if kind or text.bom_of(head) not in {"", "utf-8-sig"}:
        raise text.unreadable(
            expected=EXPECTED, got=kind or "text in UTF-16 or UTF-32", hint="save it as UTF-8"
        )
    options = source.options if isinstance(source.options, JsonOptions) else JsonOptions()
    return Nested(path, source, options)


@dataclass
class Nested:
    """One opened JSON file.

    Attributes:
        columns: always None, only the rows tell.
        notes: what is no row, and which paths never were there; complete when all is read.
    """

    path: Path
    source: Source
    options: JsonOptions
    columns: Sequence[str] | None = None
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The rows in the file's order, `wanted` paths alone.

        Raises:
            FileUnreadableError: the file is no whole JSON.
            ColumnMissingError: the list, or a path that every event needs, is nowhere in it.
            ConnectorError: the file is built otherwise than a path says.
        """
        names = list(dict.fromkeys(column_names))
        steps = steps_of(self.options.rows)
        places = [place_of(name, steps) for name in names]
        musts = [place_of(name, steps) for name in self.options.required]
        first = 0 if self.options.lines else steps.index(LIST) + 1 if LIST in steps else 0
        root = self._root([*places, *musts], steps[:first])
        stream = Stream(self.path, self.source.ceilings, steps[:first], lines=self.options.lines)
        gathered, tally = Gatherer(names), _JsonTally()
        for at, element in enumerate(stream.elements(), start=1):
            chain = [root, element] if first else [element]
            for row in _rows(chain, steps[first:], at, self.options.rows, tally):
                values = [_value(row, place, tally) for place in places]
                if any(_value(row, must, tally) is None for must in musts):
                    tally.n_without += 1
                    continue
                tally.n_rows += 1
                gathered.add(tally.n_rows, values, sum(len(str(value or "")) for value in values))
                yield from gathered.full()
        yield from gathered.rest()
        if first and not stream.is_there:
            raise ColumnMissingError(
                "the list of rows is not in the file",
                expected=self.options.rows,
                got="no such path",
            )
        self._check([*places, *musts], tally)

    def _root(self, places: Sequence[ValuePath], prefix: Steps) -> Any:
        """The values beside the first list, as the object that would hold them."""
        outer = {p.steps for p in places if p.level == 0 and prefix and p.constant is None}
        for place in places:
            if place.level == 0 and prefix and LIST in place.steps:
                raise ConnectorError(
                    said("{path}: is a list beside the rows", path=place.path),
                    expected="one value, or a list on the way to the rows or in them",
                    got=repr(self.options.rows),
                )
        if not outer:
            return {}
        stream = Stream(self.path, self.source.ceilings, prefix, outer=frozenset(outer))
        for _ in stream.elements():
            pass
        root: dict[str, Any] = {}
        for steps, value in stream.found.items():
            holder = root
            for step in steps[:-1]:
                holder = holder.setdefault(step, {})
            holder[steps[-1]] = value
        return root

    def _check(self, places: Sequence[ValuePath], tally: _JsonTally) -> None:
        """What was nowhere: an error where every event needs it, a note where it may be so."""
        for path, got in tally.failed.items():
            if path not in tally.read:
                raise wrong(path, "a value", got)
        notes = []
        if tally.n_without:
            notes.append(Note("elements_no_rows", tally.n_without))
        for path, n in tally.lists.items():
            if not n:
                notes.append(Note("path_in_no_element", column=path))
        if tally.n_rows:
            columns = self.source.columns
            needed = [{*columns.get(column, ())} for column in _NEEDED]
            needed += [{name} for name in self.source.key]
            nowhere = {place.path for place in places} - tally.seen
            raise_all(
                [
                    ColumnMissingError(
                        "a path that every event needs is nowhere in the file",
                        expected=" or ".join(sorted(names)),
                        got=said("{n} rows without it", n=tally.n_rows),
                        hint="a path begins at the row; one that begins with / at the file's root",
                    )
                    for names in needed
                    if names and names <= nowhere
                ]
            )
            notes += [Note("path_in_no_row", column=path) for path in sorted(nowhere)]
        self.notes = notes


@dataclass
class _JsonTally:
    """What was seen."""

    n_rows: int = 0
    n_without: int = 0
    seen: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    lists: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Row:
    """A row: the elements on the way to it, the root first, and its number in its own list."""

    chain: Sequence[Any]
    position: int


def _rows(
    chain: list[Any], steps: Steps, position: int, path: str, tally: _JsonTally
) -> Iterator[_Row]:
    """The rows below an element: it itself where no list is left."""
    if LIST not in steps:
        yield _Row(chain, position)
        return
    at = steps.index(LIST)
    here: Any = chain[-1]
    name = ".".join(steps[:at]) + LIST
    tally.lists[name] += 0
    for step in steps[:at]:
        if here is None:
            return
        if not isinstance(here, dict):
            raise wrong(path, said("an object that holds {step!r}", step=step), kind_of(here))
        if step not in here:
            return
        here = here[step]
    tally.lists[name] += 1
    if here is None:
        return
    if not isinstance(here, list):
        raise wrong(path, said("a list in {name}", name=name), kind_of(here))
    for n, element in enumerate(here, start=1):
        yield from _rows([*chain, element], steps[at + 1 :], n, path, tally)


def _value(row: _Row, place: ValuePath, tally: _JsonTally) -> Cell:
    """What a row holds at a place."""
    if place.constant is not None or place.is_position:
        tally.seen.add(place.path)
        return str(row.position) if place.is_position else place.constant
    value, is_there = value_at(row.chain[place.level], place.steps)
    if is_there:
        tally.seen.add(place.path)
    if isinstance(value, Failed):
        tally.failed.setdefault(place.path, value.reason)
    elif value is not None:
        tally.read.add(place.path)
    return value
