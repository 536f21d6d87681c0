"""Text files with a delimiter (kind csv), in bounded memory: one row is one record under the header."""

from __future__ import annotations

import re
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, TextIO

from connectors.files.csv_records import CsvRecord, CsvRecords, data_records, is_blank
from connectors.files.delimiters import (
    configured_delimiter,
    first_lines,
    fitting_delimiter,
    sample_of,
)
from connectors.files.header import check_header, title_notes
from connectors.files.last_row import CUT_OFF, LastColumn, unfinished
from connectors.formats import text
from connectors.formats.gathering import Gatherer
from connectors.records.row_rules import is_skipped
from connectors.source import TableForm
from journeys.errors import said
from journeys.notes import Note
from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from connectors.source import Batch, Source

_EXPECTED: Final = "a text file with a delimiter (CSV)"
_SEP_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE | re.DOTALL)
_LINE_ENDS: Final = ("\n", "\r")
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
    sample = sample_of(path, encoding, source.header_row)
    sep_line = _SEP_LINE.fullmatch(sample[0].lstrip("\ufeff"))
    delimiter = configured_delimiter(source) or (
        sep_line[1] if sep_line else fitting_delimiter(sample, source, encoding)
    )
    file = Delimited(path, source, encoding, delimiter, has_sep_line=sep_line is not None)
    with file.lines() as lines:
        above, place = first_lines(lines, delimiter, source, file.first_line)
    check_header(above, source, file.first_line)
    if place is None:
        raise text.unreadable(expected=_EXPECTED, got="an empty file")
    file.header_at, file.notes = place, title_notes(above[:place])
    with file.records() as records:
        header = next(records)
    if isinstance(header.fields, str):
        expected, hint = (
            "a first line with the columns' names",
            said("it was read as {name}", name=encoding.name),
        )
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
    stream: TextIO | None = None

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The file's rows, `wanted` columns alone; rows are numbered good and bad together.

        Raises:
            FileUnfinishedError: the file ends in the middle of a row, and was changed in the last hour.
            ConnectorError: a wanted name stands in the header more than once.
        """
        places = text.positions(self.columns or (), column_names)
        is_wanted = len(self.columns or ()) - 1 in places.values()
        gathered = Gatherer(list(places))
        said = [note for note in self.notes if note.kind != TRAILING]
        with self.records() as records:
            next(records)
            records.fit(self.columns or (), self.width)
            last = LastColumn()
            for row, record in enumerate(data_records(records), start=1):
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
                yield from gathered.full()
        yield from gathered.rest()
        n = records.n_trailing
        self.notes = [*said, *([Note(TRAILING, n)] if n else [])]

    @property
    def first_line(self) -> int:
        """The number in the file of the first line that may be the header."""
        return 1 + self.has_sep_line

    @property
    def form(self) -> TableForm:
        """How the file is written."""
        return TableForm(self.header_at + self.first_line, self.encoding.name, self.delimiter)

    @property
    def share_read(self) -> float:
        """The share of the file's bytes that were taken from it by who reads it now."""
        if self.stream is None or self.stream.closed:
            return 1.0
        return self.stream.buffer.tell() / max(1, self.path.stat().st_size)

    @contextmanager
    def lines(self) -> Iterator[Iterator[str]]:
        """The file's physical lines, without one that tells the delimiter."""
        with self.encoding.open(self.path) as self.stream:
            lines = text.physical_lines(self.stream)
            if self.has_sep_line:
                next(lines)
            yield lines

    @contextmanager
    def records(self) -> Iterator[CsvRecords]:
        """The file's records from the header on."""
        with self.lines() as lines:
            yield CsvRecords(islice(lines, self.header_at, None), self.delimiter, self.encoding)

    def _check_end(self, record: CsvRecord, row: int, *, is_after_blank: bool) -> None:
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
            self.path, said("a file that is truncated: it ends in the middle of row {row}", row=row)
        ):
            raise error


def _width(sample: list[str], file: Delimited) -> int:
    """How many fields most of the first rows have: the header's, or more where the rest is empty."""
    width = len(file.columns or ())
    lines = islice(sample, file.has_sep_line + file.header_at, None)
    records = CsvRecords(lines, file.delimiter, file.encoding)
    next(records)
    records.fit(file.columns or (), sys.maxsize)
    counts: Counter[int] = Counter()
    for record in records:
        if not isinstance(record.fields, str) and not is_blank(record.fields):
            counts[width + record.n_over] += 1
    return counts.most_common(1)[0][0] if counts else width


def _other_kind(head: bytes, source: Source) -> str:
    """What the file is where it is no text; empty where it may be."""
    wide = (source.encoding or text.bom_of(head)).lower().startswith(("utf-16", "utf_16", "utf-32"))
    first_line = re.split(rb"[\r\n]", head.lstrip(), maxsplit=1)[0]
    has_nul = b"\0" in first_line and not wide
    return text.kind_of(head) or ("binary data (NUL bytes in its first line)" if has_nul else "")
