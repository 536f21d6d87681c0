"""What others are told of a night that is over: counts and names of sources, and nothing of a client."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from pipelines.upkeep.status import status_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.config.settings import Config
    from pipelines.upkeep.status import SourceStatus


@dataclass(frozen=True)
class LastNight:
    """A night that is over.

    Attributes:
        run_id: names it.
        status: as in the ledger, or `failed`: nothing of it counts.
        seconds: that it took.
        errors: what failed, free of anything of a client.
        figures: of each source, by name; nothing of a night that failed.
        sources: how the config's sources are now.
        complete_at: when the last complete night ended, UTC, ISO 8601; None: none did.
        new_signals: how many signals no complete night had before, by kind and severity; None: not known.
    """

    run_id: str
    status: str
    seconds: float
    errors: Sequence[str]
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: Sequence[SourceStatus] = ()
    complete_at: str | None = None
    new_signals: Mapping[tuple[str, str], int] | None = None


def last_night(
    config: Config, run_id: str, seconds: float, figures: Mapping[str, Any], error: str = ""
) -> LastNight:
    """What there is to say of a night.

    Args:
        config: of the night.
        run_id: names it.
        seconds: that it took.
        figures: what it says of itself (`pipelines.night.outcome.Outcome`); empty where it failed.
        error: why it failed as a whole.
    """
    now = status_of(config)
    status = figures.get("status", "failed")
    return LastNight(
        run_id,
        status,
        seconds,
        figures.get("errors", [error]),
        {each["name"]: each for each in figures.get("sources", ())},
        now.sources,
        now.complete.finished_at if now.complete else None,
        new_signals(Path(figures["run_dir"])) if status == "complete" else None,
    )


def new_signals(run_dir: Path) -> Mapping[tuple[str, str], int] | None:
    """How many signals of a run are new, by kind and severity; None where it has no such tables."""
    tables = run_dir / "tables"
    if not all((tables / f"{name}.parquet").is_file() for name in ("signals", "signal_changes")):
        return None
    changes = pq.read_table(tables / "signal_changes.parquet", columns=["signal_id", "status"])
    new = {row["signal_id"] for row in changes.to_pylist() if row["status"] == "new"}
    columns = ["signal_id", "kind", "severity"]
    signals = pq.read_table(tables / "signals.parquet", columns=columns).to_pylist()
    return Counter((row["kind"], row["severity"]) for row in signals if row["signal_id"] in new)
