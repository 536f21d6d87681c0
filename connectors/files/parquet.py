"""Parquet files (kind parquet), in bounded memory: a part of a row group at a time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.errors import ConnectorError
from connectors.files.parquet_pages import most_of_row
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
_COPIES: Final = 4
"""How many times the decoder holds a batch while it grows."""

_VIEWS: Final = {"string_view": pa.string(), "binary_view": pa.binary()}
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
            schema = file.schema_arrow
    except (pa.ArrowException, OSError):
        raise _broken() from None
    return Parquet(path, source, schema, schema.names)


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
    columns: Sequence[str] | None = None
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The file's rows, `wanted` columns alone, with the file's own types.

        Dictionaries are decoded, and text is string however it is stored; a time of day or a
        duration becomes text.

        Raises:
            FileUnreadableError: a part of the file is damaged.
            CeilingError: more comes out of it than is let through: of the whole, a page, a batch or a value.
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
        """The rows, as many at once as memory surely holds, gathered to batches of some size."""
        ceilings, n_bytes = self.source.ceilings, 0
        parts: list[pa.RecordBatch] = []
        try:
            for part in self._decoded(names):
                n_bytes += part.nbytes
                ceilings.check("file", n_bytes)
                ceilings.check("part", part.nbytes)
                ceilings.check("value", max(map(_longest, part.columns), default=0))
                parts.append(part)
                n_gathered = sum(part.nbytes for part in parts)
                if n_gathered >= BATCH_BYTES or sum(part.num_rows for part in parts) >= BATCH_ROWS:
                    yield from _as_one(parts)
                    parts = []
            yield from _as_one(parts)
        except (pa.ArrowException, OSError, ValueError):
            raise _broken() from None

    def _decoded(self, names: list[str]) -> Iterator[pa.RecordBatch]:
        """The rows of each row group, as many at once as its pages let."""
        with self.path.open("rb") as stream, _parquet_file(self.path) as file:
            for at in range(file.num_row_groups):
                group = file.metadata.row_group(at)
                if not group.num_rows:
                    continue
                chunks = [group.column(column) for column in range(group.num_columns)]
                wanted = [chunk for chunk in chunks if chunk.path_in_schema in names]
                sizes = [most_of_row(stream, chunk) for chunk in wanted]
                self.source.ceilings.check("part", max((n for n, _ in sizes), default=0))
                row = sum(n for _, n in sizes) + self._shared_bytes(at, wanted)
                n = max(1, min(BATCH_ROWS, int(self.source.ceilings.part / _COPIES / max(row, 1))))
                yield from map(_plain, file.iter_batches(n, [at], names))

    def _shared_bytes(self, group: int, chunks: Sequence[Any]) -> int:
        """The bytes of the longest values in the dictionaries of a row group: any row may hold them."""
        names = [chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page]
        if not names:
            return 0
        with _parquet_file(self.path, names) as file:
            first = next(file.iter_batches(1, [group], names), None)
        return sum(map(_longest, first.columns if first else ()))

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


def _as_one(parts: Sequence[pa.RecordBatch]) -> Sequence[pa.RecordBatch]:
    """Parts of a batch as one; of no parts none."""
    return [pa.concat_batches(parts)] if len(parts) > 1 else parts


def _plain(part: pa.RecordBatch) -> pa.RecordBatch:
    """Rows without a dictionary: each value where it stands."""
    for at, values in enumerate(part.columns):
        own = values.storage if isinstance(values, pa.ExtensionArray) else values
        if pa.types.is_dictionary(own.type):
            part = part.set_column(at, part.schema.names[at], own.dictionary_decode())
    return part


def _longest(values: pa.Array) -> int:
    """The bytes of the longest value of a column of text, or of its dictionary; of another column 0."""
    if isinstance(values, pa.ExtensionArray):
        values = values.storage
    if pa.types.is_dictionary(values.type):
        values = values.dictionary
    if handed_over := _VIEWS.get(str(values.type)):
        values = values.cast(handed_over)
    is_text = _is_text(values.type) and not pa.types.is_null(values.type)
    return (pc.max(pc.binary_length(values)).as_py() or 0) if is_text else 0


@contextmanager
def _parquet_file(path: Path, read_dictionary: Sequence[str] = ()) -> Iterator[pq.ParquetFile]:
    """The file, read in small parts and opened here, as its name need not be UTF-8.

    An INT96 time keeps years that nanoseconds cannot hold.

    Args:
        path: of the file.
        read_dictionary: the columns that are given with their dictionaries, where they have one.
    """
    with (
        path.open("rb") as stream,
        pq.ParquetFile(
            stream,
            read_dictionary=list(read_dictionary),
            pre_buffer=False,
            buffer_size=_READ_BUFFER,
            coerce_int96_timestamp_unit="us",
            page_checksum_verification=True,
        ) as file,
    ):
        yield file


def _broken() -> FileUnreadableError:
    got = "a file that is truncated or damaged"
    hint = "export or copy the file again"
    return text.unreadable(expected=_EXPECTED, got=got, hint=hint)
