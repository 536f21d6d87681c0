"""A table of an export: opened without a config, its header found, its values in memory."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from connectors.errors import ConnectorError, FileUnreadableError
from connectors.files.delimited import open_delimited
from connectors.files.delimiters import DELIMITERS, sample_of
from connectors.files.header import LINES
from connectors.files.parquet import open_parquet
from connectors.files.xlsx import first_lines_of_sheets, open_xlsx
from connectors.formats import text
from connectors.nested.reader import open_nested
from connectors.source import Source
from connectors.values.cells import text_of
from journeys.spelling import spelled
from pipelines.proposal.header_rows import header_at, n_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.source import Batch, FileReader

ROWS: Final = 200_000
"""How many rows of a source are looked at."""

_SEP: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Sample:
    """One table: how it is opened, and its first rows.

    Attributes:
        source: how it is opened; it maps every column to itself.
        columns: the names in its header that stand there once, in order.
        rows: `source_row` and each column as text in its one spelling.
        typed: of the columns that the source types as times somewhere: where.
        sheets: other sheets of the workbook that hold something.
        is_broken: whether a name in its header stands on several lines.
    """

    source: Source
    columns: Sequence[str]
    rows: pa.Table
    typed: Mapping[str, pa.ChunkedArray]
    sheets: Sequence[str] = ()
    is_broken: bool = False


def tables_of_text(path: Path) -> list[Sample]:
    """The table in a text file.

    Raises:
        ConnectorError: it has no header, or cannot be read.
    """
    bare = Source("", "csv", {})
    head = text.head_of(path, "a text file with a delimiter (CSV)")
    encoding = text.encoding_of(path, bare, head)
    lines = sample_of(path, encoding)
    delimiter, header_row, names, is_broken = _delimiter(lines)
    source = replace(
        _source("csv", names),
        delimiter=delimiter,
        encoding="cp1252" if encoding.name == "cp1252" else "",
        header_row=header_row,
    )
    return [replace(read_table(path, source), is_broken=is_broken)]


def tables_of_workbook(path: Path) -> list[Sample]:
    """The tables in a workbook: the sheets that have the header of the one that is most like an export."""
    sheets = first_lines_of_sheets(path, Source("", "xlsx", {}))
    headers = {}
    for name, (lines, n_rows) in sheets.items():
        place = header_at(lines)
        if place is not None and n_rows > place + 1:
            names = [cell for cell in lines[place] if cell]
            headers[name] = (n_known(names), n_rows, place, names)
    if not headers:
        raise _headless()
    best = max(headers, key=lambda name: headers[name][:2])
    likeness, _, place, names = headers[best]
    alike = [
        name
        for name, (known, *_) in headers.items()
        if known >= _ALIKE * likeness and known >= _NAMED
    ]
    tables = []
    for name in alike or [best]:
        _, _, place, names = headers[name]
        sheet = name if len(sheets) > 1 else ""
        others = [other for other in sheets if other not in (alike or [best])]
        source = replace(_source("xlsx", names), sheet=sheet, header_row=place + 1)
        tables.append(replace(read_table(path, source), sheets=others))
    return tables


_ALIKE: Final = 0.7
_NAMED: Final = 2.5
"""How much of a sheet's header must be known names for it to be an export beside the best one."""


def tables_of_parquet(path: Path) -> list[Sample]:
    """The table in a Parquet file, which has its own header and types."""
    columns = open_parquet(path, Source("", "parquet", {})).columns or ()
    return [read_table(path, _source("parquet", columns))]


def _source(kind: str, names: Sequence[str]) -> Source:
    once = [name for name, n in Counter(names).items() if name and n == 1]
    return Source("", kind, {f"c{at}": (name,) for at, name in enumerate(once)})


