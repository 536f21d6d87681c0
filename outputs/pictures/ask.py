"""Questions to a run's tables: small answers, a row as a dict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outputs.queries import dicts
from outputs.tables import once

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from outputs.reader import Reader


def ask(connection: duckdb.DuckDBPyConnection, sql: str, **values: object) -> list[dict[str, Any]]:
    """The rows of a query, with values for its $names; asked again, the same answer at once.

    >>> import duckdb
    >>> ask(duckdb.connect(), "select $a + 1 as b", a=1)
    [{'b': 2}]
    """
    question = (sql, tuple(sorted(values.items())))
    rows = once(connection, question, lambda: dicts(connection.execute(sql, values or None)))
    return [dict(row) for row in rows]


def exact_sum(column: str, seconds: int = 1) -> str:
    """SQL for a sum in seconds that hangs on no order of addition: over whole microseconds.

    Args:
        column: durations.
        seconds: how many the column's unit has.

    >>> exact_sum("idle_s")
    'sum(cast(round(idle_s * 1000000) as bigint)) / 1000000'
    """
    return f"sum(cast(round({column} * {seconds * 1_000_000}) as bigint)) / 1000000"


def as_of(connection: duckdb.DuckDBPyConnection, reader: Reader) -> date | None:
    """The local date from which the run is judged (`outputs.tables.judge`); None: there is no data."""
    found: date | None = ask(
        connection,
        "select cast(as_of at time zone $zone as date) as today from judged",
        zone=reader.timezone,
    )[0]["today"]
    return found
