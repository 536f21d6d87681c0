"""Excel workbooks (kind xlsx), read by calamine behind a guard.

calamine holds one sheet in memory, so the format bounds it: 1,048,575 rows of 10 columns (57 MB on
disk) took 0.9 GB at the peak and 20 s, a third of that for the guard (2 cores, Python 3.11).

The guard runs before calamine sees a byte, because what would exhaust the memory there ends the
whole process and not just the file. Every entry of the zip is inflated once through a small buffer:
it must hold what it declares, and all together no more than `MAX_UNPACKED`. Meanwhile are counted

- the cells of the rectangle around all values, each of which calamine allocates: two cells in
  opposite corners of a sheet would take 500 GB;
- the characters of all texts, which a workbook stores once and calamine once for each cell: a
  single text and a million references to it would take 30 GB.

Entities in a workbook's XML are nothing to calamine: it reads no DTD.
"""

from __future__ import annotations

import datetime as dt
import difflib
import mmap
import re
import struct
import zipfile
import zlib
from array import array
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from connectors import text
from connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

    from connectors.errors import FileUnreadableError
    from connectors.source import Batch, Source

MAX_UNPACKED: Final = 1024**3
MAX_CELLS: Final = 64 * 1024**2
MAX_TEXT: Final = 2 * 1024**3

_EXPECTED: Final = "a whole Excel workbook (.xlsx)"
_AS_CSV: Final = "export the sheet as CSV: that has no limit"
_BUFFER: Final = 1024 * 1024
_OVERLAP: Final = 4096
_SHARED: Final = "sharedstrings.xml"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
_LOCKED: Final = "a workbook with a password"
_EXACT: Final = 10**15

