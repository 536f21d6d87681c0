"""Excel workbooks (kind xlsx), read by calamine behind a guard (`connectors.files.xlsx_guard`).

calamine holds one sheet in memory, so the format bounds it: 1,048,575 rows of 10 columns (57 MB on
disk) took 0.9 GB at the peak and 20 s, a third of that for the guard (2 cores, Python 3.11).
"""

from __future__ import annotations

import datetime as dt
import difflib
import mmap
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from connectors.errors import ConnectorError
from connectors.files.header import LINES, check_header, header_at, n_looked_at, title_notes
from connectors.files.xlsx_failures import cell_of, with_marks
from connectors.files.xlsx_guard import EXPECTED, guard
from connectors.formats import text
from connectors.formats.gathering import Gatherer
from connectors.source import TableForm
from connectors.values.cells import as_text
from journeys.errors import said
from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

    from connectors.errors import FileUnreadableError
    from connectors.source import Batch, Source
    from connectors.values.cells import Cell
    from journeys.notes import Note

_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_LOCKED: Final = "a workbook with a password"
_CHARS: Final = 8
"""What a cell that is no text counts for in a batch's size."""

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
"""What calamine gives of one cell; an empty one is an empty text."""


def open_xlsx(path: Path, source: Source) -> Xlsx:
    """Opens a workbook and finds its sheet and header.

    Raises:
        FileUnreadableError: it is empty, damaged, of another kind, protected by a password, or
            unpacks to more than memory should hold.
        ConnectorError: the configured sheet is not there, or none is configured and there is
            more than one that holds something.
    """
    with _book(path, source) as book:
        sheet = _sheet(book, source)
    if sheet is None or (header := _header(sheet, source)) is None:
        raise text.unreadable(expected=EXPECTED, got="a sheet without a value")
    return Xlsx(source, sheet, *header)


def first_lines_of_sheets(path: Path, source: Source) -> dict[str, tuple[list[list[str]], int]]:
    """Of each sheet that a user sees and that holds something: its first lines as text, and how many rows.

    Raises:
        FileUnreadableError: as `open_xlsx`.
    """
    with _book(path, source) as book:
        sheets = {name: book.get_sheet_by_name(name) for name in _visible(book)}
        return {
            name: (_first_lines(sheet), sheet.total_height)
            for name, sheet in sheets.items()
            if sheet.start is not None
        }


@contextmanager
def _book(path: Path, source: Source) -> Iterator[CalamineWorkbook]:
    """A workbook behind its guard, open."""
    head = text.head_of(path, EXPECTED)
    if not head.startswith(text.ZIP):
        raise _not_xlsx(path, head)
    may_have_failed = guard(path, source.ceilings)
    try:
        with (
            with_marks(path, source.ceilings) if may_have_failed else path.open("rb") as file,
            CalamineWorkbook.from_filelike(file) as book,
        ):
            yield book
    except PasswordError:
        raise text.unreadable(expected=EXPECTED, got=_LOCKED) from None
    except (CalamineError, OSError):
        got = "a zip file that holds no readable workbook"
        raise text.unreadable(expected=EXPECTED, got=got) from None


def _first_lines(sheet: CalamineSheet, n: int = LINES) -> list[list[str]]:
    """The first lines of a sheet, each cell as text in its one spelling."""
    return [
        [spelled(as_text(_cell(value)) or "") for value in values]
        for values in islice(sheet.iter_rows(), n)
    ]


