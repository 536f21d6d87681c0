"""A JSON object whose members are long lists, read one element at a time.

The standard library's decoder does the work, on as much of the text as one element needs. It stops at a
nesting that is too deep; ijson, which would do as well, grows with the square of the depth.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.ceilings import Ceilings

CHUNK: Final = 256 * 1024

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_UNENDED: Final = re.compile(r"[-+.eE\d]*\Z")
"""What follows a number that may go on after the end of the text that was read."""

_DECODER: Final = json.JSONDecoder(parse_constant=str)


class DamagedError(Exception):
    """It is no whole JSON object; says what it is, without a word of what it holds."""


def parts(path: Path, ceilings: Ceilings) -> Iterator[tuple[str, Any]]:
    """Each element of each list in a JSON object, with the key of the list, in the file's order.

    A member that is no list is one element. Memory is bounded by the largest element.

    Raises:
        DamagedError: the file ends too soon, is no JSON in UTF-8, or nests too deep.
        CeilingError: an element is larger, or has more values, than one part may.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from _Text(file, ceilings).members()
    except UnicodeDecodeError:
        raise DamagedError("bytes that are no UTF-8") from None
    except RecursionError:
        raise DamagedError("JSON that nests too deep") from None


@dataclass
class _Text:
    """The text from the place that is read now."""

    file: IO[str]
    ceilings: Ceilings
    _buffer: str = ""
    _at: int = 0
    _is_last: bool = False

    def members(self) -> Iterator[tuple[str, Any]]:
        """The elements of the object's members."""
        self._take("{")
        if self._is("}"):
            return
        while True:
            key = self._value()
            self._take(":")
            if not self._is("["):
                yield str(key), self._value()
            elif not self._is("]"):
                yield str(key), self._value()
                while self._is(","):
                    yield str(key), self._value()
                self._take("]")
            if not self._is(","):
                break
        self._take("}")
        if self._peek():
            raise _damaged()

    def _more(self) -> None:
        """Gets more text, twice as much each time that one element needs more."""
        self.ceilings.check("part", len(self._buffer) - self._at)
        self.ceilings.check("values", self._buffer.count(",", self._at))
        text = self.file.read(max(CHUNK, len(self._buffer) - self._at))
        self._buffer, self._at, self._is_last = self._buffer[self._at :] + text, 0, not text

    def _peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            space = _SPACE.match(self._buffer, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._buffer) or self._is_last:
                return self._buffer[self._at : self._at + 1]
            self._more()

    def _is(self, char: str) -> bool:
        """Whether that character comes next; then it is passed."""
        if self._peek() != char:
            return False
        self._at += 1
        return True

    def _take(self, char: str) -> None:
        if not self._is(char):
            raise _damaged()

    def _value(self) -> Any:
        """The value that comes next."""
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except ValueError:
                if self._is_last:
                    raise _damaged() from None
            else:
                if self._is_last or not _UNENDED.match(self._buffer, end):
                    self._at = end
                    return value
            self._more()


def _damaged() -> DamagedError:
    return DamagedError("JSON that is truncated or damaged")
