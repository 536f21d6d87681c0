"""A map's page: title above, legend and notes beside or under the drawing, whichever reads best.

Readability is a number here: how large the smallest text is, in points, once the page is printed on
A4 landscape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from outputs.maps.options import A4_LANDSCAPE_PT
from outputs.maps.text import LINE_PT, SIZE_PT, TITLE_PT, width_of, wrap

if TYPE_CHECKING:
    from outputs.maps.draw import Layout
    from outputs.maps.scene import LegendGroup, LegendItem, Scene

EDGE_PT: Final = 14.0
HEADER_PT: Final = 50.0
SAMPLE_PT: Final = 76.0
"""Room for a legend's sample, before its words."""

COLUMN_PT: Final = 262.0
GAP_PT: Final = 16.0
ITEM_GAP_PT: Final = 5.0
NARROWEST_PT: Final = 560.0

Side = Literal["right", "bottom"]


@dataclass(frozen=True)
class PlacedLegend:
    """A legend group or a paragraph, and its top left corner."""

    x: float
    y: float
    group: LegendGroup | None = None
    lines: tuple[str, ...] = ()
    heading: bool = False


@dataclass(frozen=True)
class Page:
    """Where the parts of a page stand, in points from its top left corner."""

    width: float
    height: float
    drawing: tuple[float, float]
    blocks: tuple[PlacedLegend, ...]

    @property
    def smallest_text_pt(self) -> float:
        """Of the page when it is fitted onto A4, whichever way up; a small page is not enlarged."""
        long, short = A4_LANDSCAPE_PT
        landscape = min(long / self.width, short / self.height)
        portrait = min(short / self.width, long / self.height)
        return SIZE_PT * min(1.0, max(landscape, portrait))


def page(scene: Scene, layout: Layout | None, side: Side) -> Page:
    """Set a scene out on a page with the legend at one `side`."""
    across, down = (
        (layout.width, layout.height) if layout else (NARROWEST_PT, _message_height(scene))
    )
    words = [scene.title, scene.subtitle]
    header = max(width_of(words[0], TITLE_PT, bold=True), width_of(words[1])) if words else 0
    if side == "right":
        blocks, bottom = _column(scene, EDGE_PT + across + GAP_PT, HEADER_PT)
        inner = max(across + (GAP_PT + COLUMN_PT if blocks else 0), header)
        height = max(HEADER_PT + down, bottom)
    else:
        inner = max(across, header, NARROWEST_PT)
        blocks, height = _rows(scene, inner, HEADER_PT + down + GAP_PT)
    left = EDGE_PT if side == "right" else EDGE_PT + (inner - across) / 2
    return Page(inner + 2 * EDGE_PT, height + EDGE_PT, (left, HEADER_PT), tuple(blocks))


def item_lines(item: LegendItem) -> list[str]:
    """An item's words as they stand beside its sample."""
    return wrap(item.words, COLUMN_PT - SAMPLE_PT, lines=6)


def item_height(item: LegendItem) -> float:
    """How much room an item takes."""
    mark = item.mark.height if item.mark else 0
    return max(len(item_lines(item)) * LINE_PT, mark) + ITEM_GAP_PT


def group_height(group: LegendGroup) -> float:
    """How much room a group takes, heading and all."""
    return LINE_PT + 4 + sum(item_height(item) for item in group.items)


def _column(scene: Scene, x: float, y: float) -> tuple[list[PlacedLegend], float]:
    """Legend and notes one under another."""
    blocks = []
    for group in scene.legend:
        blocks.append(PlacedLegend(x, y, group))
        y += group_height(group) + ITEM_GAP_PT
    notes, y = _notes(scene, x, y, COLUMN_PT)
    return blocks + notes, y


def _rows(scene: Scene, inner: float, y: float) -> tuple[list[PlacedLegend], float]:
    """Legend groups side by side, as many as fit, and the notes under them."""
    columns = max(1, int((inner + GAP_PT) // (COLUMN_PT + GAP_PT)))
    heights = [y] * columns
    blocks = []
    for group in scene.legend:
        column = heights.index(min(heights))
        blocks.append(PlacedLegend(EDGE_PT + column * (COLUMN_PT + GAP_PT), heights[column], group))
        heights[column] += group_height(group) + ITEM_GAP_PT
    notes, bottom = _notes(scene, EDGE_PT, max(heights), inner)
    return blocks + notes, bottom


def _notes(scene: Scene, x: float, y: float, widest: float) -> tuple[list[PlacedLegend], float]:
    """What is not shown, paragraph by paragraph under a heading."""
    if not scene.notes:
        return [], y
    blocks = [PlacedLegend(x, y, lines=("Wat deze kaart niet laat zien",), heading=True)]
    y += LINE_PT + 4
    for note in scene.notes:
        lines = tuple(wrap(note, widest, lines=99))
        blocks.append(PlacedLegend(x, y, lines=lines))
        y += len(lines) * LINE_PT + 3
    return blocks, y


def _message_height(scene: Scene) -> float:
    return (len(scene.message) + 1) * LINE_PT * 1.5
