"""The history of signals: what the last complete run left is what the next one compares with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from journeys.engine import parquet
from pipelines.night.analyse import connect

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from pipelines.night.begin import Night


def new_history(night: Night) -> Path | None:
    """The run's table `signal_changes`, if the store does not hold these very rows already."""
    path = night.tables / "signal_changes.parquet"
    kept = night.store.paths("signal_history")
    rows = pq.ParquetFile(path).metadata.num_rows
    if rows != sum(pq.ParquetFile(each).metadata.num_rows for each in kept):
        return path
    if not rows:
        return None
    with connect(night) as connection:
        difference = connection.execute(
            f"select 1 from (select * from {parquet([path])}"
            f" except select * from {parquet(kept)}) limit 1"
        ).fetchone()
    return path if difference else None


def kept_history(night: Night) -> pa.Table:
    """The history of the signals that are there, where a run forgets people: nothing of who is gone."""
    path = night.tables / "signal_changes.parquet"
    return pq.read_table(path, filters=[("status", "!=", "gone")])
