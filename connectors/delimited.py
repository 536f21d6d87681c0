"""Text files with a delimiter (kind csv), in bounded memory.

One row is one record under the header. What does not parse costs one physical line and nothing
more: a stray quote that would swallow the rest of the file is rejected with its own line, and
reading goes on at the next one.

The swallowing is bounded too. While a quote is open every further line is looked at on its own and
the record is given up as soon as it has more fields than the header. A line that could open a
quote of its own adds at least one field to the record that swallows it, so a line is looked at no
more often than the header has columns: a stray quote in every line costs linear time.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from connectors import text
from connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from connectors.source import Batch, Source

DELIMITERS: Final = (";", ",", "\t", "|")
_EXPECTED: Final = "a text file with a delimiter (CSV)"
_SAMPLE: Final = 200
_SEP_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE | re.DOTALL)
_NO_FIT: Final = (0, 0.0, 0)
_LINE_ENDS: Final = ("\n", "\r")


def open_delimited(path: Path, source: Source) -> Delimited:
    """Opens a CSV file: its encoding and delimiter as configured or found out, its header.

    Raises:
        FileUnreadableError: it is empty, of another kind, in another encoding, or its header
            cannot be read.
        ConnectorError: the configured encoding or delimiter is none, or more than one delimiter
            fits the file equally well.
    """
    head = text.head_of(path, _EXPECTED)
    if kind := _other_kind(head, source):
        hint = "export it as CSV, or configure the kind that it is"
        raise text.unreadable(expected=_EXPECTED, got=kind, hint=hint)
    encoding = text.encoding_of(path, source, head)
    sample = _sample(path, encoding)
    told = _SEP_LINE.fullmatch(sample[0].lstrip("\ufeff"))
    delimiter = _configured(source) or (told[1] if told else _found(sample, source, encoding))
    file = Delimited(path, source, encoding, delimiter, has_sep_line=told is not None)
    with file.records() as records:
        header = _header(records)
    if header is None:
        raise text.unreadable(expected=_EXPECTED, got="an empty file")
    if isinstance(header.fields, str):
        expected, hint = "a first line with the columns' names", f"it was read as {encoding.name}"
        raise text.unreadable(expected=expected, got=header.fields, hint=hint)
    file.columns = [name.strip("\ufeff \t\r\n\xa0") for name in header.fields]
    return file


@dataclass
class Delimited:
    """One opened CSV file.

    Attributes:
        columns: the names in its header, stripped of white space.
        notes: always empty: what is left out here is a bad row.
    """

    path: Path
    source: Source
    encoding: text.Encoding
    delimiter: str
    has_sep_line: bool = False
    columns: Sequence[str] | None = None
    notes: list[str] = field(default_factory=list)

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """The file's rows, `wanted` columns alone; rows are numbered good and bad together.

        Raises:
            FileUnreadableError: the file ends in the middle of a row.
            ConnectorError: a wanted name stands in the header more than once.
        """
        columns = self.columns or ()
        places = text.positions(columns, wanted)
        gathered = text.Gatherer(list(places))
        with self.records() as records:
            _header(records)
            records.width = len(columns)
            for row, record in enumerate(_data(records), start=1):
                if isinstance(record.fields, str):
                    self._check_end(record, row)
                    gathered.reject(row, record.fields, record.line)
                else:
                    values = [record.fields[place] for place in places.values()]
                    gathered.add(row, values, len(record.line))
                if gathered.is_full:
                    yield gathered.batch()
        if not gathered.is_empty:
            yield gathered.batch()

    @contextmanager
    def records(self) -> Iterator[_Records]:
        """The file's records from the header on."""
        with self.encoding.open(self.path) as stream:
            lines = text.physical_lines(stream)
            if self.has_sep_line:
                next(lines)
            yield _Records(lines, self.delimiter, self.encoding)

    def _check_end(self, record: _Record, row: int) -> None:
        """Refuses a file whose last row breaks off."""
        if record.is_short and not record.line.endswith(_LINE_ENDS):
            raise text.unreadable(
                expected="a last row that is whole",
                got=f"a file that is truncated: it ends in the middle of row {row:,}",
                hint="export or copy the file again",
            )


class _Record(NamedTuple):
    """One record: its fields, or in one sentence why it has none."""

    line: str
    fields: list[str] | str
    is_short: bool = False


