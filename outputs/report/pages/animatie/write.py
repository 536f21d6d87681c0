"""Write a level's data of the animation: the months there are, and for each what its dots do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outputs.report.pages.animatie.clock import micros
from outputs.report.pages.animatie.dots import apart, dots_of, in_no_order
from outputs.report.pages.animatie.groups import groups_of, standing
from outputs.report.pages.animatie.series import picked

if TYPE_CHECKING:
    from journeys.engine import Engine
    from outputs.options import Level
    from outputs.report.build import Build
    from outputs.report.pages.animatie.prepare import MonthFacts, Prepared


def write_animation(build: Build, prepared: Prepared) -> None:
    """Write data/animatie.js, and data/maand-YYYY-MM.js for each month.

    A dot is a klantreis at a level that shows them, without its name; at the other levels it is one
    stay, so that nobody can be followed. At a level with a smallest group time is shown in days, what fewer
    journeys did is left out, and figures are rounded to multiples of it.

    Args:
        build: of one level.
        prepared: `prepare_animation`.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    level, gate = build.level, build.level.gate
    index = []
    for facts in prepared.months:
        if facts.n and gate.shows(facts.n):
            name, start = facts.month.name, micros(facts.month.start) // 1000
            build.data(f"maand-{name}", _value(facts, level, build.connection), packed=True)
            index.append({"name": name, "start": start})
    keys = prepared.keys
    build.data(
        "animatie",
        {
            "months": index,
            "smallest": gate.smallest,
            "places": list(keys.places.values()),
            "moves": list(keys.moves.values()),
        },
        packed=True,
    )


def _value(facts: MonthFacts, level: Level, connection: Engine) -> dict[str, Any]:
    """A month as JSON has it."""
    month, series, gate = facts.month, facts.series, level.gate
    if not gate.is_open:
        series = picked(series, month.days)
        month = month.by_day()
    dots = dots_of(facts.drawn, month)
    shown = len(dots)
    if not level.journeys:
        dots = [piece for dot in dots for piece in apart(dot)]
    left_out = 0
    if not gate.is_open:
        groups = groups_of(connection, month, gate)
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
        "of": gate.figure(facts.moving, facts.n),
        "left_out": gate.let_pass(left_out),
        "apart": not level.journeys,
        **{name: gate.rounded(figures) for name, figures in series.items()},
        "dots": in_no_order(dots),
        "still": standing(facts.still, gate),
    }
