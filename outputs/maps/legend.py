"""The explanations that the maps share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outputs.maps.scale import WAIT_CLASSES, line_width
from outputs.maps.scene import LegendGroup, LegendItem, Line
from outputs.words import number_nl

if TYPE_CHECKING:
    from collections.abc import Sequence


def width_legend(title: str, counts: Sequence[int]) -> LegendGroup:
    """What three widths on this map stand for: the least, one between, and the most."""
    most = max(counts, default=0)
    samples = sorted({min(counts, default=0), most // 4, most} - {0})
    return LegendGroup(
        title,
        tuple(
            LegendItem(f"{number_nl(n)} keer", Line(line_width(n, most), "#555555"))
            for n in samples
        ),
    )


def colour_legend(title: str) -> LegendGroup:
    """What the colours stand for."""
    return LegendGroup(
        title, tuple(LegendItem(name, Line(4, colour)) for _, colour, name in WAIT_CLASSES)
    )
