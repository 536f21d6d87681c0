"""One run at a time: over a store, and over a folder of runs, which belongs to one store."""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from journeys.errors import said
from pipelines.errors import PipelineError
from pipelines.store.durable import write_whole
from pipelines.store.format import read_form
from pipelines.store.latest import WORK
from pipelines.store.modes import make_folder, private

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipelines.config.settings import Config
    from pipelines.store.modes import OutputMode

LOCK: Final = ".lock"
OWNER: Final = ".store.json"


@contextmanager
def locked(config: Config) -> Iterator[None]:
    """Take the store and the folder of runs of a config: whatever a run moves or sweeps lies in these.

    What is written meanwhile is for this account alone (`pipelines.store.modes`).

    Raises:
        PipelineError: another run has one of them.
    """
    places: dict[Path, OutputMode] = {config.output.resolve(): config.project.output_mode}
    places[config.store.resolve()] = "private"
    with ExitStack() as held:
        held.enter_context(private())
        for folder, mode in places.items():
            make_folder(folder, mode)
            try:
                held.enter_context(FileLock(folder / LOCK, timeout=0, mode=0o600))
            except Timeout as error:
                raise PipelineError(
                    said("another run has {name}", name=folder.name),
                    expected="one run at a time over a store and over a folder of runs",
                    hint="wait until it is done; a lock of a run that died frees itself",
                ) from error
        yield


def is_running(config: Config) -> bool:
    """Whether a run goes on: one has a work folder, and the folder of runs is taken.

    Where no work folder stands the lock is left alone, so that looking never stops a run that begins.
    """
    if not any((config.output / WORK).glob("*")):
        return False
    try:
        with FileLock(config.output / LOCK, timeout=0):
            return False
    except Timeout:
        return True


def owned(config: Config, store: str) -> None:
    """Let the folder of runs belong to a store; a folder of another store that is still there is refused.

    Args:
        config: of the store.
        store: its name (`Form.store`).

    Raises:
        PipelineError: the folder belongs to another store.
    """
    path, here = config.output / OWNER, str(config.store.resolve())
    mine = {"store": store, "path": here}
    owner = owner_of(config.output)
    if owner == mine:
        return
    if owner["store"] != store and owner["path"] != here and _stands(owner):
        raise PipelineError(
            said("the folder of runs {name} belongs to another store", name=config.output.name),
            expected="a folder of runs for each store",
            hint="give this config an output of its own, under [project]",
        )
    write_whole(path, json.dumps(mine) + "\n")


def owner_of(output: Path) -> dict[str, str]:
    """Whose a folder of runs is, by name and path; both are '' where it does not say so."""
    try:
        owner = json.loads((output / OWNER).read_bytes())
        return {"store": str(owner["store"]), "path": str(owner["path"])}
    except (OSError, ValueError, TypeError, KeyError):
        return {"store": "", "path": ""}


def _stands(owner: Mapping[str, str]) -> bool:
    """Whether the store of that name is still where it was."""
    try:
        form = read_form(Path(owner["path"]))
    except PipelineError:
        return True
    return form is not None and form.store == owner["store"]
