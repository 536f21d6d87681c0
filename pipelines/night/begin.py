"""The begin of a night: one run takes the store, and clears away what a run that died has left."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journeys.work_folder import remove, work_folder
from pipelines.store.damage import first_damage
from pipelines.store.format import new_form, read_form
from pipelines.store.keys import keys_for
from pipelines.store.latest import MADE, WORK, name_runs, point_latest
from pipelines.store.ledger import Ledger
from pipelines.store.locks import locked, owned
from pipelines.store.removal import finish_what_died
from pipelines.store.tables import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.identity.pseudonyms import Pseudonyms
    from pipelines.config.settings import Config
    from pipelines.store.ledger import Entry


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
        return self.work / MADE

    @property
    def tables(self) -> Path:
        """Where its tables are made."""
        return self.run_folder / "tables"


@contextmanager
def begin(config: Config, run_id: str, *, reread: Sequence[str] = ()) -> Iterator[Night]:
    """Take the store for one run, and clear away what a run that died has left.

    Raises:
        PipelineError: another run has the store, it is damaged, or it was filled with another key.
        ConnectorError: the key file cannot be used.
    """
    with locked(config):
        first_damage(config)
        ledger = Ledger(config.store)
        last = ledger.last()
        pseudonyms = keys_for(config, last)
        _declare(config, last)
        store = _cleared(config, ledger, pseudonyms)
        with work_folder(config.output / WORK / run_id) as mine:
            yield Night(
                config, run_id, mine, pseudonyms, store.versions, store.generation, tuple(reread)
            )


def _declare(config: Config, last: Entry | None) -> None:
    """Say of the folder of runs whose it is, and of a store that is new or of form 1 what form it has."""
    form = read_form(config.store)
    if form is None:
        form = replace(new_form(), is_filled=last is not None)
        form.write(config.store)
    owned(config, form.store)


def _cleared(config: Config, ledger: Ledger, pseudonyms: Pseudonyms) -> Store:
    """The store as the last run left it, when what a run that died had still to do is done."""
    work = config.output / WORK
    work.mkdir(exist_ok=True)
    ledger.renew_copy()
    name_runs(config, ledger)
    for left in work.iterdir():
        remove(left)
    store = Store.standing(config.store, ledger.last())
    store.undo_unfinished()
    point_latest(config, ledger)
    finish_what_died(config, ledger, pseudonyms)
    return store
