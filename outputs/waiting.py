"""What every page tells of waiting, asked in one place: a step's wait, and the waits of two partners.

A page that says how long was waited, or in how many journeys, asks these views and none of its own: so
that one thing has one number on all of them (docs/definitions.md, what a page tells).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.queries import SHARED

if TYPE_CHECKING:
    import duckdb

VIEWS: Final = ("step_waits", "pair_waits")


def lay_waits(connection: duckdb.DuckDBPyConnection) -> None:
    """Lay `step_waits` and `pair_waits` beside a run's tables `steps` and `handovers`.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    for name in VIEWS:
        SHARED.lay(connection, name, view=True)
