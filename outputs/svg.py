"""SVG as the maps, the pictures and the pages write it: text as text, presentation attributes alone.

No style sheet, script, link, font or other file: a drawing stands alone, and in a page under the strictest
content security policy. The same shapes give the same bytes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLAIN: Final[Mapping[str, str]] = {}
"""The look of a shape that says nothing of it."""


class Svg:
    r"""A drawing that grows: each shape goes into the innermost open group.

    Attributes:
        root: the element of the whole.
        ink: the look of text that gives none.

    >>> drawing = Svg({"lang": "nl"})
    >>> with drawing.group({"class": "vak"}, hint="een vak"):
    ...     drawing.text(1, 2.04, "Intake", bold=True)
    >>> print(drawing.markup().replace("><", ">\n<"))
    <svg xmlns="http://www.w3.org/2000/svg" lang="nl">
    <g class="vak">
    <title>een vak</title>
    <text x="1" y="2" font-weight="bold">Intake</text>
    </g>
    </svg>
    """

    ink: Mapping[str, str] = PLAIN

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **attributes})
        self._into = self.root

    def describe(self, name: str, title: str, summary: str) -> None:
        """Add what a screen reader says, under the ids NAME-titel and NAME-uitleg."""
        self.add("title", {"id": f"{name}-titel"}, words=title)
        self.add("desc", {"id": f"{name}-uitleg"}, words=summary)

    def add(
        self, tag: str, attributes: Mapping[str, str] = PLAIN, *, words: str = "", hint: str = ""
    ) -> ET.Element:
        """Add an element; a mouse that rests on it reads `hint`."""
        element = ET.SubElement(self._into, tag, dict(attributes))
        if words:
            element.text = words
        if hint:
            ET.SubElement(element, "title").text = hint
        return element

    @contextmanager
    def group(self, attributes: Mapping[str, str], *, hint: str = "") -> Iterator[None]:
        """What is drawn inside stands in a group."""
        outer = self._into
        self._into = self.add("g", attributes, hint=hint)
        yield
        self._into = outer

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        look: Mapping[str, str] = PLAIN,
        *,
        hint: str = "",
    ) -> None:
        """Draw a rectangle from its top left corner."""
        box = {"x": number(x), "y": number(y), "width": number(width), "height": number(height)}
        self.add("rect", {**box, **look}, hint=hint)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, look: Mapping[str, str] = PLAIN
    ) -> None:
        """Draw a straight line."""
        ends = {"x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2)}
        self.add("line", {**ends, **look})

    def path(self, data: str, look: Mapping[str, str] = PLAIN, *, hint: str = "") -> None:
        """Draw along SVG's commands."""
        self.add("path", {"d": data, **look}, hint=hint)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        look: Mapping[str, str] | None = None,
        *,
        anchor: str = "",
        size: float | None = None,
        bold: bool = False,
        hint: str = "",
    ) -> None:
        """Write one line on the baseline y; no words are no text."""
        attributes = {"x": number(x), "y": number(y)}
        if anchor:
            attributes["text-anchor"] = anchor
        if size is not None:
            attributes["font-size"] = number(size)
        if bold:
            attributes["font-weight"] = "bold"
        if words:
            look = self.ink if look is None else look
            self.add("text", {**attributes, **look}, words=words, hint=hint)

    def markup(self) -> str:
        """The drawing as a part of a page."""
        return ET.tostring(self.root, encoding="unicode")

    def document(self) -> bytes:
        """The drawing as a file of its own, an element a line."""
        ET.indent(self.root, " ")
        document: bytes = ET.tostring(self.root, encoding="utf-8", xml_declaration=True)
        return document + b"\n"


def number(value: float) -> str:
    """A length with one decimal at most: finer than any eye, coarser than any machine's rounding.

    >>> number(12.04), number(-0.01), number(3.25)
    ('12', '0', '3.2')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
