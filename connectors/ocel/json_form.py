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

EXPECTED: Final = "a whole OCEL 2.0 log as JSON"
PARTS: Final = frozenset({"eventTypes", "objectTypes", "events", "objects"})


@dataclass(frozen=True)
class OcelJson:
    """A log; memory is bounded by its largest object or event."""

    path: Path

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
        return [_text(each.get("name")) for each in self._items("objectTypes")]

    def objects(self, wanted: Mapping[str, Sequence[str]]) -> Iterator[OcelObject]:
        """The objects of the wanted types."""
        for each in self._items("objects"):
            if (kind := _text(each.get("type"))) in wanted:
                yield OcelObject(
                    _text(each.get("id")),
                    kind,
                    [
                        (_text(one.get("name")), _text(one.get("time")), _text(one.get("value")))
                        for one in _list(each.get("attributes"))
                    ],
                    _related(each),
                )

    def events(self, wanted: Sequence[str]) -> Iterator[OcelEvent]:
        """The events, with all their attributes."""
        del wanted
        for number, each in enumerate(self._items("events"), start=1):
            yield OcelEvent(
                number,
                _text(each.get("id")),
                _text(each.get("type")),
                _text(each.get("time")),
                {
                    _text(one.get("name")): _text(one.get("value"))
                    for one in _list(each.get("attributes"))
                },
                _related(each),
            )

    def _items(self, part: str) -> Iterator[dict[str, Any]]:
        """The elements of a part; what is no JSON object tells nothing."""
        return (each if isinstance(each, dict) else {} for key, each in self._read() if key == part)

    def _read(self) -> Iterator[tuple[str, Any]]:
        """The elements of every part.

        Raises:
            FileUnreadableError: the file ends too soon, or is no JSON.
        """
        try:
            yield from parts(self.path)
        except DamagedError as error:
            hint = "export or copy the file again"
            raise unreadable(expected=EXPECTED, got=str(error), hint=hint) from None


def _related(each: Mapping[str, Any]) -> list[Related]:
    return [
        Related(_text(one.get("objectId")), _text(one.get("qualifier")))
        for one in _list(each.get("relationships"))
    ]


def _list(value: Any) -> list[dict[str, Any]]:
    """The JSON objects in a list; of anything else none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    """A value as text: true and false in small letters, null and what is no plain value as empty."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else ""
