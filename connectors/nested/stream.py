"""JSON as a stream: the elements of one list, one after another, whatever the size of the file.

ijson reads and this builds: an element is held whole, the file never is. What JSON lets pass or
readers take silently is refused: a key twice in one object (the first would be lost), nesting or an element
without end. NaN, Infinity and a number that none can hold (1e99999) cost the cell in which they stand.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any, Final

import ijson

from connectors.errors import FileUnfinishedError
from connectors.formats import text
from connectors.nested.json_numbers import MARK, has_no_numbers, numeric
from connectors.nested.paths import LIST, kind_of, wrong
from connectors.values.cells import NOT_A_NUMBER, Failed
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.ceilings import Ceilings
    from connectors.errors import FileUnreadableError
    from connectors.nested.json_numbers import Bytes
    from connectors.nested.paths import Steps

MAX_DIGITS: Final = 1_000

EXPECTED: Final = "a whole JSON file in UTF-8"
_CHUNK: Final = 64 * 1024
_LONG: Final = re.compile(rb"[0-9]{%d}" % MAX_DIGITS)
_UTF8: Final = b"\xef\xbb\xbf"
_OPENS: Final = {"start_map": dict, "start_array": list}


class Stream:
    """One JSON file, read once from begin to end.

    Args:
        path: of the file.
        ceilings: of the file: an element is a part.
        prefix: the steps to the list whose elements are wanted; empty: the root itself.
        lines: the file is one JSON value after another (JSON Lines).
        outer: steps to values outside that list, which are kept in `found`.
    """

    def __init__(
        self,
        path: Path,
        ceilings: Ceilings,
        prefix: Steps,
        *,
        lines: bool = False,
        outer: frozenset[Steps] = frozenset(),
    ) -> None:
        self._path, self._prefix, self._lines, self._outer = path, prefix, lines, outer
        self._ceilings = ceilings
        self.found: dict[Steps, Any] = {}
        self.is_there = False  # whether the list was met

    def elements(self) -> Iterator[Any]:
        """The elements, each whole.

        Raises:
            FileUnreadableError: the file is no whole JSON, or not safe to read.
            ConnectorError: something else than a list stands at `prefix`.
        """
        with self._path.open("rb") as file:
            if file.read(len(_UTF8)) != _UTF8:
                file.seek(0)
            yield from self._walk(self._events(file))

    def _events(self, file: IO[bytes]) -> Iterator[tuple[str, Any]]:
        """What stands in the file; no error of the parser gets out, since it quotes the file."""
        came = self._came = _Guarded(
            numeric(file) if has_no_numbers(file) else file, self._ceilings
        )
        try:
            for event in ijson.basic_parse(came, multiple_values=self._lines, buf_size=_CHUNK):
                came.n_silent = 0
                yield event
        except ijson.JSONError as error:
            is_cut = isinstance(error, ijson.IncompleteJSONError) and "EOF" in str(error)
            if is_cut and self._lines:
                raise FileUnfinishedError(
                    "is still being written",
                    expected="a last line that is whole JSON",
                    got="JSON that is truncated in its last line",
                    hint="the next night reads it; where the copy broke off, export or copy the file again",
                ) from None
            got = "JSON that is truncated" if is_cut else "what is no JSON"
            raise _unreadable(
                said("{got}, in the first {n:,} bytes", got=got, n=file.tell())
            ) from None
        except ArithmeticError:  # an exponent that no decimal has
            raise _unreadable(
                said("a number out of range, in the first {n:,} bytes", n=file.tell())
            ) from None

    def _walk(self, events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
        """Follow the events: keep the way to where we are, and build what is wanted."""
        way: list[str] = []  # steps from the root
        names: list[set[str] | None] = []  # of each open object outside, to see one that repeats
        for event, value in events:
            self._came.n_bytes = 0
            if event == "map_key":
                self._ceilings.check("values", _add_name(names[-1], value))
                way[-1] = value
                continue
            if event in {"end_map", "end_array"}:
                way.pop()
                names.pop()
                continue
            if tuple(way) == self._prefix:
                if self._prefix:
                    self.is_there = True
                yield _build(event, value, events, self._ceilings)
                continue
            self._check_kind(tuple(way), event)
            if event in _OPENS:
                way.append(LIST if event == "start_array" else "")
                names.append(set() if event == "start_map" else None)
                self._ceilings.check("depth", len(way))
                if (*way,) == self._prefix:
                    self.is_there = True
            elif tuple(way) in self._outer:
                self.found[tuple(way)] = _cell(event, value)

    def _check_kind(self, way: Steps, event: str) -> None:
        """Refuses what stands where the list, or the way to it, is expected."""
        n = len(way)
        if way != self._prefix[:n] or event == "null":
            return
        expected = "start_array" if self._prefix[n] == LIST else "start_map"
        if event != expected:
            here = "".join(LIST if step == LIST else f".{step}" for step in way).lstrip(".")
            got = kind_of(_OPENS.get(event, str)())
            raise wrong(here or "the file", kind_of(_OPENS[expected]()), got)


class _Guarded:
    """What comes out of a file, as far as it can be held.

    A number so long that Python refuses it is refused before: ijson does not survive that.

    Attributes:
        n_silent: bytes since the parser last saw something in them.
        n_bytes: bytes since an element began.
    """

    def __init__(self, file: Bytes, ceilings: Ceilings) -> None:
        self._file, self._carry, self._ceilings = file, b"", ceilings
        self.n_silent = self.n_bytes = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        self._ceilings.check("value", self.n_silent)
        self._ceilings.check("part", self.n_bytes)
        chunk = self._file.read(size)
        self.n_silent += len(chunk)
        self.n_bytes += len(chunk)
        if _LONG.search(self._carry + chunk):
            raise _unreadable(said("a number of {n:,} digits or more", n=MAX_DIGITS))
        self._carry = chunk[-MAX_DIGITS:]
        return chunk


def _build(event: str, value: Any, events: Iterator[tuple[str, Any]], ceilings: Ceilings) -> Any:
    """One value, with all that is in it."""
    if event not in _OPENS:
        return _cell(event, value)
    root = _OPENS[event]()
    open_, keys = [root], [""]
    for n, (event, value) in enumerate(events):  # noqa: PLR1704 - goes on where the caller was
        if n > ceilings.values:
            ceilings.check("values", n)
        if event == "map_key":
            _add_name(open_[-1], value)
            keys[-1] = value
        elif event in {"end_map", "end_array"}:
            open_.pop()
            keys.pop()
            if not open_:
                break
        else:
            value_or_list = _OPENS[event]() if event in _OPENS else _cell(event, value)
            holder = open_[-1]
            if isinstance(holder, dict):
                holder[keys[-1]] = value_or_list
            else:
                holder.append(value_or_list)
            if event in _OPENS:
                open_.append(value_or_list)
                keys.append("")
                ceilings.check("depth", len(open_))
    return root


def _cell(event: str, value: Any) -> Any:
    """A value; one that stands for no number has failed."""
    is_none = event == "string" and value.startswith(MARK)
    return Failed(NOT_A_NUMBER, value.removeprefix(MARK)) if is_none else value


def _add_name(names: Any, name: str) -> int:
    """Refuses a name that its object holds already; a dict keeps it with its value. How many there are."""
    if name in names:
        raise _unreadable("an object that holds one name twice")
    if isinstance(names, set):
        names.add(name)
    else:
        names[name] = None
    return len(names)


def _unreadable(got: str) -> FileUnreadableError:
    return text.unreadable(expected=EXPECTED, got=got, hint="export or copy the file again")
