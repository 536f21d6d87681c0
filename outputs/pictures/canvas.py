"""A sheet to draw on, as SVG: text as text, and nothing that a strict page would refuse.

Every shape has its light colour in presentation attributes and a class that the page turns dark
(outputs.palette). Names out of the data are cleaned on their way in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal
from xml.etree import ElementTree as ET

from outputs.maps.strokes import number as n
from outputs.maps.text import FONT, clean, width_of
from outputs.palette import both, fill, stroke

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outputs.reader import Reader

WIDTH: Final = 760.0
SIZE: Final = 13.0
SMALL: Final = 12.0
LINE: Final = 16.0
"""From one line of text to the next."""

TILE: Final = 8
Texture = Literal["solid", "lines", "dots", "cross", "rows", "empty"]
Anchor = Literal["start", "middle", "end"]


class Canvas:
    """A drawing in the making, in units of a pixel at full size.

    >>> from outputs.reader import Reader
    >>> sheet = Canvas("beeld", "Titel", "Uitleg", height=40, reader=Reader())
    >>> sheet.text(0, 20, "één")
    >>> sheet.markup()[-17:]
    '>één</text></svg>'
    """

    def __init__(
        self,
        name: str,
        title: str,
        summary: str,
        *,
        height: float,
        reader: Reader,
        width: float = WIDTH,
    ) -> None:
        self.name = name
        self.root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "lang": reader.language,
                "role": "img",
                "aria-labelledby": f"{name}-titel {name}-uitleg",
                "viewBox": f"0 0 {n(width)} {n(height)}",
                "width": n(width),
                "height": n(height),
                "font-family": FONT,
                "font-size": n(SIZE),
            },
        )
        ET.SubElement(self.root, "title", {"id": f"{name}-titel"}).text = clean(title)
        described = ET.SubElement(self.root, "desc", {"id": f"{name}-uitleg"})
        described.text = clean(summary, 1000)
        self._textures: dict[str, str] = {}
        self._defs: ET.Element | None = None
        self._into = self.root
        self._size = SIZE
        self.rect(0, 0, width, height, fill("paper"))

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        look: Mapping[str, str],
        *,
        hint: str = "",
        **more: str,
    ) -> None:
        """A rectangle; `hint` is what a mouse that rests on it is told."""
        box = {"x": n(x), "y": n(y), "width": n(max(width, 0)), "height": n(max(height, 0))}
        self._add("rect", {**box, **look, **more}, hint)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, look: Mapping[str, str], **more: str
    ) -> None:
        """A straight line."""
        ends = {"x1": n(x1), "y1": n(y1), "x2": n(x2), "y2": n(y2)}
        self._add("line", {**ends, **look, **more}, "")

    def path(self, data: str, look: Mapping[str, str], *, hint: str = "", **more: str) -> None:
        """A path of SVG's commands."""
        self._add("path", {"d": data, **look, **more}, hint)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: Anchor = "start",
        colour: str = "ink",
        size: float | None = None,
        bold: bool = False,
        hint: str = "",
    ) -> None:
        """One line of text on the baseline y."""
        attributes = {"x": n(x), "y": n(y)}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        if size is not None and size != self._size:
            attributes["font-size"] = n(size)
        if bold:
            attributes["font-weight"] = "bold"
        self._add("text", {**attributes, **fill(colour)}, hint, clean(words))

    def upright(self, x: float, y: float, words: str, *, hint: str = "") -> None:
        """One line of small text from the foot (x, y) upwards."""
        place = {"x": n(x), "y": n(y), "transform": f"rotate(-90 {n(x)} {n(y)})"}
        self._add("text", {**place, "font-size": n(SMALL), **fill("ink")}, hint, clean(words))

    def enter(self, transform: str, *, size: float = SIZE) -> None:
        """What is drawn from now on stands in a group that is moved so, and whose text has a size."""
        self._into = ET.SubElement(self.root, "g", {"transform": transform, "font-size": n(size)})
        self._size = size

    def texture(self, kind: Texture, colour: str) -> dict[str, str]:
        """The attributes of an area in one of six textures, with a line around it.

        Textures stay apart in grey and for who sees no hues.
        """
        if kind == "solid":
            return both(colour, colour)
        if kind == "empty":
            return both("paper", colour)
        key = f"{self.name}-{kind}-{colour}"
        if key not in self._textures:
            self._textures[key] = f"url(#{key})"
            self._define(key, kind, colour)
        return {**stroke(colour), "fill": self._textures[key]}

    def markup(self) -> str:
        """The drawing as text; the same for the same strokes."""
        return ET.tostring(self.root, encoding="unicode")

    def _define(self, key: str, kind: Texture, colour: str) -> None:
        if self._defs is None:
            self._defs = ET.Element("defs")
            self.root.insert(2, self._defs)
        size = str(TILE)
        tile = ET.SubElement(
            self._defs,
            "pattern",
            {"id": key, "width": size, "height": size, "patternUnits": "userSpaceOnUse"},
        )
        ET.SubElement(tile, "rect", {"width": size, "height": size, **fill("paper")})
        if kind == "dots":
            ET.SubElement(tile, "circle", {"cx": "4", "cy": "4", "r": "2", **fill(colour)})
            return
        rising = "M-2 2L2 -2M0 8L8 0M6 10L10 6"
        falling = "M-2 6L2 10M0 0L8 8M6 -2L10 2"
        data = {"lines": rising, "cross": rising + falling, "rows": "M0 2H8M0 6H8"}[kind]
        ET.SubElement(tile, "path", {"d": data, **stroke(colour, 1.5 if kind == "cross" else 2)})

    def _add(self, tag: str, attributes: Mapping[str, str], hint: str, words: str = "") -> None:
        element = ET.SubElement(self._into, tag, dict(attributes))
        if words:
            element.text = words
        if hint:
            ET.SubElement(element, "title").text = clean(hint, 500)


def legend(sheet: Canvas, y: float, items: Sequence[tuple[dict[str, str], str]]) -> float:
    """Samples and what they mean, from left to right and on as many lines as it takes.

    Returns:
        The y below them.
    """
    places = _flow([words for _, words in items])
    for (look, words), (x, line) in zip(items, places, strict=True):
        top = y + line * (LINE + 4)
        sheet.rect(x + 1, top, 16, 12, look)
        sheet.text(x + 22, top + 10.5, words, size=SMALL)
    return y + _last(places) * (LINE + 4) + LINE + 8


def legend_height(words: Sequence[str]) -> float:
    """How much room a legend with these words takes."""
    return (_last(_flow(words)) + 1) * (LINE + 4) + 4


def _flow(words: Sequence[str]) -> list[tuple[float, int]]:
    """Where each sample of a legend begins, and on which line."""
    places: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for each in words:
        width = 28 + width_of(clean(each), SMALL)
        if x and x + width > WIDTH:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += width + 12
    return places


def _last(places: Sequence[tuple[float, int]]) -> int:
    return places[-1][1] if places else 0
