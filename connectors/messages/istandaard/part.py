"""An XML element by the local names of what stands in it.

Versions of the standard differ in namespace and in capitals (`BerichtIdentificatie`,
`Berichtidentificatie`); what stands where is much the same. So names are compared without both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree


@dataclass(frozen=True)
class Element:
    """An element of a message.

    Attributes:
        name: its local name in lower case.
        text: what stands in it, without the space around it; empty where elements stand in it.
        line: where it begins in the file.
        parts: the elements that stand directly in it, in order.
    """

    name: str
    text: str
    line: int
    parts: tuple[Element, ...]

    def all(self, path: str) -> Iterator[Element]:
        """The parts at a path of names, in order.

        >>> client = Element("client", "", 2, (Element("bsn", "1", 3, ()),))
        >>> [part.text for part in Element("bericht", "", 1, (client,)).all("client/bsn")]
        ['1']
        """
        name, _, rest = path.partition("/")
        for part in self.parts:
            if part.name == name:
                if rest:
                    yield from part.all(rest)
                else:
                    yield part

    def find(self, path: str) -> Element | None:
        """The first part at a path of names; None where there is none."""
        return next(self.all(path), None)

    def get(self, *paths: str) -> str:
        """The text at the first of these paths that is filled in; empty where none is."""
        for path in paths:
            for part in self.all(path):
                if part.text:
                    return part.text
        return ""

    def walk(self) -> Iterator[Element]:
        """Every element below this one, in the file's order."""
        for part in self.parts:
            yield part
            yield from part.walk()


def part_of(element: etree._Element) -> Element:
    """An element of a document without comments, as a part."""
    parts = tuple(part_of(child) for child in element if isinstance(child.tag, str))
    name = str(element.tag)
    line: Any = element.sourceline  # its stub is of another kind
    return Element(
        name=name[name.rfind("}") + 1 :].lower(),
        text="" if parts else (element.text or "").strip(),
        line=line or 0,
        parts=parts,
    )
