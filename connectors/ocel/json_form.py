"""OCEL 2.0 as JSON, read one object and one event at a time (`connectors.formats.json_parts`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from connectors.formats.json_parts import DamagedError, parts
from connectors.formats.text import unreadable
from connectors.ocel.objects import OcelEvent, OcelObject, Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.ceilings import Ceilings

EXPECTED: Final = "a whole OCEL 2.0 log as JSON"
PARTS: Final = frozenset({"eventTypes", "objectTypes", "events", "objects"})


@dataclass(frozen=True)
class OcelJson:
    """A log; memory is bounded by its largest object or event."""

    path: Path
    ceilings: Ceilings

    def check(self) -> None:
        """Refuses what has none of an OCEL 2.0 log's parts.

        Raises:
            FileUnreadableError: it is none.
        """
        keys = (key for key, _ in self._read())
        first = next((key for key in keys if key in PARTS or key.startswith("ocel:")), "")
        if first not in PARTS:
            got = "an OCEL 1.0 log" if first else "JSON of another kind"
            raise unreadable(expected=EXPECTED, got=got)

    def types(self) -> Iterable[str]:
        """The types of objects that it declares."""
        return [_text(kind.get("name")) for kind in self._items("objectTypes")]

    def objects(self, attributes_of: Mapping[str, Sequence[str]]) -> Iterator[OcelObject]:
        """The objects of the wanted types."""
        for entity in self._items("objects"):
            if (kind := _text(entity.get("type"))) in attributes_of:
                yield OcelObject(
                    _text(entity.get("id")),
                    kind,
                    [
                        (
                            _text(attribute.get("name")),
                            _text(attribute.get("time")),
                            _text(attribute.get("value")),
                        )
                        for attribute in _list(entity.get("attributes"))
                    ],
                    _related(entity),
                )

    def events(self, attributes: Sequence[str]) -> Iterator[OcelEvent]:
        """The events, with all their attributes."""
        del attributes
        for number, entity in enumerate(self._items("events"), start=1):
            yield OcelEvent(
                number,
                _text(entity.get("id")),
                _text(entity.get("type")),
                _text(entity.get("time")),
                {
                    _text(attribute.get("name")): _text(attribute.get("value"))
                    for attribute in _list(entity.get("attributes"))
                },
                _related(entity),
            )

    def _items(self, part: str) -> Iterator[dict[str, Any]]:
        """The elements of a part; what is no JSON object tells nothing."""
        return (
            entity if isinstance(entity, dict) else {}
            for key, entity in self._read()
            if key == part
        )

    def _read(self) -> Iterator[tuple[str, Any]]:
        """The elements of every part.

        Raises:
            FileUnreadableError: the file ends too soon, or is no JSON.
        """
        try:
            yield from parts(self.path, self.ceilings)
        except DamagedError as error:
            hint = "export or copy the file again"
            raise unreadable(expected=EXPECTED, got=str(error), hint=hint) from None


def _related(entity: Mapping[str, Any]) -> list[Related]:
    return [
        Related(_text(relation.get("objectId")), _text(relation.get("qualifier")))
        for relation in _list(entity.get("relationships"))
    ]


def _list(value: Any) -> list[dict[str, Any]]:
    """The JSON objects in a list; of anything else none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    """A value as text: true and false in small letters, null and what is no plain value as empty."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else ""
