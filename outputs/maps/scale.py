"""What a line's colour and width say: how long people wait there, and how often it is taken."""

from __future__ import annotations

from math import sqrt
from typing import Final

from outputs.words import DAY_S

WAIT_CLASSES: Final = (
    (1.0, "#858c96", "minder dan 1 dag"),
    (7.0, "#b35c00", "1 tot 7 dagen"),
    (28.0, "#a8322d", "7 tot 28 dagen"),
    (84.0, "#6d1b56", "28 tot 84 dagen"),
    (float("inf"), "#25083f", "84 dagen of meer"),
)
"""Upper bound in days, colour and name. Each colour is darker than the one before, so that the order
survives colour blindness and a grey print, and the lightest stands out from white at 3 to 1 (WCAG
2.2, 1.4.11). The bounds are fixed: maps of two nights, or of two regions, can be laid side by side."""

NARROWEST_PT: Final = 1.2
WIDEST_PT: Final = 6.5


FEW_COLOUR: Final = "#555555"
"""Of a line of which no median is told: too few journeys waited there."""


def wait_class(seconds: float) -> int:
    """The number of a waiting time's class, from 0.

    >>> wait_class(0), wait_class(7 * 86_400), wait_class(1e9)
    (0, 2, 4)
    """
    return next(at for at, (bound, *_) in enumerate(WAIT_CLASSES) if seconds < bound * DAY_S)


def wait_colour(seconds: float | None) -> str:
    """The colour of a waiting time; None: too few journeys waited to tell.

    >>> wait_colour(0), wait_colour(7 * 86_400), wait_colour(None)
    ('#858c96', '#a8322d', '#555555')
    """
    return FEW_COLOUR if seconds is None else WAIT_CLASSES[wait_class(seconds)][1]


def line_width(n: int, most: int) -> float:
    """A line's width in points: by the square root, so that what is rare still shows.

    >>> line_width(100, 100), line_width(25, 100), line_width(0, 0)
    (6.5, 3.85, 1.2)
    """
    share = sqrt(n / most) if most else 0.0
    return round(NARROWEST_PT + (WIDEST_PT - NARROWEST_PT) * share, 2)
