"""Who is known for linking once a run's reading is in the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.identity.people import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.store.source_reads import SourceRead
    from pipelines.store.tables import Store


@dataclass(frozen=True)
class Identities:
    """Rows of `connectors.identity.people.SCHEMA`: of everybody, and of whom no earlier run saw."""

    every: pa.Table
    new: pa.Table


def identities_of(
    store: Store, reads: Sequence[SourceRead], forget_sources: Sequence[str]
) -> Identities:
    """Who is known for linking: those of the store that stay, and those read now for the first time."""
    stored = store.read("identities", SCHEMA)
    if forget_sources:
        leaves = pc.is_in(stored["source"], value_set=pa.array(list(forget_sources), pa.string()))
        stored = stored.filter(pc.invert(leaves))
    read = pa.concat_tables(
        [SCHEMA.empty_table()]
        + [pq.read_table(reading.read.identities) for each in reads for reading in each.readings]
    )
    if not read.num_rows:
        return Identities(stored, read)
    # Of one person every reading keeps the same; the first stands for all.
    first = (
        read.append_column("n", pa.array(range(read.num_rows)))
        .group_by("person")
        .aggregate([("n", "min")])
    )
    known = pc.is_in(first["person"], value_set=stored["person"].combine_chunks())
    new = read.take(first.filter(pc.invert(known))["n_min"].sort()).sort_by(
        [("source", "ascending"), ("person", "ascending")]
    )
    return Identities(pa.concat_tables([stored, new]), new)
