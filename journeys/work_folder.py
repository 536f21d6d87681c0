"""Folders in which something is made and of which nothing stays, however the process ends.

A process that is told to stop removes them all (`pipelines.night.stopping`); those of one that was killed are
removed by the next one that needs such a folder in the same place.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "klantreis-"
TRIES: Final = 20

_folders: set[Path] = set()


@contextmanager
def work_folder(path: Path) -> Iterator[Path]:
    """Make a folder that is there for as long as it is needed, for this user alone."""
    _folders.add(path)
    try:
        path.mkdir(parents=True, mode=0o700)
        yield path
    finally:
        remove(path)
        _folders.discard(path)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a work folder where the system keeps such; those of processes that were killed go.

    >>> with temporary_folder() as folder:
    ...     folder.is_dir()
    True
    >>> folder.exists()
    False
    """
    root = Path(gettempdir())
    for left in root.glob(f"{PREFIX}*-*"):
        if not _is_running(left.name.removeprefix(PREFIX).partition("-")[0]):
            remove(left)
    with work_folder(root / f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}") as folder:
        yield folder


def remove(path: Path) -> None:
    """Remove a folder or file with all in it, also where something is being written there."""
    for _ in range(TRIES):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.exists() or path.is_symlink():
            path.unlink(missing_ok=True)
        else:
            return


def remove_all() -> None:
    """Remove every work folder of this process."""
    for path in list(_folders):
        remove(path)


def _is_running(process: str) -> bool:
    """Whether a process of that number runs; of a name that is no number nothing is known."""
    if not process.isdigit() or os.name != "posix":
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
