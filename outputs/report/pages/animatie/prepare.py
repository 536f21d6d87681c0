"""What all levels ask for, worked out once: where each journey stands, and when nobody is active in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outputs.report.pages.animatie.ask import Questions
from outputs.report.pages.animatie.clock import Month, month_of
from outputs.report.pages.animatie.dots import Drawn
from outputs.report.pages.animatie.series import series_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from outputs.report.about import About
    from outputs.report.pages.animatie.keys import MapKeys
    from outputs.report.pages.animatie.series import Series

MONTHS: Final = 12
MOST_DOTS: Final = 2_000
MOST_STAYS: Final = 20_000
"""How many stays the dots of a month may have together: fewer dots are drawn where they move much."""


@dataclass(frozen=True)
class Told:
    """What is told of one month.

    Attributes:
        month: its clock, by the hour.
        series: its figures.
        n: how many journeys are there.
        moving: in how many of them something happens.
        still: for each place how many stand there through all of it.
        drawn: the journeys that are drawn.
    """

    month: Month
    series: Series
    n: int
    moving: int
    still: Sequence[dict[str, Any]]
    drawn: Drawn


@dataclass(frozen=True)
class Prepared:
    """What the animation of every level is made of.

    Attributes:
        questions: to the run's tables, and to those that have been kept for the animation.
        keys: what the map calls its places and moves.
        months: earliest first.
    """

    questions: Questions
    keys: MapKeys
    months: Sequence[Told] = ()


def prepare_animation(
    connection: duckdb.DuckDBPyConnection,
    keys: MapKeys,
    about: About,
    *,
    most_dots: int = MOST_DOTS,
) -> Prepared:
    """Work out what the animation of all levels is made of, for the last 12 months with events.

    Args:
        connection: the run's tables, as views; it gets temporary tables `animated_*`.
        keys: what the map calls its places and moves.
        about: what the run says of itself.
        most_dots: how many journeys are drawn in a month.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    questions = Questions(connection)
    if about.as_of is None:
        return Prepared(questions, keys)
    given = {"as_of": about.as_of, "timezone": about.timezone, "most_months": MONTHS}
    days = [row["month"] for row in questions.ask("months", given)]
    months = [month_of(day, about.timezone, about.as_of) for day in reversed(days)]
    if not months:
        return Prepared(questions, keys)
    _fill(questions, keys, months)
    for name in ("stays", "idle", "idle_then", "present", "here"):
        questions.keep(name, given)
    questions.keep("chosen", {"most_dots": most_dots, "most_stays": MOST_STAYS})
    totals = {row["month"]: row for row in questions.ask("present_totals")}
    still, journeys, tracks, stretches = (
        questions.by_month(name) for name in ("still", "in_order", "tracks", "stretches")
    )
    told = [
        Told(
            month,
            series,
            totals[month.name]["n"],
            totals[month.name]["moving"],
            still[month.name],
            Drawn(journeys[month.name], tracks[month.name], stretches[month.name]),
        )
        for month, series in zip(months, series_of(questions, months), strict=True)
    ]
    return Prepared(questions, keys, told)


def _fill(questions: Questions, keys: MapKeys, months: Sequence[Month]) -> None:
    """Tables of the map's places and moves, each with its number, and of the months."""
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
    questions.fill(
        "months",
        {"month": "varchar", "first": "timestamptz", "last": "timestamptz"},
        [(month.name, month.start, month.last) for month in months],
    )
