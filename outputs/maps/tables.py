"""A run's tables, asked the maps' own questions: one named query each, in `sql`.

Counting is left to the engine, so that ten million steps come out as a few hundred rows.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import duckdb

from outputs import tables
from outputs.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEEDED: Final = (
    "events", "steps", "handovers", "regisseurs", "regisseur_changes", "partner_flows",
)  # fmt: skip
"""The tables that the maps are drawn from."""


class Tables:
    """The tables of one run, open for questions."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def ask(self, name: str) -> list[dict[str, Any]]:
        """The rows of the query `sql/NAME.sql`, in its order.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        text = (files("outputs.maps") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
        try:
            found = self._connection.execute(text)
            columns = [column[0] for column in found.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
        except duckdb.Error as error:
            raise OutputError(
                f"map query {name!r} failed",
                expected="the tables of docs/definitions.md",
                got=type(error).__name__,
                hint=f"the query stands in outputs/maps/sql/{name}.sql; run the models anew",
            ) from error


@contextmanager
def open_tables(folder: Path, *, memory: str) -> Iterator[Tables]:
    """Open the tables that the maps need.

    Args:
        folder: where a run left its tables.
        memory: what the engine may use before it spills.

    Raises:
        OutputError: a table is not there.
    """
    with tables.open_tables(folder, NEEDED, memory=memory) as connection:
        yield Tables(connection)
