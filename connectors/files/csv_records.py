"""The records of a text with a delimiter, in bounded memory, and what a stray quote costs.

What does not parse costs one physical line and nothing more: a stray quote that would swallow the rest of the
file is rejected with its own line, and reading goes on at the next one.

The swallowing is bounded too. While a quote is open every further line is looked at on its own and
the record is given up as soon as it has more fields than the header. A line that could open a
quote of its own adds at least one field to the record that swallows it, so a line is looked at no
more often than the header has columns: a stray quote in every line costs linear time.
"""

from __future__ import annotations

import csv
import sys
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from connectors.formats import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class CsvRecord(NamedTuple):
    """One record: its fields, or in one sentence why it has none."""

    line: str
    fields: list[str] | str
    is_short: bool = False
    n_over: int = 0


class CsvRecords:
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
        self._parser = CsvParser(delimiter)
        self._encoding = encoding

    def __iter__(self) -> Iterator[CsvRecord]:
        """Itself."""
        return self

    def __next__(self) -> CsvRecord:
        """The next record, whole or with why it has no fields."""
        line = self._take()
        if line is None:
            raise StopIteration
        self.is_after_blank, self._is_blank = self._is_blank, not line.strip()
        if fault := self._fault(line):
            return CsvRecord(line, fault)
        fields = self._parser.fields([line])
        if fields is None:
            return self._spanning(line)
        if self.width and len(fields) != self.width and not is_blank(fields):
            return self._fitted(line, fields)
        return CsvRecord(line, fields)

    def fit(self, header: Sequence[str], most: int) -> None:
        """Tells how many fields come under a header, and how many at most where the rest is empty."""
        self.width = len(header)
        self.least, self.most = self.width - n_empty(header), most

    def _fitted(self, line: str, fields: list[str]) -> CsvRecord:
        """A record with more or fewer fields than the header, where those say nothing; else it fails."""
        n, width = len(fields), self.width
        if self.least <= n < width:
            return CsvRecord(line, fields + [""] * (width - n))
        if width < n <= self.most and not any(cell.strip() for cell in fields[width:]):
            self.n_trailing += 1
            return CsvRecord(line, fields[:width], n_over=n - width)
        return CsvRecord(line, self._miscounted(n), n < width)

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

    def _spanning(self, first: str) -> CsvRecord:
        """A record with a quoted field over several lines; else its first line fails."""
        if self._parser.fields([first + '"']) is None:
            return CsvRecord(first, "text between a closing quote and the delimiter")
        taken = self._swallowed(first)
        fields = self._parser.fields(taken)
        if fields is not None and self.width in {0, len(fields)}:
            return CsvRecord("".join(taken), fields)
        self._back.extendleft(reversed(taken[1:]))
        return CsvRecord(
            first, "an opening quote that nothing closes within the row", is_short=True
        )

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


class CsvParser:
    r"""The csv module on the lines of one record.

    >>> CsvParser(";").fields(['1;"a\n', 'b"\n']), CsvParser(";").fields(['1;"a\n'])
    (['1', 'a\nb'], None)
    """

    def __init__(self, delimiter: str) -> None:
        self._lines: list[str] = []
        self._reader = csv.reader(self, delimiter=delimiter, strict=True)

    def __iter__(self) -> Iterator[str]:
        """Itself."""
        return self

    def __next__(self) -> str:
        """The next line of the record."""
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


def is_blank(fields: list[str]) -> bool:
    """Whether a record holds nothing: a blank line, or delimiters alone.

    >>> is_blank([""]), is_blank(["", " ", ""]), is_blank(["", "1"])
    (True, True, False)
    """
    return not any(cell.strip() for cell in fields)


def data_records(records: CsvRecords) -> Iterator[CsvRecord]:
    """The records under the header; those that hold nothing are none where there is more than one column."""
    for record in records:
        if isinstance(record.fields, str) or not is_blank(record.fields):
            yield record
        elif records.width == 1:
            yield record._replace(fields=record.fields or [""])


def n_empty(names: Sequence[str]) -> int:
    """How many names at the end of a header are empty."""
    return len(names) - max((at for at, name in enumerate(names, start=1) if name), default=0)
