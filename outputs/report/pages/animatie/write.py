"""Write a level's data of the animation: the months there are, and for each what its dots do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outputs.report.pages.animatie.clock import micros
from outputs.report.pages.animatie.dots import apart, dots_of, in_no_order
from outputs.report.pages.animatie.groups import groups_of, standing
from outputs.report.pages.animatie.series import picked, rounded

if TYPE_CHECKING:
    from outputs.options import Level
    from outputs.report.build import Build
    from outputs.report.pages.animatie.ask import Questions
    from outputs.report.pages.animatie.prepare import Prepared, Told


def write_animation(build: Build, prepared: Prepared) -> None:
    """Write data/animatie.js, and data/maand-YYYY-MM.js for each month.

    A dot is a klantreis at a level that shows them, without its name; at the other levels it is one
    stay, so that nobody can be followed. At a level with a smallest group time is told in days, what fewer
    journeys did is left out, and figures are rounded to multiples of it.

    Args:
        build: of one level.
        prepared: `prepare_animation`.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    level = build.level
    index = []
    for told in prepared.months:
        if told.n >= level.smallest_group:
            name, start = told.month.name, micros(told.month.start) // 1000
            build.data(f"maand-{name}", _value(told, level, prepared.questions), packed=True)
            index.append({"name": name, "start": start})
    keys = prepared.keys
    build.data(
        "animatie",
        {
            "months": index,
            "smallest": level.smallest_group,
            "places": list(keys.places.values()),
            "moves": list(keys.moves.values()),
        },
        packed=True,
    )


def _value(told: Told, level: Level, questions: Questions) -> dict[str, Any]:
    """A month as JSON has it."""
    month, series, smallest = told.month, told.series, level.smallest_group
    if smallest > 1:
        series = rounded(picked(series, month.days), smallest)
        month = month.by_day()
    dots = dots_of(told.drawn, month)
    shown = len(dots)
    if not level.journeys:
        dots = [piece for dot in dots for piece in apart(dot)]
    left_out = 0
    if smallest > 1:
        groups = groups_of(questions, month, smallest)
        dots = [seen for dot in dots if (seen := groups.shown(dot)) is not None]
        left_out = groups.left_out
    return {
        "start": micros(month.start) // 1000,
        "hours": month.hours,
        "days": month.days,
        "weeks": month.weeks,
        "day": month.day,
        "cut": month.is_cut,
        "shown": shown,
        "of": told.moving,
        "left_out": left_out,
        "apart": not level.journeys,
        **series,
        "dots": in_no_order(dots),
        "still": standing(told.still, smallest),
    }
