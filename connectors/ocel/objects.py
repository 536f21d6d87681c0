"""Object-centric event data as OCEL 2.0 means it: events, objects, and what relates them.

An event has a type, a moment and values, and concerns objects. An object has a type and values that
change over time: what it was at a moment is the latest value told for that moment or before. The three
forms of a log (`connectors.ocel.json_form`, `ocel_xml`, `ocel_sqlite`) give the same events and objects.

Source: OCEL 2.0 specification, A. Berti and others, 2024 (ocel-standard.org).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Related:
    """An object that an event or another object relates to, and in what part."""

    id: str
    qualifier: str = ""


@dataclass(frozen=True)
class OcelEvent:
    """An event.

    Attributes:
        number: its place in the log, from 1.
        id: its own name.
        type: what happened.
        time: when, as the log writes it; empty where it tells none.
        values: its attributes.
        related: the objects that it concerns, in the log's order.
    """

    number: int
    id: str
    type: str
    time: str
    values: Mapping[str, str]
    related: Sequence[Related]


@dataclass(frozen=True)
class OcelObject:
    """An object.

    Attributes:
        id: its own name.
        type: what it is.
        values: its attributes: name, moment, value, in the log's order.
        related: the objects that it relates to.
    """

    id: str
    type: str
    values: Iterable[tuple[str, str, str]] = ()
    related: Iterable[Related] = ()


def moment(text: str) -> datetime | None:
    """A time as it is compared; null where it is none. One without a zone is taken to be UTC.

    >>> moment("2025-03-01T10:00:00Z") == moment("2025-03-01 11:00:00+01:00")
    True
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


@dataclass
class Objects:
    """The objects of a log that its rows need, by id.

    Memory: the id, type and wanted values of each, and what relates them to one another.
    """

    _types: dict[str, str] = field(default_factory=dict)
    _values: dict[tuple[str, str], list[tuple[datetime, str]]] = field(default_factory=dict)
    _linked: dict[str, list[str]] = field(default_factory=dict)
    attributes: set[tuple[str, str]] = field(default_factory=set)

    def add(self, entity: OcelObject, attribute_names: Sequence[str]) -> None:
        """Takes an object; of a repeated one, what it tells more."""
        self._types.setdefault(entity.id, entity.type)
        for name, time, value in entity.values:
            self.attributes.add((entity.type, name))
            if name in attribute_names:
                history = self._values.setdefault((entity.id, name), [])
                history.append((moment(time) or ALWAYS, value))
        for other in entity.related:
            self._linked.setdefault(entity.id, []).append(other.id)
            self._linked.setdefault(other.id, []).append(entity.id)

    def close(self) -> None:
        """Puts the values of each object in the order of their moments, once all are there."""
        for history in self._values.values():
            history.sort(key=lambda pair: pair[0])

    def types(self) -> set[str]:
        """The types that its objects have."""
        return set(self._types.values())

    def type_of(self, name: str) -> str | None:
        """An object's type; null where it is not among them."""
        return self._types.get(name)

    def value(self, name: str, attribute: str, at: datetime | None) -> str:
        """What an object's attribute was at a moment, or is in the end; empty where nothing is told."""
        history = self._values.get((name, attribute), [])
        n = len(history) if at is None else bisect_right(history, at, key=lambda pair: pair[0])
        return history[n - 1][1] if n else ""

    def linked(self, name: str, kind: str) -> list[str]:
        """The objects of a type that relate to an object, or it to them, each once."""
        others = [other for other in self._linked.get(name, ()) if self._types.get(other) == kind]
        return list(dict.fromkeys(others))
