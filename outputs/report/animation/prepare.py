"""What all levels ask for, worked out once: where each journey stands, and when nobody is active in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outputs.report.animation.ask import Questions
from outputs.report.animation.clock import Month, month_of
from outputs.report.animation.series import series_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from outputs.report.about import About
    from outputs.report.animation.keys import MapKeys
    from outputs.report.animation.series import Series

MONTHS: Final = 12
MOST_DOTS: Final = 2_000
MOST_STAYS: Final = 20_000
"""How many stays the dots of a month may have together: fewer dots are drawn where they move much."""


@dataclass(frozen=True)
class Prepared:
    """What the animation of every level is made of.

    Attributes:
        questions: to the run's tables, and to those that have been kept for the animation.
        keys: what the map calls its places and moves.
        months: their clocks, by the hour, earliest first.
        series: the figures of each.
        totals: of each month how many journeys are there, and how many of them move.
        still: by month, for each place how many stand there through all of it.
    """

    questions: Questions
    keys: MapKeys
    months: Sequence[Month]
    series: Sequence[Series]
    totals: Sequence[tuple[int, int]]
    still: Mapping[str, Sequence[Mapping[str, Any]]]


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
        return Prepared(questions, keys, (), (), (), {})
    given = {"as_of": about.as_of, "timezone": about.timezone, "most_months": MONTHS}
    days = [row["month"] for row in questions.ask("months", given)]
    months = [month_of(day, about.timezone, about.as_of) for day in reversed(days)]
    if not months:
        return Prepared(questions, keys, (), (), (), {})
    _fill(questions, keys, months)
    for name in ("stays", "idle", "idle_then", "present", "here"):
        questions.keep(name, given)
    questions.keep("chosen", {"most_dots": most_dots, "most_stays": MOST_STAYS})
    totals = {row["month"]: (row["n"], row["moving"]) for row in questions.ask("present_totals")}
    still: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in questions.ask("still"):
        still[row["month"]].append(row)
    return Prepared(
        questions,
        keys,
        months,
        series_of(questions, months),
        [totals.get(month.name, (0, 0)) for month in months],
        still,
    )


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