def _delimiter(lines: Sequence[str]) -> tuple[str, int, list[str], bool]:
    """The delimiter, the line of the header, its names, and whether these stand on several lines.

    It is those with which the lines fit one table best.

    Raises:
        ConnectorError: no line is like a header.
    """
    marked = _SEP.fullmatch(lines[0].lstrip("\ufeff"))
    lines = lines[1:] if marked else lines
    best: tuple[float, str, int, list[str], bool] | None = None
    for delimiter in [marked[1]] if marked else DELIMITERS:
        records = list(_records(lines, delimiter))
        place = header_at([cells for _, cells in records[:LINES]])
        if place is None:
            continue
        line, header = records[place]
        names = [name for name in header if name]
        below = [cells for _, cells in records[place + 1 :] if cells]
        fitting = sum(len(cells) >= len(names) for cells in below) / len(below) if below else 1.0
        likeness = (n_known(names) + len(names) / 10) * fitting
        if best is None or likeness > best[0]:
            next_line = records[place + 1][0] if place + 1 < len(records) else line + 1
            best = (likeness, delimiter, line + bool(marked), names, next_line > line + 1)
    if best is None:
        raise _headless()
    return best[1:]


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a text, each with the number of its first line: a quoted cell may have several lines."""
    reader = csv.reader(lines, delimiter=delimiter)
    first = 1
    try:
        for fields in reader:
            cells = [spelled(field) for field in fields]
            yield first, cells if any(cells) else []
            first = reader.line_num + 1
    except csv.Error:
        return


def _headless() -> FileUnreadableError:
    return FileUnreadableError(
        "no header was found",
        expected="a line with the columns' names, in the first 50 lines",
        got="lines that hold values, or one column",
        hint="export with the names of the columns, or write the config by hand: klantreis init",
    )


_READERS: Final[Mapping[str, FileReader]] = {
    "csv": open_delimited,
    "xlsx": open_xlsx,
    "parquet": open_parquet,
    "json": open_nested,
}


def read_table(path: Path, source: Source) -> Sample:
    """The first rows of a file, with every column that its source maps."""
    names = [name for names in source.columns.values() for name in names]
    return gathered(source, names, _READERS[source.kind](path, source).batches(names))


def gathered(source: Source, names: Sequence[str], batches: Iterator[Batch]) -> Sample:
    """The first rows of a source, out of its batches."""
    parts, n_rows, typed = [], 0, {name: list[pa.Array]() for name in names}
    for batch in batches:
        here = batch.rows.slice(0, ROWS - n_rows)
        columns = {"source_row": here["source_row"]}
        for name in names:
            values = (
                here[name] if name in here.column_names else pa.nulls(here.num_rows, pa.string())
            )
            columns[name] = text_of(values)
            if (
                name in batch.failed
            ):  # neither a value nor an empty cell: it says nothing of its column
                failed = batch.failed[name].slice(0, here.num_rows).is_valid()
                columns[name] = pc.if_else(failed, None, columns[name])
            is_typed = pa.types.is_temporal(values.type)
            times = batch.times.get(name)
            typed[name].append(
                values.is_valid()
                if is_typed
                else times.slice(0, here.num_rows).is_valid()
                if times is not None
                else pa.array([False] * here.num_rows)
            )
        parts.append(pa.table(columns))
        n_rows += here.num_rows
        if n_rows >= ROWS:
            break
    if not n_rows:
        raise ConnectorError(
            "there are no rows", expected="at least one row under the header", got="none"
        )
    marks = {name: pa.chunked_array(_flat(arrays), pa.bool_()) for name, arrays in typed.items()}
    return Sample(
        source,
        names,
        pa.concat_tables(parts),
        {name: mark for name, mark in marks.items() if mark.to_pylist().count(True)},
    )


def _flat(arrays: Sequence[pa.Array | pa.ChunkedArray]) -> list[pa.Array]:
    return [
        chunk for array in arrays
        for chunk in (array.chunks if isinstance(array, pa.ChunkedArray) else [array])
    ]  # fmt: skip