@dataclass
class Xlsx:
    """One opened workbook: one sheet of it.

    Attributes:
        header_at: the header's place among the sheet's rows, from 0.
        columns: the names in its header, in their one spelling.
        notes: that there are lines above the header.
        share_read: the share of the sheet's rows that were read.
    """

    source: Source
    sheet: CalamineSheet
    header_at: int
    columns: Sequence[str] | None
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""
    share_read: float = 0.0

    @property
    def form(self) -> TableForm:
        """How the table is written."""
        return TableForm(self.header_at + 1, sheet=self.sheet.name)

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The sheet's rows, cells with their own types; empty rows are left out, yet keep their numbers.

        A column that holds a time of day anywhere holds one everywhere: Excel shows its midnights
        as times, and calamine gives them as bare dates.

        Raises:
            ConnectorError: a wanted name stands in the header more than once.
        """
        places = text.positions(self.columns or (), column_names)
        timed = self._timed(set(places.values()))
        taken = [(place, place in timed) for place in places.values()]
        gathered = Gatherer(list(places))
        for row, values in self._data():
            cells = [_cell(values[place], is_timed=is_timed) for place, is_timed in taken]
            chars = sum(len(cell) if isinstance(cell, str) else _CHARS for cell in cells)
            gathered.add(row, cells, chars)
            yield from gathered.full()
        yield from gathered.rest()

    def _data(self) -> Iterator[tuple[int, list[Value]]]:
        """The rows under the header that hold something, with their numbers from 1."""
        for at, cells in enumerate(self.sheet.iter_rows()):
            self.share_read = at / self.sheet.total_height
            if at > self.header_at and cells.count("") < len(cells):
                yield at - self.header_at, cells

    def _timed(self, places: set[int]) -> set[int]:
        """The columns among these in which some cell has a time of day."""
        timed: set[int] = set()
        for _, cells in self._data():
            timed.update(p for p in places - timed if type(cells[p]) is dt.datetime)
        return timed


def _cell(value: Value, *, is_timed: bool = False) -> Cell:
    """A cell as the workbook types it.

    >>> _cell(1001.0), _cell("Intake"), _cell(dt.date(2024, 5, 1), is_timed=True)
    (1001.0, 'Intake', datetime.datetime(2024, 5, 1, 0, 0))
    """
    if isinstance(value, str):
        return cell_of(value)
    if is_timed and type(value) is dt.date:
        return dt.datetime.combine(value, dt.time())
    return value


def _header(sheet: CalamineSheet, source: Source) -> tuple[int, list[str], list[Note]] | None:
    """The header's place among the rows and its names, and that there are lines above it."""
    lines = _first_lines(sheet, n_looked_at(source))
    check_header(lines, source)
    place = header_at(lines, source)
    if place is None:
        later = enumerate(sheet.iter_rows())
        place, line = next(
            ((at, values) for at, values in later if values.count("") < len(values)), (None, [])
        )
        if place is None:
            return None
        return place, [spelled(as_text(_cell(value)) or "") for value in line], []
    return place, lines[place], title_notes(lines[:place])


def _sheet(book: CalamineWorkbook, source: Source) -> CalamineSheet | None:
    """The configured sheet, or the only visible one that holds something; None where none does."""
    if source.sheet:
        if source.sheet not in book.sheet_names:
            raise _no_sheet(book.sheet_names, source)
        return book.get_sheet_by_name(source.sheet)
    first_sheet, n_found = None, 0
    for name in _visible(book):
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            first_sheet, n_found = first_sheet or sheet, n_found + 1
    if n_found > 1:
        raise ConnectorError(
            "the workbook has several sheets",
            expected="one sheet that holds something",
            got=said("{n_found} of them", n_found=n_found),
            hint='say which: sheet = "..."',
        )
    return first_sheet


def _visible(book: CalamineWorkbook) -> list[str]:
    """The names of the worksheets that a user sees; all of them where every one is hidden."""
    tables = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    visible = [m.name for m in tables if m.visible == SheetVisibleEnum.Visible]
    return visible or [m.name for m in tables]


def _no_sheet(names: Sequence[str], source: Source) -> ConnectorError:
    close = difflib.get_close_matches(source.sheet, names, n=3)
    return ConnectorError(
        said('the workbook has no sheet "{sheet}"', sheet=source.sheet),
        expected=said('a sheet "{sheet}"', sheet=source.sheet),
        got=said("one other sheet") if len(names) == 1 else said("{n} other sheets", n=len(names)),
        hint=said("close to it: {close}", close=", ".join(close)) if close else "",
    )


def _not_xlsx(path: Path, head: bytes) -> FileUnreadableError:
    """The error for a file that does not even begin as a workbook."""
    got, hint = text.kind_of(head) or "a file of another kind", "save it as .xlsx"
    if head.startswith(text.OLE) and _is_encrypted(path):
        got, hint = _LOCKED, "save it without a password"
    return text.unreadable(expected=EXPECTED, got=got, hint=hint)


def _is_encrypted(path: Path) -> bool:
    """Whether an OLE file holds an encrypted package, which is what a password makes of .xlsx."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_ENCRYPTED) >= 0
