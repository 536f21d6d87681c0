"""The explanations that the maps share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.maps.scale import WAIT_CLASSES, line_width
from outputs.maps.scene import LegendGroup, LegendItem, Line, Mark
from outputs.words import days_nl, number_nl

if TYPE_CHECKING:
    from collections.abc import Sequence

US: Final = 1_000_000
"""Microseconds in a second."""

WAIT_ITEM: Final = LegendItem(
    "hier wordt samen het langst gewacht: mediaan, en alle keren samen (d = dagen, u = uur)",
    mark=Mark(("wacht 38 d", "samen 940 d"), "wait"),
)


def wait_mark(median_s: float, idle_us: int) -> Mark:
    """What a line says of its waiting: the middle one, and all of them together.

    >>> wait_mark(38 * 86_400, 940 * 86_400_000_000).lines
    ('wacht 38 d', 'samen 940 d')
    """
    median = days_nl(median_s, short=True)
    return Mark((f"wacht {median}", f"samen {days_nl(idle_us / US, short=True)}"), "wait")


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
