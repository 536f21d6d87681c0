"""An extract: one file as a partner exports it, line by line, before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipelines.demo.partners import DemoPartner
    from pipelines.demo.story import Event

Cell: TypeAlias = "str | datetime | None"
"""What stands in a cell: a text, or a local time where the kind of file has a type for it."""

Columns: TypeAlias = "Mapping[str, Callable[[Event], Cell]]"
"""The columns of an export in the file's order, and what an event's row has in each."""


@dataclass(frozen=True, eq=False)
class ExportRow:
    """A data row of an export.

    Attributes:
        cells: column to what stands in it.
        event: what the row tells of; for a faulty row the event that it was made from.
        fault: the column that makes the row unreadable; empty in a good row.
    """

    cells: Mapping[str, Cell]
    event: Event
    fault: str = ""


@dataclass(frozen=True)
class ExportFile:
    """One file of an export.

    Attributes:
        name: of the file.
        columns: in the file's order.
        lines: in the file's order; the first is data row 1.
        renamed: columns that have another name in this file.
        row_numbers: of the lines, where they are not 1, 2, 3 …
    """

    name: str
    columns: Collection[str]
    lines: Sequence[ExportRow]
    renamed: Mapping[str, str] = field(default_factory=dict)
    row_numbers: Sequence[int] = ()

    @property
    def header(self) -> list[str]:
        """The columns by the names that they have in this file."""
        return [self.renamed.get(column, column) for column in self.columns]

    def numbered(self) -> Iterator[tuple[int, ExportRow]]:
        """Every line with its data row."""
        return zip(self.row_numbers or range(1, len(self.lines) + 1), self.lines, strict=True)

    def rows(self) -> Iterator[list[Cell]]:
        """The cells of every line, in the order of the header."""
        return ([line.cells[column] for column in self.columns] for line in self.lines)


class BadCell(NamedTuple):
    """What makes a row unreadable: this value in this column."""

    column: str
    value: Cell


@dataclass(frozen=True)
class Export:
    """How one partner exports.

    Attributes:
        partner: whose export it is; its files stand in a folder by its source's name.
        columns: of the export.
        faults: the kinds of unreadable rows among them.
        extracts: the rows, faulty ones included, as one or several files.
        write: writes one file.
    """

    partner: DemoPartner
    columns: Columns
    faults: Sequence[BadCell]
    extracts: Callable[[Sequence[ExportRow]], list[ExportFile]]
    write: Callable[[Path, ExportFile], None]

    def row(self, event: Event) -> ExportRow:
        """An event as a row of this export."""
        return ExportRow({name: cell(event) for name, cell in self.columns.items()}, event)


def in_one_file(name: str, columns: Columns) -> Callable[[Sequence[ExportRow]], list[ExportFile]]:
    """A function that puts all rows in one file of this name."""
    return lambda lines: [ExportFile(name, columns, lines)]
