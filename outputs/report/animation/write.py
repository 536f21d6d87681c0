"""Write the animation's data: the months there are, and for each of them what its dots do."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from outputs.report.animation.ask import Questions
from outputs.report.animation.clock import Month, micros, month_of
from outputs.report.animation.dots import apart, dots_of, in_no_order
from outputs.report.animation.groups import groups_of, standing
from outputs.report.animation.series import guarded, series_of

if TYPE_CHECKING:
    from outputs.report.animation.dots import Dot
    from outputs.report.animation.keys import MapKeys
    from outputs.report.animation.series import Series
    from outputs.report.build import Build

MONTHS: Final = 12
MOST_DOTS: Final = 2_000
MOST_STAYS: Final = 20_000
"""How many stays the dots of a month may have together: fewer dots are drawn where they move much."""


def write_animation(build: Build, keys: MapKeys, *, most_dots: int = MOST_DOTS) -> None:
    """Write data/animatie.js, and data/maand-YYYY-MM.js for each of the last months with events.

    A dot is a klantreis at a level that shows them, without its name; at the other levels it is one
    stay, so that nobody can be followed. At a level with a smallest group time is told in days, and what
    fewer journeys did is left out.

    Args:
        build: of one level.
        keys: what the map calls its places and moves.
        most_dots: how many journeys are drawn in a month.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    as_of = build.about.as_of
    questions = Questions(build.connection)
    months: list[Month] = []
    if as_of is not None:
        given = {"as_of": as_of, "timezone": build.about.timezone, "most_months": MONTHS}
        months = _months(questions, given, as_of)
        _prepare(questions, keys, given)
    smallest = build.level.smallest_group
    if smallest > 1:
        months = [month.by_day() for month in months]
    index = []
    every = series_of(questions, months) if months else []
    for month, series in zip(months, every, strict=True):
        limits = {"name": month.name, "first": month.start, "last": month.last}
        questions.keep("present", limits)
        (total,) = questions.ask("present_totals")
        if total["n"] < smallest:
            continue
        given = {**limits, "most_dots": most_dots, "most_stays": MOST_STAYS}
        questions.keep("chosen", given)
        told = _told(build, questions, month, given, series)
        build.data(f"maand-{month.name}", {**told, "of": total["moving"]}, packed=True)
        index.append({"name": month.name, "start": micros(month.start) // 1000})
    build.data("animatie", {"months": index, "smallest": smallest, **_names(keys)})


def _months(questions: Questions, given: dict[str, object], as_of: datetime) -> list[Month]:
    """The clocks of the last months in which something happened, earliest first."""
    days: list[date] = [row["month"] for row in questions.ask("months", given)]
    return [month_of(day, str(given["timezone"]), as_of) for day in reversed(days)]


def _prepare(questions: Questions, keys: MapKeys, given: dict[str, object]) -> None:
    """Keep what all months ask for: where each journey stands, and when nobody is active in it."""
    numbers = {place: n for n, place in enumerate(keys.places)}
    questions.fill(
        "places",
        {"number": "integer", "partner": "varchar", "activity": "varchar"},
        [(n, *place) for place, n in numbers.items()],
    )
    questions.fill(
        "moves",
        {"number": "integer", "from_place": "integer", "to_place": "integer", "kind": "varchar"},
        [
            (n, numbers[source], numbers[target], kind)
            for n, (source, target, kind) in enumerate(keys.moves)
        ],
    )
    questions.keep("stays", given)
    questions.keep("idle", given)


def _told(
    build: Build, questions: Questions, month: Month, given: dict[str, object], series: Series
) -> dict[str, Any]:
    """All that is told of a month."""
    dots = dots_of(questions, month, given)
    told: dict[str, Any] = {
        "start": micros(month.start) // 1000,
        "hours": month.hours,
        "days": month.days,
        "weeks": month.weeks,
        "day": month.day,
        "cut": month.is_cut,
        "shown": len(dots),
        "apart": not build.level.journeys,
    }
    smallest = build.level.smallest_group
    pieces: list[Dot] = (
        dots if build.level.journeys else [one for dot in dots for one in apart(dot)]
    )
    if smallest > 1:
        groups = groups_of(questions, given, smallest)
        pieces = [seen for piece in pieces if (seen := groups.shown(piece)) is not None]
        told["left_out"] = groups.left_out
        series = guarded(series, smallest)
    return {
        **told,
        **series,
        "dots": in_no_order(pieces),
        "still": standing(questions.ask("still", given), smallest),
    }


def _names(keys: MapKeys) -> dict[str, Any]:
    return {"places": list(keys.places.values()), "moves": list(keys.moves.values())}
