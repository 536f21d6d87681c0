"""The begin of a night: one run takes the store, and clears away what a run that died has left."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipelines.errors import PipelineError
from pipelines.store.keys import keys_for
from pipelines.store.latest import WORK, point_latest
from pipelines.store.ledger import Ledger
from pipelines.store.removal import finish_what_died
from pipelines.store.tables import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.identity.pseudonyms import Pseudonyms
    from pipelines.config.settings import Config


@dataclass(frozen=True)
class Night:
    """What every part of a night knows.

    Attributes:
        config: as read.
        run_id: names the run.
        work: a folder of this run's own; it is removed when the run ends.
        pseudonyms: the key in use.
        versions: of the store's tables as the last run left them.
        generation: the folder of those tables within the store.
        reread: sources to read anew.
    """

    config: Config
    run_id: str
    work: Path
    pseudonyms: Pseudonyms
    versions: Mapping[str, int]
    generation: str = ""
    reread: tuple[str, ...] = ()

    @property
    def store(self) -> Store:
        """The store as the last run left it."""
        return Store(self.config.store, self.versions, self.generation)

    @property
    def run_folder(self) -> Path:
        """Where the run is made, until it is whole."""
        return self.work / "run"

    @property
    def tables(self) -> Path:
        """Where its tables are made."""
        return self.run_folder / "tables"


@contextmanager
def begin(config: Config, run_id: str, *, reread: Sequence[str] = ()) -> Iterator[Night]:
    """Take the store for one run, and clear away what a run that died has left.

    Raises:
        PipelineError: another run has the store, or the key is another than it was filled with.
        ConnectorError: the key file cannot be used.
    """
    work = config.output / WORK
    work.mkdir(parents=True, exist_ok=True)
    config.store.mkdir(parents=True, exist_ok=True)
    lock = FileLock(config.store / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise PipelineError(
            "another run has the store",
            expected="one run at a time",
            hint="wait until it is done; a lock of a run that died frees itself",
        ) from error
    mine = work / run_id
    try:
        for left in work.iterdir():
            shutil.rmtree(left, ignore_errors=True)
        ledger = Ledger(config.store)
        last = ledger.last()
        pseudonyms = keys_for(config, last)
        store = Store.standing(config.store, last)
        store.undo_unfinished()
        point_latest(config, ledger)
        finish_what_died(config, ledger, pseudonyms)
        mine.mkdir(parents=True)
        yield Night(
            config, run_id, mine, pseudonyms, store.versions, store.generation, tuple(reread)
        )
    finally:
        shutil.rmtree(mine, ignore_errors=True)
        lock.release()
