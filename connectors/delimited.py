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
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from connectors import text
from connectors.errors import ConnectorError
from connectors.header import LINES, header_at, holds_all, n_known, title_notes
from connectors.last_row import CUT_OFF, LastColumn, unfinished
from connectors.row_rules import is_skipped
from journeys.notes import Note
from journeys.spelling import spelled

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
_UNREAD: Final = "?"
TRAILING: Final = "trailing_fields"
_FOOTER: Final = re.compile(
    r"\s*(\(.*\)|[\d.,]+ (rows?|rij(en)?|records?|regels?)\b.*|(sub)?tota+l.*|einde\b.*|end of .*)\s*$",
    re.IGNORECASE,
)
"""What programs write below a table, such as `(2 rows affected)`."""


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
    with file.lines() as lines:
        above, place = _first_lines(lines, delimiter, source)
    if place is None:
        raise text.unreadable(expected=_EXPECTED, got="an empty file")
    file.header_at, file.notes = place, title_notes(above[:place])
    with file.records() as records:
        header = next(records)
    if isinstance(header.fields, str):
        expected, hint = "a first line with the columns' names", f"it was read as {encoding.name}"
        raise text.unreadable(expected=expected, got=header.fields, hint=hint)
    file.columns = [spelled(name) for name in header.fields]
    file.width = _width(sample, file)
    return file


@dataclass
class Delimited:
    """One opened CSV file.

    Attributes:
        header_at: the header's place among the lines, from 0.
        columns: the names in its header, in their one spelling.
        width: how many fields a row may have: more than the header where most rows end in empty ones.
        notes: that there are lines above the header, and rows with empty fields too many at their end.
    """

    path: Path
    source: Source
    encoding: text.Encoding
    delimiter: str
    has_sep_line: bool = False
    header_at: int = 0
    columns: Sequence[str] | None = None
    width: int = 0
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """The file's rows, `wanted` columns alone; rows are numbered good and bad together.

        Raises:
            FileUnfinishedError: the file ends in the middle of a row, and was changed in the last hour.
            ConnectorError: a wanted name stands in the header more than once.
        """
        places = text.positions(self.columns or (), wanted)
        is_wanted = len(self.columns or ()) - 1 in places.values()
        gathered = text.Gatherer(list(places))
        said = [note for note in self.notes if note.kind != TRAILING]
        with self.records() as records:
            next(records)
            records.fit(self.columns or (), self.width)
            last = LastColumn()
            for row, record in enumerate(_data(records), start=1):
                is_open = not record.line.endswith(_LINE_ENDS)
                if isinstance(record.fields, str):
                    if is_open:
                        self._check_end(record, row, is_after_blank=records.is_after_blank)
                    gathered.reject(row, record.fields, record.line)
                elif is_open and is_wanted and self._may_be_cut(record.fields, record.line, last):
                    self._refuse_unfinished(row)
                    gathered.reject(row, CUT_OFF, record.line)
                else:
                    last.add(record.fields[-1])
                    values = [record.fields[place] for place in places.values()]
                    gathered.add(row, values, len(record.line))
                if gathered.is_full:
                    yield gathered.batch()
        if not gathered.is_empty:
            yield gathered.batch()
        n = records.n_trailing
        self.notes = [*said, *([Note(TRAILING, n)] if n else [])]

    @contextmanager
    def lines(self) -> Iterator[Iterator[str]]:
        """The file's physical lines, without one that tells the delimiter."""
        with self.encoding.open(self.path) as stream:
            lines = text.physical_lines(stream)
            if self.has_sep_line:
                next(lines)
            yield lines

    @contextmanager
    def records(self) -> Iterator[_Records]:
        """The file's records from the header on."""
        with self.lines() as lines:
            yield _Records(islice(lines, self.header_at, None), self.delimiter, self.encoding)

    def _check_end(self, record: _Record, row: int, *, is_after_blank: bool) -> None:
        """Refuses a file whose last row breaks off; a line of another kind below the table is a bad row."""
        is_footer = self.delimiter not in record.line and (
            is_after_blank or _FOOTER.match(record.line) is not None
        )
        if record.is_short and not is_footer:
            self._refuse_unfinished(row)

    def _may_be_cut(self, fields: Sequence[str], line: str, last: LastColumn) -> bool:
        """Whether the last row may break off in its last field; a quote closes it, a rule leaves it out."""
        row = dict(zip(self.columns or (), fields, strict=False))
        return (
            not line.endswith('"')
            and last.may_be_cut(fields[-1])
            and not is_skipped(self.source.skip_rows_where, row)
        )

    def _refuse_unfinished(self, row: int) -> None:
        """Refuses a file that breaks off in its last row, as long as it may still be being written."""
        if error := unfinished(
            self.path, f"a file that is truncated: it ends in the middle of row {row:,}"
        ):
            raise error


