"""Renewing the key: what was made a pseudonym with the first key becomes one of all keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from connectors.identity.pseudonyms import Pseudonyms


def renew(path: Path, columns: Sequence[str], pseudonyms: Pseudonyms) -> None:
    """Renew these columns of a Parquet file; with one key they are what they should be."""
    if not pseudonyms.later:
        return
    coming = path.with_suffix(".renewed")
    file = pq.ParquetFile(path)
    with pq.ParquetWriter(coming, file.schema_arrow) as writer:
        for batch in file.iter_batches():
            writer.write_batch(renewed_columns(batch, columns, pseudonyms.renewed))
    coming.replace(path)


def renewed_columns(
    batch: pa.RecordBatch, columns: Sequence[str], renewed: Callable[[str], str]
) -> pa.RecordBatch:
    """The same rows with these columns renewed; null stays null."""
    for name in columns:
        at = batch.schema.get_field_index(name)
        encoded = pc.dictionary_encode(batch.column(at))
        values = pa.array([renewed(value) for value in encoded.dictionary.to_pylist()], pa.string())
        batch = batch.set_column(at, name, pc.take(values, encoded.indices))
    return batch
