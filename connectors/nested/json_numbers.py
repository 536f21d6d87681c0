"""What stands in a JSON file as a number and is none: NaN, Infinity, -Infinity, or an exponent without end.

Programs write them, and no parser of JSON reads them: one such cell would cost the whole file. So they are
handed to the parser as a text that says what they are, and the cell has failed.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = "\0no number\0"
"""How a text begins that stands for what is no number."""

_BEGIN: Final = json.dumps(MARK).encode()[:-1]
_CHUNK: Final = 256 * 1024
_OVERLAP: Final = 64
_MAX_STRING: Final = 64 * 1024 * 1024
_NONE: Final = re.compile(rb"NaN|Infinity|\d[eE][+-]?\d{4}")
_TOKEN: Final = re.compile(
    rb'"(?:[^"\\]|\\.)*"|(?P<open>"(?:[^"\\]|\\.)*\\?\Z)'
    rb"|(?P<none>-?Infinity|-?NaN|-?\d[\d.]*[eE][+-]?\d{4,})",
    re.DOTALL,
)
_WORD: Final = re.compile(rb"[-+.\w]+\Z")
"""A word that may go on after the end of what was read."""


class Bytes(Protocol):
    """What the parser reads from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end."""
        ...


def has_no_numbers(file: IO[bytes]) -> bool:
    """Whether the rest of a file may hold such a number; the file stands where it stood."""
    place, before, has_none = file.tell(), b"", False
    while not has_none and (chunk := file.read(_CHUNK)):
        has_none = _NONE.search(before + chunk) is not None
        before = chunk[-_OVERLAP:]
    file.seek(place)
    return has_none


def numeric(file: IO[bytes]) -> Bytes:
    r"""A file in which what is no number is a text that begins with `MARK`.

    >>> import io
    >>> numeric(io.BytesIO(b'{"a": NaN, "NaN": "-Infinity"}')).read()
    b'{"a": "\\u0000no number\\u0000NaN", "NaN": "-Infinity"}'
    """
    return _Parts(_numeric(file))


class _Parts:
    """Bytes that come in parts, read as a file."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    def read(self, size: int = -1, /) -> bytes:
        """The next part that holds something, of whatever size; none at the end, or of size 0."""
        return next((part for part in self._parts if part), b"") if size else b""


def _numeric(file: IO[bytes]) -> Iterator[bytes]:
    carry = b""
    while chunk := file.read(max(_CHUNK, len(carry))):
        buffer = carry + chunk
        end = _open_at(buffer) if len(buffer) < _MAX_STRING else len(buffer)
        yield _TOKEN.sub(_as_text, buffer[:end])
        carry = buffer[end:]
    yield _TOKEN.sub(_as_text, carry)


def _open_at(buffer: bytes) -> int:
    """Where a text or a word begins that may go on; the end where none does."""
    for token in _TOKEN.finditer(buffer):
        if token["open"] is not None:
            return token.start()
    match = _WORD.search(buffer, max(0, len(buffer) - _OVERLAP))
    return match.start() if match else len(buffer)


def _as_text(token: re.Match[bytes]) -> bytes:
    none = token["none"]
    return token[0] if none is None else _BEGIN + none + b'"'
