"""What others are told of a night that is over: counts and names of sources, and nothing of a client."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class LastNight:
    """A night that is over.

    Attributes:
        run_id: names it.
        status: as in the ledger, or `failed`: nothing of it counts.
        seconds: that it took.
        errors: what failed, free of anything of a client.
        figures: of each source, by name; nothing of a night that failed.
        new_signals: how many signals the complete night before did not have, by kind and severity; None: not
            known.
    """

    run_id: str
    status: str
    seconds: float
    errors: Sequence[str]
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    new_signals: Mapping[tuple[str, str], int] | None = None


def signal_ids(run_dir: Path) -> frozenset[str]:
    """The signals of a run; none where there is no such run."""
    path = run_dir / "tables" / "signals.parquet"
    if not path.is_file():
        return frozenset()
    return frozenset(pq.read_table(path, columns=["signal_id"])["signal_id"].to_pylist())


def new_signals(run_dir: Path, known: Collection[str]) -> Mapping[tuple[str, str], int] | None:
    """How many signals of a run are new, by kind and severity; None where it has no such tables.

    Args:
        run_dir: of the run.
        known: signals of the night before: one of the same as_of calls them new as well.
    """
    tables = run_dir / "tables"
    if not all((tables / f"{name}.parquet").is_file() for name in ("signals", "signal_changes")):
        return None
    changes = pq.read_table(tables / "signal_changes.parquet", columns=["signal_id", "status"])
    new = {row["signal_id"] for row in changes.to_pylist() if row["status"] == "new"}
    columns = ["signal_id", "kind", "severity"]
    signals = pq.read_table(tables / "signals.parquet", columns=columns).to_pylist()
    return Counter(
        (row["kind"], row["severity"])
        for row in signals
        if row["signal_id"] in new.difference(known)
    )
