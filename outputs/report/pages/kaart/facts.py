"""A run's events and steps as numbers, and what is counted of them: one named query each, in `sql`.

An item is a thing on the map as one number: a letter's hundred millions, and the thing's own number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from outputs.queries import lay_table
from outputs.report.pages.kaart.queries import QUERIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journeys.engine import Engine
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


def load_facts(connection: Engine, things: Things, *, timezone: str, months: int) -> None:
    """Lay a run's events and steps out as `live_events` and `live_steps`.

    Args:
        connection: with the tables of a run.
        things: what the map can show.
        timezone: of local dates.
        months: how many months a period has.
    """
    places, partners, moves, pairs = things.places, things.partners, things.moves, things.pairs
    tables = {
        "live_places": {
            "item": _items("p", places),
            "partner": _texts(place.key.partner for place in places.values()),
            "activity": _texts(place.key.activity for place in places.values()),
        },
        "live_partners": {
            "item": _items("q", partners),
            "partner": _texts(partner.name for partner in partners.values()),
        },
        "live_moves": {
            "item": _items("m", moves),
            "from_item": _numbers(things.place(move.source) for move in moves.values()),
            "to_item": _numbers(things.place(move.target) for move in moves.values()),
            "kind": _texts(move.kind for move in moves.values()),
        },
        "live_pairs": {
            "item": _items("r", pairs),
            "from_partner": _texts(pair.source for pair in pairs.values()),
            "to_partner": _texts(pair.target for pair in pairs.values()),
        },
    }
    for name, columns in tables.items():
        lay_table(connection, name, pa.table(columns))
    QUERIES.lay(connection, "live_journeys")
    QUERIES.lay(connection, "live_events", {"timezone": timezone, "months": months})
    QUERIES.lay(connection, "live_steps")


def load_views(connection: Engine, views: Sequence[View], detailed: Iterable[str]) -> None:
    """Lay out which journeys and periods each view holds, and which items have details."""
    columns = {
        "number": pa.array([view.number for view in views], pa.int32()),
        "kind": _texts(view.kind for view in views),
        "value": _texts(view.value for view in views),
        "period": pa.array([view.period for view in views], pa.int32()),
    }
    lay_table(connection, "live_views", pa.table(columns))
    items = _numbers(item(key[0], int(key[1:])) for key in detailed)
    lay_table(connection, "live_detailed", pa.table({"item": items}))
    QUERIES.lay(connection, "live_members")
    for name in ("live_seen", "live_items", "live_seen_events"):
        QUERIES.lay(connection, name, view=True)
    QUERIES.lay(connection, "live_signals")
    QUERIES.lay(connection, "live_seen_signals", view=True)


def _items(letter: str, numbers: Iterable[int]) -> pa.Array:
    return _numbers(item(letter, number) for number in numbers)


def _numbers(values: Iterable[int | None]) -> pa.Array:
    return pa.array(values, pa.int64())


def _texts(values: Iterable[str | None]) -> pa.Array:
    return pa.array(values, pa.string())
