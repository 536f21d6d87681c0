"""A run's tables, for the maps' own questions: one named query each, in `sql`.

Counting is left to the engine, so that ten million steps come out as a few hundred rows.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from outputs import run_tables
from outputs.past import lay_past
from outputs.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from journeys.engine import Engine


NEEDED: Final = (
    "events", "steps", "handovers", "regie_spells", "regie_changes", "partner_flows",
)  # fmt: skip
"""The tables that the maps are drawn from."""

QUERIES: Final = Queries("outputs.maps", "map")


@contextmanager
def open_tables(folder: Path, *, memory: str, as_of: datetime | None = None) -> Iterator[Engine]:
    """Open the tables that the maps need, with what every page tells of waiting.

    Args:
        folder: where a run left its tables.
        memory: what the engine may use before it spills.
        as_of: of the run: what is ahead of it is left out. None: nothing is.

    Raises:
        OutputError: a table is not there.
    """
    with run_tables.open_tables(folder, NEEDED, memory=memory) as connection:
        if as_of is not None:
            lay_past(connection, as_of)
        run_tables.lay_waits(connection)
        yield connection
