"""OCEL 2.0 as XML, read one object and one event at a time; a file with a DTD is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from connectors.formats.text import unreadable
from connectors.formats.xml import Target, XmlRefusedError, stream_xml
from connectors.ocel.objects import OcelEvent, OcelObject, Related
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.ceilings import Ceilings

EXPECTED: Final = "a whole OCEL 2.0 log as XML"
SECTIONS: Final = {"objects": "object", "events": "event", "object-types": "object-type"}


@dataclass
class _Item:
    """An object, an event or a type of objects, as it stands there."""

    section: str
    attributes: Mapping[str, str]
    values: list[tuple[str, str, str]] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)


class _OcelTarget(Target):
    """Makes an item of each element in a section, so memory holds one."""

    PART = 2

    def __init__(self, ceilings: Ceilings) -> None:
        super().__init__(ceilings)
        self._path: list[str] = []
        self._item: _Item | None = None
        self._value: tuple[str, str] | None = None
        self._text: list[str] = []
        self._done: list[_Item] = []

    def taken(self) -> list[_Item]:
        """The items that ended since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begins an item, or takes what stands in one."""
        super().start(tag, attributes)
        name = tag[tag.rfind("}") + 1 :]
        self._path.append(name)
        depth = len(self._path)
        if depth == 1 and name != "log":
            raise XmlRefusedError("an XML file of another kind: its root is no log")
        section = self._path[1] if depth > 1 else ""
        if depth == 2 and name == "trace":  # noqa: PLR2004 -- below the log
            raise XmlRefusedError("an XES log: its kind is xes")
        if depth == 3 and SECTIONS.get(section) == name:  # noqa: PLR2004 -- in a section
            self._item = _Item(section, dict(attributes))
        elif self._item and self._path[3:-1] == ["attributes"] and name == "attribute":
            self._value = (attributes.get("name", ""), attributes.get("time", ""))
            self._text = []
        elif self._item and self._path[3:-1] == ["objects"] and "object-id" in attributes:
            related = Related(attributes["object-id"], attributes.get("qualifier", ""))
            self._item.related.append(related)

    def data(self, text: str) -> None:
        """Gathers the text of a value."""
        if self._value:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """Ends a value or an item."""
        super().end(tag)
        self._path.pop()
        if self._item is None:
            return
        if self._value and len(self._path) == 4:  # noqa: PLR2004 -- an attribute of an item ended
            self._item.values.append((*self._value, "".join(self._text).strip()))
            self._value = None
        elif len(self._path) == 2:  # noqa: PLR2004 -- the item itself ended
            self._done.append(self._item)
            self._item = None


@dataclass(frozen=True)
class OcelXml:
    """A log; memory is bounded by its largest object or event."""

    path: Path
    ceilings: Ceilings

    def check(self) -> None:
        """Refuses what is no OCEL 2.0 at its first elements.

        Raises:
            FileUnreadableError: it is none.
        """
        next(self._items(), None)

    def types(self) -> Iterable[str]:
        """The types of objects that it declares."""
        return [item.attributes.get("name", "") for item in self._section("object-types")]

    def objects(self, attributes_of: Mapping[str, Sequence[str]]) -> Iterator[OcelObject]:
        """The objects of the wanted types."""
        for item in self._section("objects"):
            if (kind := item.attributes.get("type", "")) in attributes_of:
                values = [(name, time, value) for name, time, value in item.values]
                yield OcelObject(item.attributes.get("id", ""), kind, values, item.related)

    def events(self, attribute_names: Sequence[str]) -> Iterator[OcelEvent]:
        """The events, with all their attributes."""
        del attribute_names
        for number, item in enumerate(self._section("events"), start=1):
            yield OcelEvent(
                number,
                item.attributes.get("id", ""),
                item.attributes.get("type", ""),
                item.attributes.get("time", ""),
                {name: value for name, _, value in item.values},
                item.related,
            )

    def _section(self, name: str) -> Iterator[_Item]:
        return (item for item in self._items() if item.section == name)

    def _items(self) -> Iterator[_Item]:
        """All items, in the file's order.

        Raises:
            FileUnreadableError: it is truncated, does not parse, or is refused.
        """
        target = _OcelTarget(self.ceilings)
        try:
            with self.path.open("rb") as stream:
                for _ in stream_xml(stream, target, self.ceilings):
                    yield from target.taken()
        except XmlRefusedError as error:
            raise _wrong(str(error)) from None
        except etree.XMLSyntaxError as error:
            raise _wrong(
                said("XML that is truncated or damaged at line {n}", n=error.lineno or 0)
            ) from None


def _wrong(got: str) -> Exception:
    return unreadable(expected=EXPECTED, got=got, hint="export or copy the file again")
