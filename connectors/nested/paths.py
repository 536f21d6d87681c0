"""Where a value stands in nested JSON, written as a path.

    datum                   of the row itself
    beschikking.datum       of an object in it
    .                       the row, where it is no object but a value
    betrokkenen[]           all values of a list in it, joined
    /aanvragen[].datum      from the file's root: of the aanvraag that the row stands in
    #                       which element of its own list the row is, from 1
    =Aanvraag               no place: this very text, for each row

`[]` is a list, and a name that holds a dot cannot be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from connectors.errors import ConnectorError
from connectors.values.cells import Failed, as_text
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.values.cells import Cell

LIST: Final = "[]"
"""The step into a list, among the names of a path."""

JOIN: Final = ", "

Steps = tuple[str, ...]


@dataclass(frozen=True)
class ValuePath:
    """Where a column's values stand, seen from a row.

    Attributes:
        path: as the config writes it.
        level: in which element on the way to the row: 0 is the file's root, the last the row.
        steps: from there.
        constant: the text of a column that is no place.
        is_position: it is which element the row is.
    """

    path: str
    level: int = 0
    steps: Steps = ()
    constant: str | None = None
    is_position: bool = False


def steps_of(path: str) -> Steps:
    """The names and lists of a path, in order.

    Raises:
        ConnectorError: it is no path.

    >>> steps_of("aanvragen[].beschikking.producten[]")
    ('aanvragen', '[]', 'beschikking', 'producten', '[]')
    >>> steps_of("[]"), steps_of(".")
    (('[]',), ())
    """
    if path in {"", "."}:
        return ()
    steps: list[str] = []
    for at, part in enumerate(path.split(".")):
        name, depth = part, 0
        while name.endswith(LIST):
            name, depth = name.removesuffix(LIST), depth + 1
        if "[" in name or (not name and not (at == 0 and depth)):
            raise ConnectorError(
                "no path in JSON",
                expected='names with dots between them, [] after each list: "a.b[].c"',
                got=repr(path),
            )
        steps += [name] * bool(name) + [LIST] * depth
    return tuple(steps)


def place_of(path: str, rows: Steps) -> ValuePath:
    """Where a column stands, seen from the rows at `rows`.

    Raises:
        ConnectorError: it is no path.

    >>> rows = steps_of("aanvragen[].leveringen[]")
    >>> place = place_of("/aanvragen[].zaak.nummer", rows)
    >>> place.level, place.steps
    (1, ('zaak', 'nummer'))
    >>> place_of("begin", rows).level
    2
    """
    if path.startswith("="):
        return ValuePath(path, constant=path[1:])
    depth = rows.count(LIST)
    if path == "#":
        return ValuePath(path, depth, is_position=True)
    if not path.startswith("/"):
        return ValuePath(path, depth, steps_of(path))
    steps = steps_of(path[1:])
    shared = 0
    for at, (own, theirs) in enumerate(zip(steps, rows, strict=False), start=1):
        if own != theirs:
            break
        if own == LIST:
            shared = at
    return ValuePath(path, steps[:shared].count(LIST), steps[shared:])


def value_at(element: Any, steps: Sequence[str]) -> tuple[Cell, bool]:
    """The value at a place, and whether there is such a place at all.

    Where an object or a list stands and the path says a value, or the other way, the cell has failed.

    >>> value_at({"datum": {"jaar": 2024}}, ["datum"])
    (Failed(reason='an object', value=''), True)
    """
    values = _values(element, steps)
    if LIST not in steps:
        return (values[0] if values else None), bool(values)
    failed = next((cell for cell in values if isinstance(cell, Failed)), None)
    texts = [text for cell in values if (text := as_text(cell)) is not None]
    return failed or JOIN.join(texts) or None, bool(values)


def wrong(path: str, expected: str, got: str) -> ConnectorError:
    """The error for a path that the file does not follow."""
    return ConnectorError(
        said("{path}: the file is built otherwise", path=path),
        expected=expected,
        got=got,
        hint="[] after the name of each list, and nothing after the name of an object or a value",
    )


def kind_of(value: Any) -> str:
    """What a value is, in a word.

    >>> [kind_of(value) for value in ({}, [], None, "x")]
    ['an object', 'a list', 'null', 'a value']
    """
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return "null" if value is None else "a value"


def _values(element: Any, steps: Sequence[str]) -> list[Cell]:
    for at, step in enumerate(steps):
        if element is None:
            return [None]
        if step == LIST and isinstance(element, list):
            rest = steps[at + 1 :]
            return [value for item in element for value in _values(item, rest)]
        if step == LIST or not isinstance(element, dict):
            return [Failed(kind_of(element))]
        if step not in element:
            return []
        element = element[step]
    if isinstance(element, dict | list):
        return [Failed(kind_of(element))]
    return [element]
