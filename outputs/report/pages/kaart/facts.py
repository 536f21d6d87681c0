"""A run's events and steps as numbers, and what is counted of them: one named query each, in `sql`.

An item is a thing on the map as one number: a letter's hundred millions, and the thing's own number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from outputs.report.pages.kaart.queries import QUERIES
from outputs.report.pages.kaart.views import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb

    from outputs.report.pages.kaart.things import Things
    from outputs.report.pages.kaart.views import View

LETTERS: Final = "pmqr"
SPAN: Final = 100_000_000


def item(letter: str, number: int) -> int:
    """A thing as one number.

    >>> item("p", 7), item("m", 7)
    (7, 100000007)
    """
    return LETTERS.index(letter) * SPAN + number


def key(code: int) -> str:
    """The key of an item.

    >>> key(100_000_007)
    'm7'
    """
    return f"{LETTERS[code // SPAN]}{code % SPAN}"


def load_facts(
    connection: duckdb.DuckDBPyConnection, told: Things, *, timezone: str, months: int
) -> None:
    """Lay a run's events and steps out as `live_events` and `live_steps`.

    Args:
        connection: with the tables of a run.
        told: what the map can show.
        timezone: of local dates.
        months: how many months a period has.
    """
    places = {number: place.key for number, place in told.places.items()}
    _register(
        connection,
        "live_places",
        {
            "item": (pa.int64(), [item("p", n) for n in places]),
            "partner": (pa.string(), [key.partner for key in places.values()]),
            "activity": (pa.string(), [key.activity for key in places.values()]),
        },
    )
    _register(
        connection,
        "live_partners",
        {
            "item": (pa.int64(), [item("q", n) for n in told.partners]),
            "partner": (pa.string(), [partner.name for partner in told.partners.values()]),
        },
    )
    moves = told.moves
    _register(
        connection,
        "live_moves",
        {
            "item": (pa.int64(), [item("m", n) for n in moves]),
            "from_item": (pa.int64(), [told.place(move.source) for move in moves.values()]),
            "to_item": (pa.int64(), [told.place(move.target) for move in moves.values()]),
            "kind": (pa.string(), [move.kind for move in moves.values()]),
        },
    )
    _register(
        connection,
        "live_pairs",
        {
            "item": (pa.int64(), [item("r", n) for n in told.pairs]),
            "from_partner": (pa.string(), [pair.source for pair in told.pairs.values()]),
            "to_partner": (pa.string(), [pair.target for pair in told.pairs.values()]),
        },
    )
    QUERIES.lay(connection, "live_journeys")
    QUERIES.lay(connection, "live_events", {"timezone": timezone, "months": months})
    QUERIES.lay(connection, "live_steps")


def load_views(
    connection: duckdb.DuckDBPyConnection, views: Sequence[View], detailed: Iterable[str]
) -> None:
    """Lay out which journeys and periods each view holds, and which items have details."""
    _register(
        connection,
        "live_views",
        {
            "number": (pa.int32(), [view.number for view in views]),
            "kind": (pa.string(), [view.kind for view in views]),
            "value": (pa.string(), [view.value for view in views]),
            "period": (pa.int32(), [view.period for view in views]),
        },
    )
    codes = [item(each[0], int(each[1:])) for each in detailed]
    _register(connection, "live_detailed", {"item": (pa.int64(), codes)})
    QUERIES.lay(connection, "live_members")
    for name in ("live_seen", "live_items", "live_seen_events"):
        QUERIES.lay(connection, name, view=True)
    QUERIES.lay(connection, "live_signals")
    QUERIES.lay(connection, "live_seen_signals", view=True)


def count(
    connection: duckdb.DuckDBPyConnection, name: str, kind: str, **given: int
) -> Iterator[dict[str, Any]]:
    """The rows of the query `sql/NAME.sql` for all views of a kind."""
    assert kind in KINDS  # noqa: S101 - ours
    found = connection.execute(QUERIES.sql(name), {"kind": kind, **given})
    columns = [column[0] for column in found.description or ()]
    while rows := found.fetchmany(10_000):
        for row in rows:
            yield dict(zip(columns, row, strict=True))


def _register(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: dict[str, tuple[pa.DataType, list[Any]]],
) -> None:
    """A small table of our own."""
    given = pa.table({each: pa.array(values, kind) for each, (kind, values) in columns.items()})
    connection.register("live_given", given)
    connection.execute(f"create or replace temp table {name} as select * from live_given")
    connection.unregister("live_given")
