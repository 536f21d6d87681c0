"""Whether a file is still as it was: its size, its times, and where those cannot tell, its bytes."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

Stamp = tuple[int, ...]
"""Which file it is, its size, and when its bytes and its entry changed, in nanoseconds."""

TICK_S: Final = 5
"""Seconds within which two changes of a file may carry one time, on file systems that count coarsely."""

GONE: Final[Stamp] = ()


def stamp_of(path: Path) -> Stamp:
    """A file's stamp; `GONE` where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return GONE
    return (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def has_changed(path: Path, before: Stamp, sha256: str) -> bool:
    """Whether a file is another than when it was stamped, and then hashed.

    Args:
        path: of the file.
        before: its stamp before it was hashed.
        sha256: of its bytes after that.
    """
    if stamp_of(path) != before:
        return True
    *_, mtime_ns, ctime_ns = before
    is_recent = time.time() - max(mtime_ns, ctime_ns) / 1e9 < TICK_S
    return is_recent and sha256_of(path) != sha256


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
