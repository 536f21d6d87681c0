"""A map that can be read on paper: the most that fits, set out the way that reads largest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.maps.draw import Direction, Layout, layout
from outputs.maps.labels import settle
from outputs.maps.page import Page, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from outputs.maps.options import MapOptions
    from outputs.maps.scene import Scene

DIRECTIONS: Final[tuple[Direction, ...]] = ("TB", "LR")
SHARES: Final = (1.0, 0.85, 0.7, 0.6, 0.55, 0.5, 0.45, 0.4, 0.36, 0.32, 0.25, 0.18, 0.12)
"""Of what the options allow, tried in this order."""


@dataclass(frozen=True)
class Drawing:
    """A scene, where its parts stand (None where it has none), and its page."""

    scene: Scene
    layout: Layout | None
    page: Page


def fit(make: Callable[[MapOptions], Scene], options: MapOptions) -> Drawing:
    """The largest of a map's scenes whose smallest text is at least `options.min_text_pt` on A4.

    Args:
        make: a scene with as much as the options allow.
        options: the most that is wanted.

    Returns:
        That scene laid out; where none is readable, the one that is nearest to it.
    """
    best: Drawing | None = None
    for share in SHARES:
        drawing = _widest(make(options if share == 1 else options.shrunk(share)))
        if best is None or drawing.page.smallest_text_pt > best.page.smallest_text_pt:
            best = drawing
        if drawing.page.smallest_text_pt >= options.min_text_pt:
            return drawing
    assert best is not None  # noqa: S101 - there are shares
    return best


def _widest(scene: Scene) -> Drawing:
    """The direction and the side for the legend with which the text comes out largest."""
    if not scene.nodes:
        return Drawing(scene, None, page(scene, None, "bottom"))
    tried = [
        Drawing(scene, laid, page(scene, laid, side))
        for laid in (settle(scene, layout(scene, direction)) for direction in DIRECTIONS)
        for side in ("bottom", "right")
    ]
    return max(tried, key=lambda drawing: round(drawing.page.smallest_text_pt, 3))