class _Records:
    """The records of a text; see the module for what a stray quote costs.

    Attributes:
        width: the number of fields that a record has; not yet known while the header is read.
    """

    def __init__(self, lines: Iterator[str], delimiter: str, encoding: text.Encoding) -> None:
        self.width = 0
        self._lines = lines
        self._back: deque[str] = deque()
        self._parser = _Parser(delimiter)
        self._encoding = encoding

    def __iter__(self) -> Iterator[_Record]:
        return self

    def __next__(self) -> _Record:
        line = self._take()
        if line is None:
            raise StopIteration
        if fault := self._fault(line):
            return _Record(line, fault)
        fields = self._parser.fields([line])
        if fields is None:
            return self._spanning(line)
        if self.width and len(fields) != self.width and not _is_blank(fields):
            return _Record(line, self._miscounted(len(fields)), len(fields) < self.width)
        return _Record(line, fields)

    def _take(self) -> str | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def _fault(self, line: str) -> str:
        """What makes a line unfit before it is parsed."""
        if len(line) > text.MAX_RECORD:
            return f"a line of more than {text.MAX_RECORD:,} characters"
        if "\0" in line:
            return "a NUL character in the row"
        if self._encoding.is_damaged(line):
            return "bytes that are no UTF-8"
        return ""

    def _spanning(self, first: str) -> _Record:
        """A record with a quoted field over several lines; else its first line fails."""
        if self._parser.fields([first + '"']) is None:
            return _Record(first, "text between a closing quote and the delimiter")
        taken = self._swallowed(first)
        fields = self._parser.fields(taken)
        if fields is not None and self.width in {0, len(fields)}:
            return _Record("".join(taken), fields)
        self._back.extendleft(reversed(taken[1:]))
        return _Record(first, "an opening quote that nothing closes within the row", is_short=True)

    def _swallowed(self, first: str) -> list[str]:
        """The lines from `first` on until its quote closes or can no longer close well."""
        taken, size, width = [first], len(first), self._count(first + '"')
        while width <= (self.width or sys.maxsize) and size <= text.MAX_RECORD:
            line = self._take()
            if line is None:
                break
            taken.append(line)
            size += len(line)
            if self._fault(line) or self._count('"' + line):
                break
            more = self._count(f'"{line}"')
            if not more:
                break
            width += more - 1
        return taken

    def _count(self, line: str) -> int:
        """How many fields a line has on its own; 0 where it does not parse."""
        return len(self._parser.fields([line]) or ())

    def _miscounted(self, n: int) -> str:
        return f"{n:,} field{'s' * (n != 1)} where the header has {self.width:,}"


class _Parser:
    r"""The csv module on the lines of one record.

    >>> _Parser(";").fields(['1;"a\n', 'b"\n']), _Parser(";").fields(['1;"a\n'])
    (['1', 'a\nb'], None)
    """

    def __init__(self, delimiter: str) -> None:
        self._lines: list[str] = []
        self._reader = csv.reader(self, delimiter=delimiter, strict=True)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self._lines:
            raise StopIteration
        return self._lines.pop()

    def fields(self, lines: list[str]) -> list[str] | None:
        """The one record that the lines hold; None where they hold none."""
        self._lines = lines[::-1]
        try:
            fields = next(self._reader)
        except csv.Error:
            return None
        return None if self._lines else fields


def _is_blank(fields: list[str]) -> bool:
    return not fields or (len(fields) == 1 and not fields[0].strip())


def _data(records: _Records) -> Iterator[_Record]:
    """The records under the header; blank lines are none where there is more than one column."""
    for record in records:
        if isinstance(record.fields, str) or not _is_blank(record.fields):
            yield record
        elif records.width == 1:
            yield record._replace(fields=record.fields or [""])


def _header(records: _Records) -> _Record | None:
    """The first record that is not blank."""
    return next((r for r in records if isinstance(r.fields, str) or not _is_blank(r.fields)), None)


def _other_kind(head: bytes, source: Source) -> str:
    """What the file is where it is no text; empty where it may be."""
    wide = (source.encoding or text.bom_of(head)).lower().startswith(("utf-16", "utf_16", "utf-32"))
    first_line = re.split(rb"[\r\n]", head.lstrip(), maxsplit=1)[0]
    has_nul = b"\0" in first_line and not wide
    return text.kind_of(head) or ("binary data (NUL bytes in its first line)" if has_nul else "")


def _sample(path: Path, encoding: text.Encoding) -> list[str]:
    """The first lines, enough to see how the file is written."""
    sample, chars = [], 0
    with encoding.open(path) as stream:
        for line in islice(text.physical_lines(stream), _SAMPLE):
            sample.append(line)
            chars += len(line)
            if chars > text.MAX_RECORD:
                break
    return sample or [""]


def _configured(source: Source) -> str:
    """The configured delimiter; empty where none is."""
    if len(source.delimiter) > 1 or source.delimiter in {'"', "\r", "\n", "\0"}:
        raise ConnectorError(
            "this delimiter is not possible",
            expected="one character",
            got=repr(source.delimiter),
            hint=r'mostly delimiter = ";", "," or "\t"',
        )
    return source.delimiter


def _found(sample: list[str], source: Source, encoding: text.Encoding) -> str:
    """The delimiter that fits the first rows best.

    It gives the header most of the configured names, then most rows as many fields as the header,
    then the most fields.

    Raises:
        ConnectorError: two delimiters fit equally well.
    """
    fits = {delimiter: _fit(sample, delimiter, source, encoding) for delimiter in DELIMITERS}
    best = max(fits.values())
    found = [delimiter for delimiter, fit in fits.items() if fit == best]
    if len(found) > 1 and best > _NO_FIT:
        raise ConnectorError(
            "the delimiter reads in more than one way",
            expected="one delimiter that fits the header and the first rows",
            got=" and ".join(map(repr, found)),
            hint='say which: delimiter = ";"',
        )
    return found[0]


def _fit(
    sample: list[str], delimiter: str, source: Source, encoding: text.Encoding
) -> tuple[int, float, int]:
    """Names known, share of rows that fit, number of columns; see `_found`."""
    records = _Records(iter(sample), delimiter, encoding)
    header = _header(records)
    if header is None or isinstance(header.fields, str) or len(header.fields) == 1:
        return _NO_FIT
    records.width = len(header.fields)
    names = {name.strip() for name in header.fields}
    known = sum(not names.isdisjoint(configured) for configured in source.columns.values())
    fitting = [not isinstance(record.fields, str) for record in records]
    return known, sum(fitting) / len(fitting) if fitting else 1.0, records.width
