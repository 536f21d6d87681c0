"""Questions to a run's tables: one named query each, in `sql`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.queries import Queries

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from outputs.reader import Reader

PICTURES: Final = Queries("outputs.pictures", "picture")


def as_of(connection: duckdb.DuckDBPyConnection, reader: Reader) -> date | None:
    """The local date from which the run is judged (`outputs.past.lay_past`); None: there is no data."""
    found: date | None = PICTURES.row(connection, "today", zone=reader.timezone)["today"]
    return found
