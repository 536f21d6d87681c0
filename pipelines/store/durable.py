"""Writing so that a power cut cannot tear it: what counts is on the disk before what refers to it.

The bytes of a file, its name in a folder, and the name of a folder in the one above it reach the disk each on
their own.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

IS_POSIX: Final = os.name == "posix"


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all; it is on the disk when this returns.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "note.txt", "one")
    ...     write_whole(Path(folder) / "note.txt", "two")
    ...     (Path(folder) / "note.txt").read_text(), os.listdir(folder)
    ('two', ['note.txt'])
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    move(unfinished, path)


def append_line(path: Path, line: str) -> None:
    """Add a line to a file, whole or not at all; it is on the disk when this returns."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    write_whole(path, f"{text}{line}\n")


def is_json_lines(path: Path) -> bool:
    """Whether each line of a file is a JSON object, so that it was not torn; an empty file has none."""
    try:
        lines = path.read_bytes().decode("utf-8").splitlines()
        return all(isinstance(json.loads(line), dict) for line in lines)
    except ValueError:
        return False


def move(path: Path, to: Path) -> None:
    """Give a file, link or folder another name, in place of what has it; the new name is on the disk."""
    os.replace(path, to)  # noqa: PTH105 - replaces a link as well as a folder
    for folder in dict.fromkeys((to.parent, path.parent)):
        sync_folder(folder)


def files_below(*folders: Path) -> set[Path]:
    """Every file below some folders; links are not followed."""
    return {
        Path(folder, name)
        for root in folders
        for folder, _, names in os.walk(root)
        for name in names
    }


def sync_new(folder: Path, known: Collection[Path] = ()) -> None:
    """Bring every file below a folder that is not known to the disk, and the folders that they are in."""
    new = files_below(folder) - set(known)
    if not new:
        return
    if IS_POSIX:
        os.sync()  # all at once; what follows then waits for nothing, and is asked of each to be certain
    for path in new:
        if not path.is_symlink():
            _sync(path)
    for each in _with_parents(new, folder):
        sync_folder(each)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; Windows does so by itself."""
    if IS_POSIX:
        _sync(folder)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY if IS_POSIX else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _with_parents(paths: Iterable[Path], root: Path) -> list[Path]:
    """The folders of files up to a root, the deepest first."""
    folders = {
        parent
        for path in paths
        for parent in path.parents
        if parent == root or root in parent.parents
    }
    return sorted(folders, key=lambda folder: -len(folder.parts))
