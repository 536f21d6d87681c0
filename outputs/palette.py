"""The colours of everything that is drawn, each with its light and its dark form.

A shape carries its colour twice: as a class (`f-NAME` fills, `s-NAME` strokes), which a page's style
sheet turns light or dark, and as the light colour in a presentation attribute, so that the picture
stands alone once it is taken out of the page. Light colours are those of the Voorbeeld theme of NL Design
System where it has one (docs/decisions/0023); outputs/report/web/tokens.css holds the same values under
its names, and a test holds the two together. No colour says anything alone: a number, a pattern, a
dash or a word says it too.
"""

from __future__ import annotations

from typing import Final, NamedTuple

TEXT_CONTRAST: Final = 4.5
"""What WCAG 2.2 (1.4.3) asks of text against what lies behind it."""

SHAPE_CONTRAST: Final = 3.0
"""What WCAG 2.2 (1.4.11) asks of a shape that has to be seen."""


class Colour(NamedTuple):
    """One colour, on light and on dark paper: `#rrggbb` each."""

    light: str
    dark: str


PALETTE: Final[dict[str, Colour]] = {
    "ink": Colour("#001a40", "#f9f9fa"),
    "soft": Colour("#3d5374", "#c0c7d2"),
    "line": Colour("#c0c7d2", "#3d5374"),
    "paper": Colour("#ffffff", "#0d1a2e"),
    "ground": Colour("#eff1f3", "#06101f"),
    "accent": Colour("#00568b", "#8ecef6"),
    "accent-2": Colour("#3b0fb0", "#cfbdff"),
    "accent-3": Colour("#105f26", "#6cdd8b"),
    "band": Colour("#e3f3fd", "#003e65"),
    "alert": Colour("#863d15", "#ffb582"),
    "alert-ground": Colour("#ffeee1", "#2e1508"),
    "wait-0": Colour("#858c96", "#78828e"),
    "wait-1": Colour("#b35c00", "#d2822d"),
    "wait-2": Colour("#a8322d", "#f39182"),
    "wait-3": Colour("#6d1b56", "#f5b8dd"),
    "wait-4": Colour("#25083f", "#f1e4ff"),
    "shade-1": Colour("#e3f3fd", "#0d2440"),
    "shade-2": Colour("#c7e7fa", "#0a3152"),
    "shade-3": Colour("#abdbf8", "#003e65"),
    "shade-4": Colour("#8ecef6", "#00568b"),
}
"""By name. ink and soft are text, on paper, ground and the shades; accent, accent-2 and accent-3 are
three kinds side by side; wait-0 … wait-4 are the classes of outputs.maps.scale, each further from the
paper than the one before, on light and on dark; shade-1 … shade-4 lie behind a number."""

TEXT_PAIRS: Final = (
    *((text, behind) for text in ("ink", "soft") for behind in ("paper", "ground", "band")),
    *(("ink", f"shade-{step}") for step in (1, 2, 3, 4)),
    ("ink", "alert-ground"),
    ("accent", "paper"),
    ("accent", "ground"),
    ("alert", "paper"),
    ("alert", "alert-ground"),
    ("paper", "accent"),
)
"""Text and what lies behind it, as they may be used."""

SHAPE_PAIRS: Final = tuple(
    (name, "paper")
    for name in ("ink", "soft", "accent", "accent-2", "accent-3", "alert",
                 "wait-0", "wait-1", "wait-2", "wait-3", "wait-4")
)  # fmt: skip
"""Shapes that say something, and the paper that they stand on."""


def fill(name: str) -> dict[str, str]:
    """The attributes of a shape that is filled with a colour.

    >>> fill("accent")
    {'class': 'f-accent', 'fill': '#00568b'}
    """
    return {"class": f"f-{name}", "fill": PALETTE[name].light}


def stroke(name: str, width: float = 1.0) -> dict[str, str]:
    """The attributes of a line in a colour, so many units wide, with nothing filled in.

    >>> stroke("soft", 1.5)
    {'class': 's-soft', 'stroke': '#3d5374', 'stroke-width': '1.5', 'fill': 'none'}
    """
    light = PALETTE[name].light
    return {"class": f"s-{name}", "stroke": light, "stroke-width": f"{width:g}", "fill": "none"}


def both(inside: str, around: str, width: float = 1.0) -> dict[str, str]:
    """The attributes of a shape that is filled with one colour and has a line of another.

    >>> both("band", "accent")["class"]
    'f-band s-accent'
    """
    return {
        **stroke(around, width),
        "fill": PALETTE[inside].light,
        "class": f"f-{inside} s-{around}",
    }


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2: from 1 (the same) to 21 (black and white).

    >>> contrast("#ffffff", "#000000"), contrast("#123456", "#123456")
    (21.0, 1.0)
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((lighter + 0.05) / (darker + 0.05), 2)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
