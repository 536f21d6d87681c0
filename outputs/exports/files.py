"""How an export is written: whole or not at all, the same bytes for the same tables, safe as XML."""

from __future__ import annotations

import gzip
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

LEVEL: Final = 5
"""Of gzip: a quarter slower than the fastest, and a third smaller."""

_MARKUP: Final = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
}  # fmt: skip
_TO_CHANGE: Final = re.compile('[\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]')


def xml_text(text: str) -> str:
    r"""A text as it may stand in an XML attribute, to be read back as it was.

    A character that XML forbids becomes one that shows where it stood: the picture of a control
    character, or U+FFFD.

    >>> xml_text('<b> & "c"\n'), xml_text("a\x00b\uffff")
    ('&lt;b&gt; &amp; &quot;c&quot;&#10;', 'a␀b�')
    """
    return _TO_CHANGE.sub(_changed, text)


def _changed(found: re.Match[str]) -> str:
    char = found[0]
    picture = chr(0x2400 + ord(char)) if char < " " else "\ufffd"
    return _MARKUP.get(char, picture)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Another name to write a file under, which gets its own name when all of it is there.

    What fails leaves nothing behind, and what was there before stays until then.
    """
    coming = path.with_name(f".{path.name}.part")
    coming.unlink(missing_ok=True)
    try:
        yield coming
        os.replace(coming, path)  # noqa: PTH105 - takes the place of a file that is there
    finally:
        coming.unlink(missing_ok=True)


@contextmanager
def gzipped(path: Path) -> Iterator[BinaryIO]:
    """A gzip file without a name or a time in it."""
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=file, mtime=0) as packed,
    ):
        yield packed  # type: ignore[misc] - a GzipFile is written to as a BinaryIO is
