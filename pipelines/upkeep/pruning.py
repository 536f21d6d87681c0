"""`klantreis prune`: removes old run folders, and the files of the store that only old versions of it need.

The ledger keeps its lines. What `latest` points to, the last complete run and what is no run of the ledger
stay, and so does every file of the state of the store that the ledger names last.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from deltalake import DeltaTable

from journeys.work_folder import remove
from pipelines.store.durable import files_below, move
from pipelines.store.latest import WORK
from pipelines.store.ledger import Ledger
from pipelines.store.tables import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.config.settings import Config
    from pipelines.config.upkeep_sections import Upkeep
    from pipelines.store.ledger import Entry

HOUR_S = 3_600


@dataclass(frozen=True)
class Pruning:
    """What is or would be removed.

    Attributes:
        runs: ids of runs whose folder goes.
        n_files: of the store.
        n_bytes: of folders and files together.
    """

    runs: list[str]
    n_files: int
    n_bytes: int


def prune(
    config: Config, rules: Upkeep, *, dry_run: bool = False, now: datetime | None = None
) -> Pruning:
    """Remove what no rule keeps; nothing where there is no rule. The caller has the store (`locked`).

    Args:
        config: of the store and its runs.
        rules: a run stays while one of them keeps it.
        dry_run: whether to say what would go, and leave it.
        now: since when days are counted; the clock's where left out.

    Raises:
        LedgerError: the ledger is damaged.
    """
    entries = Ledger(config.store).entries()
    nights = [entry for entry in entries if entry.figures]
    if not nights or (rules.keep_runs is None and rules.keep_days is None):
        return Pruning([], 0, 0)
    now = now or datetime.now(UTC)
    kept = _kept(config, nights, rules, now)
    folders = [
        config.output / night.run_id
        for night in nights
        if night not in kept and (config.output / night.run_id / "manifest.json").is_file()
    ]
    since = min(datetime.fromisoformat(night.finished_at) for night in kept)
    files = _unneeded(Store.standing(config.store, entries[-1]), now - since)
    n_bytes = sum(path.lstat().st_size for path in [*files_below(*folders), *files])
    if not dry_run:
        for folder in folders:
            gone = config.output / WORK / f"pruned-{folder.name}"
            gone.parent.mkdir(exist_ok=True)
            move(folder, gone)  # at once: no half of a run is left, however the process ends
            remove(gone)
        for path in files:
            path.unlink()
    return Pruning([folder.name for folder in folders], len(files), n_bytes)


def _kept(config: Config, nights: Sequence[Entry], rules: Upkeep, now: datetime) -> list[Entry]:
    """The nights that a rule keeps, that `latest` points to, and the last complete one."""
    latest = config.latest.resolve().name
    complete = [night.run_id for night in nights if night.status == "complete"][-1:]
    young = now - timedelta(days=rules.keep_days) if rules.keep_days else now
    return [
        night
        for n, night in enumerate(nights, start=1)
        if (rules.keep_runs and n > len(nights) - rules.keep_runs)
        or datetime.fromisoformat(night.finished_at) > young
        or night.run_id in (latest, *complete)
    ]


def _unneeded(store: Store, retention: timedelta) -> list[Path]:
    """The files of a store that no version within the retention needs; Delta says which, and removes none.

    A vacuum of Delta itself would write versions that the ledger does not know.
    """
    hours = math.ceil(retention.total_seconds() / HOUR_S)
    unneeded = []
    for name, version in store.versions.items():
        table = DeltaTable(store.folder / name)
        if table.version() != version:
            continue  # a run that died left more; the next one undoes it
        needed = {Path(path) for path in store.paths(name)}
        old = table.vacuum(retention_hours=hours, dry_run=True, enforce_retention_duration=False)
        paths = [store.folder / name / each for each in old]
        unneeded += [path for path in paths if path not in needed and path.is_file()]
    return unneeded
