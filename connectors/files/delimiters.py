"""Which sign parts the fields of a text file, and where its header is: found out from its first lines."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Final

from connectors.errors import ConnectorError
from connectors.files.csv_records import CsvParser, CsvRecords
from connectors.files.header import header_at, holds_all, n_known, n_looked_at
from connectors.formats import text
from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.source import Source

DELIMITERS: Final = (";", ",", "\t", "|")
_SAMPLE: Final = 200
_NO_FIT: Final = (0, 0.0, 0)
_UNREAD: Final = "?"
_MOST_LINES: Final = 30
"""Of how many lines a header may be, when a quoted cell in it has several."""


def sample_of(path: Path, encoding: text.Encoding, header_row: int = 0) -> list[str]:
    """The first lines, enough to see how the file is written under its header."""
    sample, chars = [], 0
    with encoding.open(path) as stream:
        for line in islice(text.physical_lines(stream), _SAMPLE + header_row):
            sample.append(line)
            chars += len(line)
            if chars > text.MAX_RECORD:
                break
    return sample or [""]


def configured_delimiter(source: Source) -> str:
    """The configured delimiter; empty where none is."""
    if len(source.delimiter) > 1 or source.delimiter in {'"', "\r", "\n", "\0"}:
        raise ConnectorError(
            "this delimiter is not possible",
            expected="one character",
            got=repr(source.delimiter),
            hint=r'mostly delimiter = ";", "," or "\t"',
        )
    return source.delimiter


def fitting_delimiter(sample: list[str], source: Source, encoding: text.Encoding) -> str:
    """The delimiter that fits the first rows best.

    It gives the header most of the configured names, then most rows as many fields as the header,
    then the most fields.

    Raises:
        ConnectorError: two delimiters fit equally well.
    """
    fits = {delimiter: _fit(sample, delimiter, source, encoding) for delimiter in DELIMITERS}
    best = max(fits.values())
    best_ones = [delimiter for delimiter, fit in fits.items() if fit == best]
    if len(best_ones) > 1 and best > _NO_FIT:
        raise ConnectorError(
            "the delimiter reads in more than one way",
            expected="one delimiter that fits the header and the first rows",
            got=" and ".join(map(repr, best_ones)),
            hint='say which: delimiter = ";"',
        )
    return best_ones[0]


def _fit(
    sample: list[str], delimiter: str, source: Source, encoding: text.Encoding
) -> tuple[int, float, int]:
    """Names known, share of rows that fit, number of columns; see `fitting_delimiter`."""
    _, place = first_lines(iter(sample), delimiter, source)
    if place is None:
        return _NO_FIT
    records = CsvRecords(islice(sample, place, None), delimiter, encoding)
    header = next(records).fields
    if isinstance(header, str) or len(header) == 1:
        return _NO_FIT
    records.fit(header, sys.maxsize)
    fitting = [not isinstance(record.fields, str) for record in records]
    share = sum(fitting) / len(fitting) if fitting else 1.0
    return n_known([spelled(name) for name in header], source), share, records.width


def first_lines(
    lines: Iterator[str], delimiter: str, source: Source, first: int = 1
) -> tuple[list[list[str]], int | None]:
    """The cells of the first lines, up to one that holds all configured columns; the header's place.

    Args:
        lines: of the table.
        delimiter: between their fields.
        source: with the configured columns.
        first: the number of the first line in the file.
    """
    parser, records = CsvParser(delimiter), list[list[str]]()
    looked_at = list(islice(lines, n_looked_at(source)))
    for at, line in enumerate(looked_at):
        if at < len(records):
            continue  # it is the rest of a record that began above
        parts = _whole(parser, looked_at[at : at + _MOST_LINES]) if line.strip() else [line]
        fields = parser.fields(parts) if sum(map(len, parts)) <= text.MAX_RECORD else None
        fields = fields or parser.fields([line[: text.MAX_RECORD] + '"']) or [_UNREAD]
        records.append([spelled(name) for name in fields] if line.strip() else [])
        records += [[] for _ in parts[1:]]
        if holds_all(records[at], source) and not source.header_row:
            break
    return records, header_at(records, source, first)


def _whole(parser: CsvParser, lines: list[str]) -> list[str]:
    """The lines of the record that begins in the first: more than one where a quoted cell has several."""
    for n in range(1, len(lines) + 1):
        if sum(map(len, lines[:n])) > text.MAX_RECORD:
            break
        if parser.fields(lines[:n]) is not None:
            return lines[:n]
    return lines[:1]
