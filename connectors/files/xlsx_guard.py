"""The guard before an Excel workbook: what would exhaust the memory, is damaged or holds cells that failed.

It runs before calamine sees a byte, because what would exhaust the memory there ends the whole process and
not just the file. Every entry of the zip is inflated once through a small buffer: it must hold what it
declares, and all together no more than a workbook may (`connectors.ceilings`). Meanwhile are counted

- the cells of the rectangle around all values, each of which calamine allocates: two cells in
  opposite corners of a sheet would take 500 GB; a row or cell that does not say where it stands
  counts as the next one;
- the texts, which calamine holds apart: empty ones would take five times what they unpack to;
- the characters of all texts, which a workbook stores once and calamine once for each cell: a
  single text and a million references to it would take 30 GB.

Entities in a workbook's XML are nothing to calamine: it reads no DTD.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from array import array
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from connectors.files.xlsx_failures import may_have_failed
from connectors.formats import text
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from connectors.ceilings import Ceilings

EXPECTED: Final = "a whole Excel workbook (.xlsx)"
_EMPTY_SHARE: Final = 4
"""One in so many of the cells that may be may be empty, and may be a text of its own."""

_BUFFER: Final = 1024 * 1024
_OVERLAP: Final = 4096
_SHARED: Final = "sharedstrings.xml"
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")

_FILLED: Final = re.compile(
    # a cell beyond column Z or row 999,999 that holds something (a styled blank ends in "/>")
    rb"""\br=["']([A-Za-z]{2,3}[0-9]{1,10}|[A-Za-z][0-9]{7,10})["'](?:[^<>]*[^<>/])?>"""
)
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br=["']([0-9]{1,10})["']""")
_SHARED_CELL: Final = re.compile(
    rb"""\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>\s*([0-9]+)"""
)

_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW_BEGIN: Final = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_BARE: Final = re.compile(rb"<(?:\w+:)?(?:c|row)(?:\s(?![^<>]*\br\s*=)[^<>]*)?/?>")
"""A cell or row that does not say where it stands."""

_TEXT_END: Final = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_WHOLE: Final = (".rels", "xl/workbook.xml", "xl/styles.xml")
"""What calamine holds whole beside sheets and texts."""


class _DamagedError(Exception):
    """An entry of the zip does not hold what it declares; says how."""


@dataclass
class _Survey:
    """What the guard counts while it inflates.

    Raises:
        CeilingError: it is more than a workbook may hold.
    """

    ceilings: Ceilings
    last_row: int = 0
    last_column: int = 26
    n_shared_cells: int = 0
    has_failed: bool = False
    lengths: array[int] = field(default_factory=lambda: array("Q", [0]))
    _n_written: int = 0
    _n_bare_rows: int = 0
    _n_in_row: int = 0
    _most_in_row: int = 0
    _tail: bytes = b""

    def end_sheet(self) -> None:
        """Judges the rectangle around all values of a sheet, and what of it was not written."""
        n_cells = (self.last_row + self._n_bare_rows) * (self.last_column + self._most_in_row)
        self.ceilings.check("cells", n_cells)
        self.ceilings.check("cells", self._n_written)
        self.ceilings.check("cells", (n_cells - self._n_written) * _EMPTY_SHARE)
        self.last_row, self.last_column = 0, 26
        self._n_written = self._n_bare_rows = self._n_in_row = self._most_in_row = 0

    def look_at_cells(self, xml: bytes) -> None:
        """Looks at whole tags of a sheet."""
        if not self.has_failed:
            self.has_failed = may_have_failed(self._tail + xml)
            self._tail = xml[-_OVERLAP:]
        self.last_row = max(self.last_row, max(map(int, _ROW.findall(xml)), default=0))
        self.n_shared_cells += xml.count(b't="s"') + xml.count(b"t='s'")
        self._n_written += len(_CELL.findall(xml))
        if _BARE.search(xml):
            before, *rows = _ROW_BEGIN.split(xml)
            counts = [len(_CELL.findall(row)) for row in rows]
            self._n_bare_rows += len(rows)
            self._n_in_row += len(_CELL.findall(before))
            self._most_in_row = max(self._most_in_row, self._n_in_row, *counts, 0)
            self._n_in_row = counts[-1] if counts else self._n_in_row
        for reference in _FILLED.findall(xml):
            letters = reference.rstrip(b"0123456789")
            self.last_column = max(self.last_column, _column_number(letters))
            self.last_row = max(self.last_row, int(reference[len(letters) :]))

    def look_at_texts(self, xml: bytes) -> None:
        """Looks at a part of the shared texts; `lengths` ends with the one that is not whole."""
        begin, *others = map(len, _TEXT_END.split(xml))
        self.lengths[-1] += begin
        self.lengths.extend(others)
        self.ceilings.check("cells", len(self.lengths) * _EMPTY_SHARE)


def _column_number(letters: bytes) -> int:
    """A column's number from 1.

    >>> _column_number(b"A"), _column_number(b"AA"), _column_number(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def guard(path: Path, ceilings: Ceilings) -> bool:
    """Refuses a workbook that is damaged, lies about its size or would exhaust the memory.

    Returns:
        Whether cells in it may have failed (`connectors.files.xlsx_failures`).

    Raises:
        FileUnreadableError: it is damaged or lies.
        CeilingError: it would exhaust the memory.
    """
    try:
        with zipfile.ZipFile(path) as book:
            entries = book.infolist()
        _check_entries(entries)
        with path.open("rb") as file:
            return _check_sizes(file, entries, ceilings)
    except _DamagedError as error:
        raise text.unreadable(expected=EXPECTED, got=str(error)) from None
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError):
        got = "a zip file that is truncated or damaged"
        raise text.unreadable(expected=EXPECTED, got=got) from None


def _check_entries(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Looks at what the zip declares."""
    if "xl/workbook.xml" not in {entry.filename.lower() for entry in entries}:
        raise _DamagedError("a zip file that is no .xlsx workbook")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _DamagedError("a zip file with a password")


def _check_sizes(file: IO[bytes], entries: Sequence[zipfile.ZipInfo], ceilings: Ceilings) -> bool:
    """Inflates every entry and counts what calamine would make of it; whether cells may have failed."""
    survey, unpacked = _Survey(ceilings), 0
    for entry in entries:
        look = survey.look_at_texts if _is_shared(entry) else survey.look_at_cells
        is_whole, before = entry.filename.lower().endswith(_WHOLE), unpacked
        for xml in _whole_tags(_inflated(file, entry), ceilings):
            unpacked += len(xml)
            ceilings.check("workbook", unpacked)
            if is_whole:
                ceilings.check("part", unpacked - before)
            look(xml)
        survey.end_sheet()
    if max(survey.lengths) * survey.n_shared_cells > ceilings.workbook:
        ceilings.check("workbook", sum(_shared_chars(file, entry, survey) for entry in entries))
    return survey.has_failed


def _shared_chars(file: IO[bytes], entry: zipfile.ZipInfo, survey: _Survey) -> int:
    """The characters of the shared texts that a sheet's cells refer to, each as often as it is."""
    if _is_shared(entry):
        return 0
    lengths = dict(enumerate(survey.lengths))
    references = (
        int(at)
        for xml in _whole_tags(_inflated(file, entry), survey.ceilings)
        for at in _SHARED_CELL.findall(xml)
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
            raise _DamagedError(
                said("an entry of more than the {n:,} bytes it declares", n=entry.file_size)
            )
        yield chunk
    if size < entry.file_size:
        raise _DamagedError(
            said("an entry of {size:,} bytes that declares {n:,}", size=size, n=entry.file_size)
        )
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


def _whole_tags(chunks: Iterator[bytes], ceilings: Ceilings) -> Iterator[bytes]:
    """The same bytes, cut where an end tag begins, so that no tag or value is cut in two."""
    rest = b""
    for chunk in chunks:
        window = rest + chunk
        cut = window.rfind(b"</")
        cut = cut if cut >= 0 else window.rfind(b"<")
        cut = cut if cut >= 0 else max(0, len(window) - _OVERLAP)
        yield window[:cut]
        rest = window[cut:]
        ceilings.check("value", len(rest))
    yield rest
