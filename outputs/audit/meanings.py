"""How sure the meanings of a run's terms are, in counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path


def counted_meanings(path: Path) -> dict[str, int]:
    """How many terms and records have a meaning that is known, proposed (nobody confirmed it) or unknown.

    Args:
        path: of the run's table `terms`.
    """
    counts = {
        f"{unit}_{state}": 0
        for unit in ("terms", "records")
        for state in ("known", "proposed", "unknown")
    }
    for row in pq.read_table(path).to_pylist():
        proposed = row["likelihood"] is not None
        state = "proposed" if proposed else "known" if row["is_mapped"] else "unknown"
        counts[f"terms_{state}"] += 1
        counts[f"records_{state}"] += row["n"]
    return counts
