"""Who may read what klantreis writes: set, and not left to the umask (docs/decisions/0028).

The store, the key and every work folder are for the account that runs klantreis alone. A run's folder is what
users read, so it is as open as `[project] output_mode` says. Windows has no such modes: there the rights of
the folder above hold.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OutputMode = Literal["private", "group", "everyone"]

OTHERS: Final = 0o077
OPEN_TO: Final[dict[OutputMode, int]] = {"private": 0o700, "group": 0o750, "everyone": 0o755}
"""The mode of a folder that is open to them; a file lacks its x."""

IS_POSIX: Final = os.name == "posix"


@contextmanager
def private() -> Iterator[None]:
    """Let whatever the process writes meanwhile be for this account alone."""
    before = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def make_folder(path: Path, mode: OutputMode) -> None:
    """Make a folder that is open to these, where it is not there yet."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        open_to(path, mode)


def open_to(path: Path, mode: OutputMode) -> None:
    """Open a file or folder to these and to no others; a folder keeps handing its group on."""
    now = path.stat().st_mode
    wanted = OPEN_TO[mode]
    path.chmod(wanted | (now & stat.S_ISGID) if stat.S_ISDIR(now) else wanted & 0o666)


def open_all_to(folder: Path, mode: OutputMode) -> None:
    """Open a folder and all in it to these; links are left alone."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            open_to(path, mode)


def is_too_open(path: Path, mode: OutputMode) -> bool:
    """Whether others may read or change a file or folder than it is for."""
    if not IS_POSIX or not path.exists():
        return False
    return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS & ~OPEN_TO[mode])
