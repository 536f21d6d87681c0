"""What all levels ask for, worked out once: where each journey stands, and when nobody is active in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from outputs.queries import lay_table
from outputs.report.pages.animatie.ask import QUERIES, by_month, lay
from outputs.report.pages.animatie.clock import Month, month_of
from outputs.report.pages.animatie.dots import Drawn
from outputs.report.pages.animatie.series import series_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine
    from outputs.report.about import About
    from outputs.report.pages.animatie.keys import MapKeys
    from outputs.report.pages.animatie.series import Series

MONTHS: Final = 12
MOST_DOTS: Final = 2_000
MOST_STAYS: Final = 20_000
"""How many stays the dots of a month may have together: fewer dots are drawn where they move much."""


@dataclass(frozen=True)
class MonthFacts:
    """The figures of one month.

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
        keys: what the map calls its places and moves.
        months: earliest first.
    """

    keys: MapKeys
    months: Sequence[MonthFacts] = ()


def prepare_animation(
    connection: Engine,
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
    if about.as_of is None:
        return Prepared(keys)
    days = QUERIES.ask(
        connection, "months", as_of=about.as_of, timezone=about.timezone, most_months=MONTHS
    )
    months = [month_of(row["month"], about.timezone, about.as_of) for row in reversed(days)]
    if not months:
        return Prepared(keys)
    _lay_names(connection, keys, months)
    lay(connection, "stays")
    lay(connection, "idle", as_of=about.as_of)
    for name in ("idle_then", "present", "here"):
        lay(connection, name)
    lay(connection, "chosen", most_dots=most_dots, most_stays=MOST_STAYS)
    totals = {row["month"]: row for row in QUERIES.rows(connection, "present_totals")}
    still, journeys, tracks, stretches = (
        by_month(connection, name) for name in ("still", "in_order", "tracks", "stretches")
    )
    months_facts = [
        MonthFacts(
            month,
            series,
            totals[month.name]["n"],
            totals[month.name]["moving"],
            still[month.name],
            Drawn(journeys[month.name], tracks[month.name], stretches[month.name]),
        )
        for month, series in zip(months, series_of(connection, months), strict=True)
    ]
    return Prepared(keys, months_facts)


def _lay_names(connection: Engine, keys: MapKeys, months: Sequence[Month]) -> None:
    """Tables of the map's places and moves, each with its number, and of the months."""
    numbers = {place: n for n, place in enumerate(keys.places)}
    moves = [(numbers[source], numbers[target], kind) for source, target, kind in keys.moves]
    text, number, moment = pa.string(), pa.int32(), pa.timestamp("us", "UTC")
    tables = {
        "places": {
            "number": pa.array(numbers.values(), number),
            "partner": pa.array([partner for partner, _ in numbers], text),
            "activity": pa.array([activity for _, activity in numbers], text),
        },
        "moves": {
            "number": pa.array(range(len(moves)), number),
            "from_place": pa.array([source for source, _, _ in moves], number),
            "to_place": pa.array([target for _, target, _ in moves], number),
            "kind": pa.array([kind for _, _, kind in moves], text),
        },
        "months": {
            "month": pa.array([month.name for month in months], text),
            "first": pa.array([month.start for month in months], moment),
            "last": pa.array([month.last for month in months], moment),
        },
    }
    for name, columns in tables.items():
        lay_table(connection, f"animated_{name}", pa.table(columns))