class _Record(NamedTuple):
    """One record: its fields, or in one sentence why it has none."""

    line: str
    fields: list[str] | str
    is_short: bool = False
    n_over: int = 0


class _Records:
    """The records of a text; see the module for what a stray quote costs.

    Attributes:
        width: the number of fields that a record has; not yet known while the header is read.
        least: the number that it may have where the header's last names are empty.
        most: the number that it may have where what is too many is empty.
        n_trailing: how many records had such fields too many.
        is_after_blank: whether a blank line stands before the last record.
    """

    def __init__(self, lines: Iterator[str], delimiter: str, encoding: text.Encoding) -> None:
        self.width = self.least = self.most = self.n_trailing = 0
        self.is_after_blank = self._is_blank = False
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
        self.is_after_blank, self._is_blank = self._is_blank, not line.strip()
        if fault := self._fault(line):
            return _Record(line, fault)
        fields = self._parser.fields([line])
        if fields is None:
            return self._spanning(line)
        if self.width and len(fields) != self.width and not _is_blank(fields):
            return self._fitted(line, fields)
        return _Record(line, fields)

    def fit(self, header: Sequence[str], most: int) -> None:
        """Tells how many fields come under a header, and how many at most where the rest is empty."""
        self.width = len(header)
        self.least, self.most = self.width - _n_empty(header), most

    def _fitted(self, line: str, fields: list[str]) -> _Record:
        """A record with more or fewer fields than the header, where those say nothing; else it fails."""
        n, width = len(fields), self.width
        if self.least <= n < width:
            return _Record(line, fields + [""] * (width - n))
        if width < n <= self.most and not any(cell.strip() for cell in fields[width:]):
            self.n_trailing += 1
            return _Record(line, fields[:width], n_over=n - width)
        return _Record(line, self._miscounted(n), n < width)

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
    """Whether a record holds nothing: a blank line, or delimiters alone.

    >>> _is_blank([""]), _is_blank(["", " ", ""]), _is_blank(["", "1"])
    (True, True, False)
    """
    return not any(cell.strip() for cell in fields)


def _data(records: _Records) -> Iterator[_Record]:
    """The records under the header; those that hold nothing are none where there is more than one column."""
    for record in records:
        if isinstance(record.fields, str) or not _is_blank(record.fields):
            yield record
        elif records.width == 1:
            yield record._replace(fields=record.fields or [""])


def _first_lines(
    lines: Iterator[str], delimiter: str, source: Source
) -> tuple[list[list[str]], int | None]:
    """The cells of the first lines, up to one that holds all configured columns; the header's place."""
    parser, found = _Parser(delimiter), list[list[str]]()
    for line in islice(lines, LINES):
        fields = parser.fields([line]) if len(line) <= text.MAX_RECORD else None
        fields = fields or parser.fields([line[: text.MAX_RECORD] + '"']) or [_UNREAD]
        found.append([spelled(name) for name in fields] if line.strip() else [])
        if holds_all(found[-1], source):
            break
    return found, header_at(found, source)


def _n_empty(names: Sequence[str]) -> int:
    """How many names at the end of a header are empty."""
    return len(names) - max((at for at, name in enumerate(names, start=1) if name), default=0)


def _width(sample: list[str], file: Delimited) -> int:
    """How many fields most of the first rows have: the header's, or more where the rest is empty."""
    width = len(file.columns or ())
    lines = islice(sample, file.has_sep_line + file.header_at, None)
    records = _Records(lines, file.delimiter, file.encoding)
    next(records)
    records.fit(file.columns or (), sys.maxsize)
    counts: Counter[int] = Counter()
    for record in records:
        if not isinstance(record.fields, str) and not _is_blank(record.fields):
            counts[width + record.n_over] += 1
    return counts.most_common(1)[0][0] if counts else width


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
    _, place = _first_lines(iter(sample), delimiter, source)
    if place is None:
        return _NO_FIT
    records = _Records(islice(sample, place, None), delimiter, encoding)
    header = next(records).fields
    if isinstance(header, str) or len(header) == 1:
        return _NO_FIT
    records.fit(header, sys.maxsize)
    fitting = [not isinstance(record.fields, str) for record in records]
    share = sum(fitting) / len(fitting) if fitting else 1.0
    return n_known([spelled(name) for name in header], source), share, records.width
