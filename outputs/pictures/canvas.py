"""A sheet to draw a picture on: palette colours, textures and a legend.

Every shape has its light colour in presentation attributes and a class that the page turns dark
(outputs.palette). Names out of the data are cleaned on their way in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from xml.etree import ElementTree as ET

from outputs.maps.text import FONT, clean, width_of
from outputs.palette import both, fill, stroke
from outputs.svg import PLAIN, Svg, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outputs.reader import Reader

WIDTH: Final = 760.0
SIZE: Final = 13.0
SMALL: Final = 12.0
LINE: Final = 16.0
"""From one line of text to the next."""

SOFT: Final = fill("soft")
"""The look of words beside the point."""

Texture = Literal["solid", "lines", "dots", "cross", "rows", "empty"]
RISING: Final = "M-2 2L2 -2M0 8L8 0M6 10L10 6"
FALLING: Final = "M-2 6L2 10M0 0L8 8M6 -2L10 2"
STRIPES: Final = {
    "lines": (RISING, 2.0),
    "cross": (RISING + FALLING, 1.5),
    "rows": ("M0 2H8M0 6H8", 2.0),
}
"""What is drawn on a tile of a texture, and how wide."""

LONGEST: Final = {"desc": 1000}
"""Characters of an element's words, where that is not what a name may have."""


@dataclass(frozen=True)
class Caption:
    """What a picture is called.

    Attributes:
        name: of its files and of all ids in its drawing; letters, digits and hyphens.
        title: over it, in the reader's language.
        reader: for whom it is.
    """

    name: str
    title: str
    reader: Reader


class Canvas(Svg):
    """A picture in the making, in units of a pixel at full size.

    >>> from outputs.reader import Reader
    >>> sheet = Canvas(Caption("beeld", "Titel", Reader()), "Uitleg", height=40)
    >>> sheet.text(0, 20, "één")
    >>> sheet.markup()[-17:]
    '>één</text></svg>'
    """

    ink = fill("ink")

    def __init__(
        self, caption: Caption, summary: str, *, height: float, width: float = WIDTH
    ) -> None:
        self.name = caption.name
        super().__init__(
            {
                "lang": caption.reader.language,
                "role": "img",
                "aria-labelledby": f"{self.name}-titel {self.name}-uitleg",
                "viewBox": f"0 0 {number(width)} {number(height)}",
                "width": number(width),
                "height": number(height),
                "font-family": FONT,
                "font-size": number(SIZE),
            }
        )
        self.describe(self.name, caption.title, summary)
        self._textures: dict[str, ET.Element] = {}
        self.rect(0, 0, width, height, fill("paper"))

    def add(
        self, tag: str, attributes: Mapping[str, str] = PLAIN, *, words: str = "", hint: str = ""
    ) -> ET.Element:
        """Add an element, its words and hint cleaned."""
        words = clean(words, LONGEST.get(tag, 200)) if words else ""
        return super().add(tag, attributes, words=words, hint=clean(hint, 500) if hint else "")

    def upright(self, x: float, y: float, words: str, *, hint: str = "") -> None:
        """Write one line of small text from the foot (x, y) upwards."""
        place = {"x": number(x), "y": number(y)}
        turned = {"transform": f"rotate(-90 {place['x']} {place['y']})", "font-size": number(SMALL)}
        self.add("text", {**place, **turned, **self.ink}, words=words, hint=hint)

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
            if not self._textures:
                self.root.insert(2, ET.Element("defs"))
            self._textures[key] = _tile(self.root[2], key, kind, colour)
        return {**stroke(colour), "fill": f"url(#{key})"}


def _tile(parent: ET.Element, key: str, kind: Texture, colour: str) -> ET.Element:
    size = {"width": "8", "height": "8"}
    tile = ET.SubElement(parent, "pattern", {"id": key, **size, "patternUnits": "userSpaceOnUse"})
    ET.SubElement(tile, "rect", {**size, **fill("paper")})
    if kind == "dots":
        ET.SubElement(tile, "circle", {"cx": "4", "cy": "4", "r": "2", **fill(colour)})
    else:
        data, width = STRIPES[kind]
        ET.SubElement(tile, "path", {"d": data, **stroke(colour, width)})
    return tile


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
    for word in words:
        width = 28 + width_of(clean(word), SMALL)
        if x and x + width > WIDTH:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += width + 12
    return places


def _last(places: Sequence[tuple[float, int]]) -> int:
    return places[-1][1] if places else 0
