"""Curves that step down: all of them with a band, and groups beneath, each with its own dashes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.maps.text import clean, cut, width_of
from outputs.palette import both, stroke
from outputs.pictures.axes import Plot, value_axis
from outputs.pictures.canvas import LINE, SMALL, SOFT, WIDTH, Canvas
from outputs.svg import number as n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.pictures.canvas import Caption
    from outputs.reader import Reader

HIGH: Final = 190.0
RIGHT: Final = 24.0
DASHES: Final = ("", "9 4", "2 4", "12 3 2 3")
COLOURS: Final = ("accent", "alert", "accent-2", "accent-3")
QUARTERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
LONGEST_NAME: Final = 20


@dataclass(frozen=True)
class Curve:
    """A survival curve: on each of `days` something ended or was seen no longer.

    Attributes:
        name: of its group.
        is_all: whether it is that of all.
        n: how many it is about.
        n_open: how many of them have not ended; None: kept back.
        median_days: where half are left; None: that is never seen.
        days: in order.
        survival: the part that takes longer than that day, from 0 to 1.
        low: lower end of its band; None where survival is 0.
        high: upper end of it.
        at_risk: how many take so long, or are seen so long.
        censored: how many are seen no longer, and still open.
    """

    name: str
    is_all: bool
    n: int
    n_open: int | None
    median_days: int | None
    days: list[int]
    survival: list[float]
    low: list[float | None]
    high: list[float | None]
    at_risk: list[int]
    censored: list[int]


def draw_curves(
    caption: Caption, curves: Sequence[Curve], marks: Sequence[int], *, ticks_shown: bool
) -> str:
    """Draw the first curve with its band, and the others together under it.

    Args:
        caption: of the picture.
        curves: that of all, and the groups.
        marks: days at the axis; the last one is its end.
        ticks_shown: whether a tick stands where something is seen no longer.
    """
    reader = caption.reader
    whole, groups = curves[0], curves[1:]
    names = [cut(clean(curve.name), LONGEST_NAME) for curve in curves]
    left = max(62.0, *(width_of(name, SMALL) + 30 for name in names))
    first = 30 + HIGH + LINE * 4 + 12
    second = 30 + HIGH + LINE * (3 + len(groups)) + 26 if groups else 0.0
    summary = reader.text(
        "Een lijn die daalt van 100 % naar beneden, met een band van 95 %; de tabel heeft de cijfers."
    )
    sheet = Canvas(caption, summary, height=first + second)
    plot = Plot(left, 30, WIDTH - left - RIGHT, HIGH, 1.0)
    sheet.text(0, 14, reader.text("Alle samen, met de band van 95 % en streepjes voor wat nog open is")
               if ticks_shown else reader.text("Alle samen, met de band van 95 %"), bold=True)  # fmt: skip
    _band(sheet, plot, whole, marks[-1])
    _field(sheet, plot, marks, reader)
    _line(sheet, plot, whole, marks[-1], 0, ticks_shown=ticks_shown)
    if whole.median_days is not None and whole.median_days <= marks[-1]:
        x = plot.left + plot.width * whole.median_days / marks[-1]
        half = {**stroke("ink"), "stroke-dasharray": "3 3"}
        sheet.line(plot.left, plot.y(0.5), x, plot.y(0.5), half)
        sheet.line(x, plot.y(0.5), x, plot.bottom, half)
        label = reader.text("de helft: {days}", days=reader.whole_days(whole.median_days))
        sheet.text(x + 6, plot.y(0.5) - 6, label, size=SMALL)
    _left(sheet, plot, [(names[0], whole)], marks, reader)
    if groups:
        plot = Plot(left, first + 30 + LINE, WIDTH - left - RIGHT, HIGH, 1.0)
        sheet.text(0, first + 8, reader.text("De grootste groepen"), bold=True)
        x = 0.0
        for at, name in enumerate(names[1:]):
            sheet.line(x, first + 24, x + 30, first + 24, _look(at, 3))
            sheet.text(x + 36, first + 28, name, size=SMALL)
            x += 52 + width_of(name, SMALL)
        _field(sheet, plot, marks, reader)
        for at, curve in enumerate(groups):
            _line(sheet, plot, curve, marks[-1], at, ticks_shown=False)
        _left(sheet, plot, list(zip(names[1:], groups, strict=True)), marks, reader)
    return sheet.markup()


def _look(at: int, width: float) -> dict[str, str]:
    dashes = {"stroke-dasharray": DASHES[at]} if DASHES[at] else {}
    return {**stroke(COLOURS[at], width), **dashes}


def _field(sheet: Canvas, plot: Plot, marks: Sequence[int], reader: Reader) -> None:
    value_axis(sheet, plot, QUARTERS, reader.percent)
    for mark in marks:
        x = plot.left + plot.width * mark / marks[-1]
        sheet.line(x, plot.bottom, x, plot.bottom + 4, stroke("soft"))
        sheet.text(x, plot.bottom + LINE + 2, reader.number(mark), anchor="middle", size=SMALL)
    sheet.text(
        plot.left - 8, plot.bottom + LINE + 2, reader.text("dagen"), look=SOFT, anchor="end",
        size=SMALL,
    )  # fmt: skip


def _left(
    sheet: Canvas,
    plot: Plot,
    curves: Sequence[tuple[str, Curve]],
    marks: Sequence[int],
    reader: Reader,
) -> None:
    """Under the axis: how many are left at each mark."""
    y = plot.bottom + LINE * 2 + 8
    sheet.text(0, y, reader.text("Aantal dat zo lang gezien is:"), look=SOFT, size=SMALL)
    for name, curve in curves:
        y += LINE
        sheet.text(plot.left - 26, y, name, anchor="end",
                   size=SMALL, hint=curve.name)  # fmt: skip
        for mark in marks:
            at = bisect_left(curve.days, mark)
            if at < len(curve.days):
                x = plot.left + plot.width * mark / marks[-1]
                label = reader.number(curve.at_risk[at])
                sheet.text(x, y, label, anchor="middle", size=SMALL)


def _steps(
    plot: Plot, days: Sequence[int], values: Sequence[float], end: int
) -> list[tuple[float, float]]:
    """The corners of a step function from 1 on day 0, one step for each unit of width at most."""
    corners = [(plot.left, plot.y(1.0))]
    for day, value in zip(days, values, strict=True):
        if day > end:
            break
        x, y = round(plot.left + plot.width * day / end), plot.y(value)
        before = corners[-1]
        if len(corners) > 1 and before[0] == x:
            corners[-1] = (x, y)
        else:
            corners += [(x, before[1]), (x, y)]
    return corners


def _line(sheet: Canvas, plot: Plot, curve: Curve, end: int, at: int, *, ticks_shown: bool) -> None:
    corners = _steps(plot, curve.days, curve.survival, end)
    if curve.days[-1] > end:
        corners.append((plot.right, corners[-1][1]))
    data = "M" + "L".join(f"{n(x)} {n(y)}" for x, y in corners)
    sheet.path(data, _look(at, 2.5), hint=curve.name)
    if not ticks_shown:
        return
    seen: dict[str, None] = {}
    for day, value, censored in zip(curve.days, curve.survival, curve.censored, strict=True):
        if censored and day <= end:
            x, y = n(round(plot.left + plot.width * day / end)), plot.y(value)
            seen[f"M{x} {n(y - 4)}V{n(y + 4)}"] = None
    if seen:
        sheet.path("".join(seen), stroke("ink", 1.2))


def _band(sheet: Canvas, plot: Plot, curve: Curve, end: int) -> None:
    high = [1.0 if value is None else value for value in curve.high]
    low = [0.0 if value is None else value for value in curve.low]
    for at, value in enumerate(curve.high):
        if value is None:
            high[at] = high[at - 1] if at else 1.0
    above = _steps(plot, curve.days, high, end)
    below = _steps(plot, curve.days, low, end)
    if curve.days[-1] > end:
        above.append((plot.right, above[-1][1]))
        below.append((plot.right, below[-1][1]))
    corners = [*above, *reversed(below)]
    data = "M" + "L".join(f"{n(x)} {n(y)}" for x, y in corners) + "Z"
    sheet.path(data, {**both("band", "soft"), "stroke-width": "0.8"})
