"""The files that a source's path matches, by names that are the same on every machine."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from connectors.errors import FileUnreadableError
from connectors.source import InputFile
from journeys.errors import said
from journeys.spelling import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipelines.config.source_section import SourceSection

_SPELLED: Final = re.compile(r"\\(?=x[0-9a-f]{2}|u[0-9a-f]{4})")
"""A backslash that reads as the begin of a sign that is spelled out."""

UNFINISHED: Final = ("~$", ".")
"""How the names of files begin that a program still has open, or hides."""


def find_files(section: SourceSection, folder: Path) -> list[InputFile]:
    """The files that a source's path matches, in the order of their names.

    A name is relative to the part of the path that holds no wildcard, so that it is the same on
    every machine. What of it no table or terminal can hold (bytes that are no UTF-8, control characters)
    is spelled out.

    Raises:
        FileUnreadableError: there are none, or two of one name.
    """
    base, rest = _fixed_part(folder / section.path)
    files = [
        InputFile(_name(path.relative_to(base)), path)
        for path in dict.fromkeys(_matches(base, rest))
        if path.is_file() and not path.name.startswith(UNFINISHED)
    ]
    if not files:
        raise FileUnreadableError(
            said("source {name!r}: no file", name=section.name),
            expected=said("a file at {path}", path=section.path),
            got="none",
            hint="the path is relative to the config file; * stands for any name",
        )
    files.sort(key=lambda file: file.name)
    for file, following in pairwise(files):
        if file.name == following.name:
            raise FileUnreadableError(
                said("source {name!r}: two files of one name", name=section.name),
                expected="names that differ in more than how an accent is written",
                got=file.name,
                hint="rename one of them",
            )
    return files


def _name(path: Path) -> str:
    r"""What lineage calls a file: an accent as one sign, and every sign one that a table can hold.

    >>> from pathlib import Path
    >>> _name(Path("map/\udcff.csv")), _name(Path(r"map/\xff.csv"))
    ('map/\\xff.csv', 'map/\\x5cxff.csv')
    """
    return printable(unicodedata.normalize("NFC", _SPELLED.sub(r"\\x5c", path.as_posix())))


def _fixed_part(path: Path) -> tuple[Path, Sequence[str]]:
    """The part of a path that holds no wildcard, and the rest of it; what is there by its name has none."""
    base, parts = type(path)(path.anchor), path.parts[1:] if path.anchor else path.parts
    for at, part in enumerate(parts[:-1]):
        here = base / part
        if not here.exists():
            if set(part) & set("*?["):
                return base, parts[at:]
            here = next((entry for entry in _entries(base) if _is_like(entry.name, part)), here)
        base = here
    return base, parts[-1:]


def _matches(base: Path, parts: Sequence[str]) -> Iterator[Path]:
    """The paths below a folder that match: in capitals or not, an accent as one sign or as two."""
    if not parts:
        yield base
    elif parts[0] == "**":
        yield from _matches(base, parts[1:])
        for path in _entries(base):
            if path.is_dir() and not path.is_symlink():
                yield from _matches(path, parts)
    elif (base / parts[0]).exists():
        yield from _matches(base / parts[0], parts[1:])
    else:
        for path in _entries(base):
            if _is_like(path.name, parts[0]):
                yield from _matches(path, parts[1:])


def _entries(folder: Path) -> list[Path]:
    """What is in a folder; nothing where it is none, or may not be seen."""
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except PermissionError:
        return []


def _is_like(name: str, pattern: str) -> bool:
    """Whether a name is as a pattern says; a pattern without a wildcard is the name itself.

    Brackets stand for one of their signs, and for themselves.

    >>> _is_like("EXPORT.CSV", "*.csv"), _is_like("a[1].csv", "a[1].csv"), _is_like("a1.csv", "a[1].csv")
    (True, True, True)
    >>> _is_like("a [1] mei.csv", "a [1]*.csv"), _is_like("a [2] mei.csv", "a [1]*.csv")
    (True, False)
    """
    name, pattern = (unicodedata.normalize("NFC", each).casefold() for each in (name, pattern))
    patterns = (pattern, pattern.replace("[", "[[]"))
    return name == pattern or any(fnmatch.fnmatchcase(name, each) for each in patterns)
