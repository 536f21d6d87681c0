"""Parquet files (kind parquet), in bounded memory: a part of a row group at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.errors import ConnectorError
from connectors.formats import text
from connectors.formats.gathering import BATCH_ROWS
from connectors.source import Batch
from connectors.values.cells import column_of, decoded
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from connectors.errors import FileUnreadableError
    from connectors.source import Source
    from journeys.notes import Note

BATCH_BYTES: Final = 16 * 1024 * 1024
_EXPECTED: Final = "a whole Parquet file"
_READ_BUFFER: Final = 1024 * 1024


def open_parquet(path: Path, source: Source) -> Parquet:
    """Opens a Parquet file and reads its schema.

    Raises:
        FileUnreadableError: it is empty, truncated or of another kind.
    """
    head = text.head_of(path, _EXPECTED)
    if not head.startswith(text.PARQUET):
        got = text.kind_of(head) or "a file of another kind"
        raise text.unreadable(expected=_EXPECTED, got=got)
    try:
        with _parquet_file(path) as file:
            schema, metadata = file.schema_arrow, file.metadata
    except (pa.ArrowException, OSError):
        raise _broken() from None
    return Parquet(path, source, schema, _batch_rows(metadata), schema.names)


@dataclass
class Parquet:
    """One opened Parquet file.

    Attributes:
        columns: the top-level names in its schema.
        notes: always empty.
    """

    path: Path
    source: Source
    schema: pa.Schema
    batch_rows: int
    columns: Sequence[str] | None = None
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The file's rows, `wanted` columns alone, with the file's own types.

        Dictionaries are decoded, and text is string however it is stored; a time of day or a
        duration becomes text.

        Raises:
            FileUnreadableError: a part of the file is damaged.
            ConnectorError: a wanted column is nested or binary, or its name stands there twice.
        """
        names = list(text.positions(self.columns or (), column_names))
        types = [self._type(name) for name in names]
        first = 1
        for part in self._parts(names):
            numbers = pa.array(range(first, first + part.num_rows), pa.int64())
            columns = {
                name: _cast(part.column(name), to) for name, to in zip(names, types, strict=True)
            }
            first += part.num_rows
            yield Batch(
                pa.table(
                    [numbers, *(values for values, _ in columns.values())],
                    names=["source_row", *names],
                ),
                failed={
                    name: failed for name, (_, failed) in columns.items() if failed is not None
                },
            )

    def _parts(self, names: list[str]) -> Iterator[pa.RecordBatch]:
        try:
            with _parquet_file(self.path) as file:
                yield from file.iter_batches(batch_size=self.batch_rows, columns=names)
        except (pa.ArrowException, OSError):
            raise _broken() from None

    def _type(self, name: str) -> pa.DataType:
        """The type that a column is handed over in."""
        own = self.schema.field(name).type
        if (handed_over := _handed_over(own)) is None:
            kind = "binary values" if _is_binary(own) else "a nested type"
            raise self._unfit(name, kind)
        return handed_over

    def _unfit(self, name: str, got: str) -> ConnectorError:
        return ConnectorError(
            said('column "{name}" cannot be used', name=name),
            expected="text, a number, a date, a time or a boolean",
            got=got,
            hint="export it as a column of its own, as text",
        )


def _cast(values: pa.Array, to: pa.DataType) -> tuple[pa.Array, pa.Array | None]:
    """A column in the type that it is handed over in, and which of its cells are bytes that are no text."""
    try:
        return values.cast(to), None
    except pa.ArrowInvalid:
        raw = values.cast(pa.large_binary()).to_pylist()
    column = column_of([None if value is None else decoded(value) for value in raw])
    return column.text, column.failed


def _handed_over(own: pa.DataType) -> pa.DataType | None:
    """The type that values of a type are handed over in; None where they cannot be.

    >>> _handed_over(pa.dictionary(pa.int32(), pa.large_string()))
    DataType(string)
    >>> _handed_over(pa.list_(pa.int64())) is None
    True
    """
    if isinstance(own, pa.BaseExtensionType):
        return _handed_over(own.storage_type)
    if pa.types.is_dictionary(own):
        return _handed_over(own.value_type)
    if pa.types.is_nested(own) or pa.types.is_fixed_size_binary(own):
        return None
    if _is_text(own) or pa.types.is_time(own) or pa.types.is_duration(own):
        return pa.string()
    return own


def _is_text(own: pa.DataType) -> bool:
    """Whether it is text, also where an old writer left out that its bytes are UTF-8."""
    names = {"string", "large_string", "string_view", "binary", "large_binary", "null"}
    return str(own) in names


def _is_binary(own: pa.DataType) -> bool:
    return bool(pa.types.is_fixed_size_binary(own))


def _batch_rows(metadata: Any) -> int:
    """Rows a batch, fewer where rows are large."""
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    largest = max((g.total_byte_size / g.num_rows for g in groups if g.num_rows), default=1.0)
    return max(1, min(BATCH_ROWS, int(BATCH_BYTES / max(largest, 1.0))))


def _parquet_file(path: Path) -> pq.ParquetFile:
    """The file, read in small parts; an INT96 time keeps years that nanoseconds cannot hold."""
    return pq.ParquetFile(
        path,
        pre_buffer=False,
        buffer_size=_READ_BUFFER,
        coerce_int96_timestamp_unit="us",
        page_checksum_verification=True,
    )


def _broken() -> FileUnreadableError:
    got = "a file that is truncated or damaged"
    hint = "export or copy the file again"
    return text.unreadable(expected=_EXPECTED, got=got, hint=hint)
