"""Panels under one another with the same periods: a bar per period, each panel on its own scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.maps.text import width_of
from outputs.pictures.axes import Plot, ticks, value_axis
from outputs.pictures.canvas import LINE, SMALL, WIDTH, Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outputs.pictures.canvas import Caption, Texture
    from outputs.pictures.periods import Period

LEFT: Final = 62.0
HIGH: Final = 84.0
HEAD: Final = 40.0
"""Above a panel: its heading, and room for a number on the highest bar."""

BETWEEN: Final = 10.0
FOOT: Final = 40.0


@dataclass(frozen=True)
class Panel:
    """One measure over the periods.

    Attributes:
        heading: what it is, with its unit.
        values: one per period; None: there is no figure.
        tell: a value as it is written.
        texture: of its bars.
        colour: of its bars.
        most: the end of its axis; None: the largest value.
        whole: only whole numbers stand at its axis.
    """

    heading: str
    values: Sequence[float | None]
    tell: Callable[[float], str]
    texture: Texture = "solid"
    colour: str = "accent"
    most: float | None = None
    whole: bool = True


def draw_panels(
    caption: Caption, summary: str, periods: Sequence[Period], panels: Sequence[Panel]
) -> str:
    """A drawing of panels over the same periods; what is not a whole period is drawn lighter."""
    height = (HEAD + HIGH + BETWEEN) * len(panels) + FOOT
    sheet = Canvas(caption, summary, height=height)
    side = (WIDTH - LEFT - 4) / max(1, len(periods))
    y = 0.0
    for panel in panels:
        _panel(sheet, panel, periods, y, side)
        y += HEAD + HIGH + BETWEEN
    for at, period in enumerate(periods):
        x = LEFT + side * (at + 0.5)
        sheet.text(x, y + 8, period.label, anchor="middle", size=SMALL, hint=period.name)
        if at == 0 or periods[at - 1].year != period.year:
            sheet.text(x, y + 8 + LINE, str(period.year), anchor="middle", size=SMALL, bold=True)
    return sheet.markup()


def _panel(sheet: Canvas, panel: Panel, periods: Sequence[Period], top: float, side: float) -> None:
    known = [value for value in panel.values if value is not None]
    marks = ticks(panel.most or max(known, default=0), 3, whole=panel.whole)
    plot = Plot(LEFT, top + HEAD, WIDTH - LEFT - 4, HIGH, marks[-1])
    sheet.text(0, top + 14, panel.heading, bold=True)
    value_axis(sheet, plot, marks, panel.tell)
    labels = [panel.tell(value) if value is not None else "–" for value in panel.values]
    fits = max((width_of(label, SMALL) for label in labels), default=0) <= side - 2
    for at, (period, value, words) in enumerate(zip(periods, panel.values, labels, strict=True)):
        x = LEFT + side * at
        hint = f"{period.name}: {words}"
        if value:
            texture: Texture = panel.texture if period.is_whole else "lines"
            look = sheet.texture(texture, panel.colour)
            y = plot.y(value)
            sheet.rect(x + side * 0.15, y, side * 0.7, plot.bottom - y, look, hint=hint)
        if fits or value is None:
            above = plot.y(value or 0) - 4
            sheet.text(x + side / 2, above, words, anchor="middle", size=SMALL, hint=hint)
