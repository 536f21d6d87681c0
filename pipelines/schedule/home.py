"""Prefect's own folder, beside the store: for this account alone, and for one server at a time."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from journeys.errors import said, wording
from pipelines.errors import PipelineError
from pipelines.night.progress import LOG
from pipelines.schedule.quiet import require_prefect
from pipelines.store.damage import aside
from pipelines.store.durable import move

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.config.settings import Config

LOCK: Final = ".lock"


def prefect_home(config: Config) -> Path:
    """The folder that the environment names, else one beside the store, which is made with mode 700.

    Raises:
        ConfigError: Prefect is not installed.
    """
    require_prefect()
    if named := os.environ.get("PREFECT_HOME"):
        return Path(named).expanduser()
    home = config.store.with_name(f"{config.store.name}.prefect")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    return home


@contextmanager
def locked_home(config: Config) -> Iterator[Path]:
    """Take Prefect's folder for one server.

    Raises:
        PipelineError: another server has it.
    """
    home = prefect_home(config)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(home / LOCK, timeout=0):
            yield home
    except Timeout as error:
        raise PipelineError(
            said("another schedule has {name}", name=home.name),
            expected="one server of Prefect over a store",
            hint="wait until it is done; klantreis run needs no Prefect",
        ) from error


def whole_database(home: Path) -> Path:
    """The database that the server uses; a damaged one is set aside first.

    Its name has Prefect's version: one that another version wrote stays as it is, under its own name.
    """
    path = home / f"prefect-{version('prefect')}.db"
    if path.exists() and not _is_whole(path):
        set_aside(path)
    return path


def set_aside(database: Path) -> None:
    """Give a database that Prefect cannot use another name, and say so."""
    kept = aside(database)
    for ending in ("", "-wal", "-shm"):
        path = database.with_name(database.name + ending)
        if path.exists():
            move(path, kept.with_name(kept.name + ending))
    LOG.warning(
        wording(
            said(
                "Prefect cannot use its database; it stands aside as {name}, and the history of its"
                " runs begins anew",
                name=kept.name,
            )
        )
    )


def _is_whole(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