_FILLED: Final = re.compile(
    # a cell beyond column Z or row 999,999 that holds something (a styled blank ends in "/>")
    rb"""\br=["']([A-Za-z]{2,3}[0-9]{1,10}|[A-Za-z][0-9]{7,10})["'](?:[^<>]*[^<>/])?>"""
)
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br=["']([0-9]{1,10})["']""")
_SHARED_CELL: Final = re.compile(
    rb"""\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>\s*([0-9]+)"""
)

_TEXT_END: Final = re.compile(rb"</(?:\w+:)?si\s*>")

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def open_xlsx(path: Path, source: Source) -> Xlsx:
    """Opens a workbook and finds its sheet and header.

    Raises:
        FileUnreadableError: it is empty, damaged, of another kind, protected by a password, or
            unpacks to more than memory should hold.
        ConnectorError: the configured sheet is not there, or none is configured and there is
            more than one that holds something.
    """
    head = text.head_of(path, _EXPECTED)
    if not head.startswith(text.ZIP):
        raise _not_xlsx(path, head)
    _guard(path)
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            sheet = _sheet(book, source)
    except PasswordError:
        raise text.unreadable(expected=_EXPECTED, got=_LOCKED) from None
    except (CalamineError, OSError):
        got = "a zip file that holds no readable workbook"
        raise text.unreadable(expected=_EXPECTED, got=got) from None
    if sheet is None or (header := _header(sheet)) is None:
        raise text.unreadable(expected=_EXPECTED, got="a sheet without a value")
    return Xlsx(source, sheet, *header)


@dataclass
class Xlsx:
    """One opened workbook: one sheet of it.

    Attributes:
        header_at: the header's place among the sheet's rows, from 0.
        columns: the names in its header, stripped of white space.
        notes: always empty.
    """

    source: Source
    sheet: CalamineSheet
    header_at: int
    columns: Sequence[str] | None
    notes: list[str] = field(default_factory=list)

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """The sheet's rows as text; empty ones are left out, yet keep their numbers.

        A column that holds a time of day anywhere holds one everywhere: Excel shows its midnights
        as times, and calamine gives them as bare dates.

        Raises:
            ConnectorError: a wanted name stands in the header more than once.
        """
        places = text.positions(self.columns or (), wanted)
        timed = self._timed(set(places.values()))
        taken = [(place, place in timed) for place in places.values()]
        gathered = text.Gatherer(list(places))
        for row, cells in self._data():
            values = [_text(cells[place], is_timed=is_timed) for place, is_timed in taken]
            gathered.add(row, values, sum(map(len, values)))
            if gathered.is_full:
                yield gathered.batch()
        if not gathered.is_empty:
            yield gathered.batch()

    def _data(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows under the header that hold something, with their numbers from 1."""
        for at, cells in enumerate(self.sheet.iter_rows()):
            if at > self.header_at and cells.count("") < len(cells):
                yield at - self.header_at, cells

    def _timed(self, places: set[int]) -> set[int]:
        """The columns among these in which some cell has a time of day."""
        timed: set[int] = set()
        for _, cells in self._data():
            timed.update(p for p in places - timed if type(cells[p]) is dt.datetime)
        return timed


def _text(cell: Cell, *, is_timed: bool = False) -> str:
    """A cell as text.

    >>> _text(1001.0), _text(2.5), _text(True), _text(dt.date(2024, 5, 1))
    ('1001', '2.5', 'true', '2024-05-01')
    """
    kind = type(cell)
    if kind is str:
        return str(cell)
    write = _AS_TEXT.get(kind, str)
    return write(cell) + " 00:00:00" * (is_timed and kind is dt.date)


def _number(number: float) -> str:
    """A number without a decimal point where it needs none.

    >>> _number(1001.0), _number(0.1), _number(1e20)
    ('1001', '0.1', '1e+20')
    """
    return str(int(number)) if number.is_integer() and abs(number) < _EXACT else repr(number)


def _duration(duration: dt.timedelta) -> str:
    """A duration in hours, minutes and seconds, as Excel's [h]:mm:ss.

    >>> _duration(dt.timedelta(days=1, hours=6, minutes=30))
    '30:30:00'
    """
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


_AS_TEXT: Final[Mapping[type, Callable[[Any], str]]] = {
    bool: lambda cell: str(cell).lower(),
    float: _number,
    dt.datetime: lambda cell: str(cell.isoformat(sep=" ")),
    dt.date: dt.date.isoformat,
    dt.timedelta: _duration,
}


def _header(sheet: CalamineSheet) -> tuple[int, list[str]] | None:
    """The first row that holds something: its place and its names."""
    for at, cells in enumerate(sheet.iter_rows()):
        if cells.count("") < len(cells):
            return at, [_text(cell).strip("\ufeff \t\r\n\xa0") for cell in cells]
    return None


def _sheet(book: CalamineWorkbook, source: Source) -> CalamineSheet | None:
    """The configured sheet, or the only visible one that holds something; None where none does."""
    if source.sheet:
        if source.sheet not in book.sheet_names:
            raise _no_sheet(book.sheet_names, source)
        return book.get_sheet_by_name(source.sheet)
    found, n_found = None, 0
    for name in _visible(book):
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            found, n_found = found or sheet, n_found + 1
    if n_found > 1:
        raise ConnectorError(
            "the workbook has several sheets",
            expected="one sheet that holds something",
            got=f"{n_found} of them",
            hint='say which: sheet = "..."',
        )
    return found


def _visible(book: CalamineWorkbook) -> list[str]:
    """The names of the worksheets that a user sees; all of them where every one is hidden."""
    tables = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    visible = [m.name for m in tables if m.visible == SheetVisibleEnum.Visible]
    return visible or [m.name for m in tables]


def _no_sheet(names: Sequence[str], source: Source) -> ConnectorError:
    close = difflib.get_close_matches(source.sheet, names, n=3)
    return ConnectorError(
        f'the workbook has no sheet "{source.sheet}"',
        expected=f'a sheet "{source.sheet}"',
        got=f"{len(names)} other sheet{'s' * (len(names) != 1)}",
        hint=f"close to it: {', '.join(close)}" if close else "",
    )


def _not_xlsx(path: Path, head: bytes) -> FileUnreadableError:
    """The error for a file that does not even begin as a workbook."""
    got, hint = text.kind_of(head) or "a file of another kind", "save it as .xlsx"
    if head.startswith(text.OLE) and _is_encrypted(path):
        got, hint = _LOCKED, "save it without a password"
    return text.unreadable(expected=_EXPECTED, got=got, hint=hint)


def _is_encrypted(path: Path) -> bool:
    """Whether an OLE file holds an encrypted package, which is what a password makes of .xlsx."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_ENCRYPTED) >= 0


class _DamagedError(Exception):
    """An entry of the zip does not hold what it declares; says how."""


@dataclass
class _Survey:
    """What the guard counts while it inflates."""

    last_row: int = 0
    last_column: int = 26
    n_shared_cells: int = 0
    lengths: array[int] = field(default_factory=lambda: array("Q", [0]))

    @property
    def n_cells(self) -> int:
        """At most this many cells are in the rectangle around all values."""
        return self.last_row * self.last_column

    def look_at_cells(self, xml: bytes) -> None:
        """Looks at whole tags of a sheet."""
        self.last_row = max(self.last_row, max(map(int, _ROW.findall(xml)), default=0))
        self.n_shared_cells += xml.count(b't="s"') + xml.count(b"t='s'")
        for reference in _FILLED.findall(xml):
            letters = reference.rstrip(b"0123456789")
            self.last_column = max(self.last_column, _column_number(letters))
            self.last_row = max(self.last_row, int(reference[len(letters) :]))

    def look_at_texts(self, xml: bytes) -> None:
        """Looks at a part of the shared texts; `lengths` ends with the one that is not whole."""
        begin, *others = map(len, _TEXT_END.split(xml))
        self.lengths[-1] += begin
        self.lengths.extend(others)


def _column_number(letters: bytes) -> int:
    """A column's number from 1.

    >>> _column_number(b"A"), _column_number(b"AA"), _column_number(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _guard(path: Path) -> None:
    """Refuses a workbook that is damaged, lies about its size or would exhaust the memory.

    Raises:
        FileUnreadableError: it is one of these.
    """
    try:
        with zipfile.ZipFile(path) as book:
            entries = book.infolist()
        _check_entries(entries)
        with path.open("rb") as file:
            _check_sizes(file, entries)
    except _DamagedError as error:
        raise text.unreadable(expected=_EXPECTED, got=str(error)) from None
    except _TooLargeError as error:
        got = str(error)
        raise text.unreadable(expected=error.limit, got=got, hint=_AS_CSV) from None
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError):
        got = "a zip file that is truncated or damaged"
        raise text.unreadable(expected=_EXPECTED, got=got) from None


class _TooLargeError(Exception):
    """A workbook that memory should not hold; says what is too large, `limit` what is not."""

    def __init__(self, got: str, limit: str) -> None:
        super().__init__(got)
        self.limit = limit


def _check_entries(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Looks at what the zip declares."""
    if "xl/workbook.xml" not in {entry.filename.lower() for entry in entries}:
        raise _DamagedError("a zip file that is no .xlsx workbook")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _DamagedError("a zip file with a password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        packed = sum(entry.compress_size for entry in entries)
        got = f"{unpacked:,} bytes, packed in {packed:,}"
        raise _TooLargeError(got, f"at most {MAX_UNPACKED:,} bytes when unpacked")


def _check_sizes(file: IO[bytes], entries: Sequence[zipfile.ZipInfo]) -> None:
    """Inflates every entry and counts what calamine would make of it."""
    survey = _Survey()
    for entry in entries:
        look = survey.look_at_texts if _is_shared(entry) else survey.look_at_cells
        for xml in _whole_tags(_inflated(file, entry)):
            look(xml)
    if survey.n_cells > MAX_CELLS:
        got = f"{survey.last_row:,} rows by {survey.last_column:,} columns"
        raise _TooLargeError(got, f"at most {MAX_CELLS:,} cells between the outermost values")
    if max(survey.lengths) * survey.n_shared_cells > MAX_TEXT:
        n_chars = sum(_shared_chars(file, entry, survey) for entry in entries)
        if n_chars > MAX_TEXT:
            got = f"{n_chars:,} characters, most of them repeated"
            raise _TooLargeError(got, f"at most {MAX_TEXT:,} characters of text in all cells")


def _shared_chars(file: IO[bytes], entry: zipfile.ZipInfo, survey: _Survey) -> int:
    """The characters of the shared texts that a sheet's cells refer to, each as often as it is."""
    if _is_shared(entry):
        return 0
    lengths = dict(enumerate(survey.lengths))
    references = (
        int(at) for xml in _whole_tags(_inflated(file, entry)) for at in _SHARED_CELL.findall(xml)
    )
    return sum(lengths.get(at, 0) for at in references)


def _is_shared(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(_SHARED)


def _inflated(file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """An entry's content in small parts.

    Python's own zipfile stops at the declared size and calamine does not, so the size is checked
    here against what the entry really holds.

    Raises:
        _DamagedError: it holds more, less or something else than it declares.
    """
    size = checksum = 0
    for chunk in _raw(file, entry):
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        if size > entry.file_size:
            raise _DamagedError(f"an entry of more than the {entry.file_size:,} bytes it declares")
        yield chunk
    if size < entry.file_size:
        raise _DamagedError(f"an entry of {size:,} bytes that declares {entry.file_size:,}")
    if checksum != entry.CRC:
        raise _DamagedError("an entry that does not match its checksum")


def _raw(file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What the bytes of an entry inflate to, whatever it declares."""
    file.seek(entry.header_offset)
    signature, n_name, n_extra = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    methods = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if signature != text.ZIP or entry.compress_type not in methods:
        raise _DamagedError("an entry that is damaged or packed in an unknown way")
    file.seek(n_name + n_extra, 1)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    left = entry.compress_size
    while left and (packed := file.read(min(left, _BUFFER))):
        left -= len(packed)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield inflater.decompress(packed, _BUFFER)
            packed = inflater.unconsumed_tail
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        yield inflater.flush()


def _whole_tags(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut where an end tag begins, so that no tag or value is cut in two."""
    rest = b""
    for chunk in chunks:
        window = rest + chunk
        cut = window.rfind(b"</")
        cut = cut if cut >= 0 else window.rfind(b"<")
        cut = cut if cut >= 0 else max(0, len(window) - _OVERLAP)
        yield window[:cut]
        rest = window[cut:]
    yield rest
