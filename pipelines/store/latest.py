"""`latest`: the last complete run beside its own name."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.store.ledger import Ledger

WORK: Final = ".work"
"""The folder beside the runs in which everything is made until it counts."""


def last_run(config: Config) -> Path | None:
    """The folder of the last complete run, if it is still there."""
    latest = config.latest
    return latest.resolve() if latest.is_dir() else None


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
        if (latest / "manifest.json").exists() and _same(latest, config.output / complete.run_id):
            return
        shutil.copytree(config.output / complete.run_id, coming)
        shutil.rmtree(latest, ignore_errors=True)
    os.replace(coming, latest)  # noqa: PTH105 - replaces a link as well as a folder


def _same(one: Path, other: Path) -> bool:
    return (one / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()
