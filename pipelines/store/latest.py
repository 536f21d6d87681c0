"""`latest`: the last complete run beside its own name."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from pipelines.store.durable import move, sync_new

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.store.ledger import Ledger

WORK: Final = ".work"
"""The folder beside the runs in which everything is made until it counts."""

MADE: Final = "run"
"""The folder in the work folder of a run that becomes the run's own."""


def last_run(config: Config) -> Path | None:
    """The folder of the last complete run, if it is still there."""
    latest = config.latest
    return latest.resolve() if latest.is_dir() else None


def name_runs(config: Config, ledger: Ledger) -> None:
    """Give the folder of each run that counts its name, where the run died before it did."""
    for made in sorted((config.output / WORK).glob(f"*/{MADE}")):
        if ledger.find(made.parent.name) is not None:
            name_run(config, made)


def name_run(config: Config, made: Path) -> Path:
    """Give a run's folder its name; the folder as it is called then."""
    final = config.output / made.parent.name
    move(made, final)
    return final


def point_latest(config: Config, ledger: Ledger) -> None:
    """Let `latest` be the last complete run, in one step."""
    complete = ledger.complete()
    latest = config.latest
    if complete is None or not (config.output / complete.run_id).is_dir():
        return
    if latest.is_symlink() and latest.readlink().name == complete.run_id:
        return
    coming = config.output / WORK / latest.name
    coming.unlink(missing_ok=True)
    try:
        coming.symlink_to(complete.run_id, target_is_directory=True)
    except OSError:  # a file share without links, or Windows without the right to make one
        if is_copy(latest, [config.output / complete.run_id]):
            return
        shutil.copytree(config.output / complete.run_id, coming)
        sync_new(coming)
    if latest.is_dir() and not latest.is_symlink():
        shutil.rmtree(latest)  # a copy of an earlier run, from a disk without links
    move(coming, latest)


def is_copy(folder: Path, runs: Iterable[Path]) -> bool:
    """Whether a folder is a copy of one of these runs: it has the manifest of one."""
    mine = folder / "manifest.json"
    if not mine.is_file():
        return False
    manifests = (run / mine.name for run in runs)
    return any(each.is_file() and each.read_bytes() == mine.read_bytes() for each in manifests)
