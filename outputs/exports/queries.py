"""The exports' own questions to a run's tables: one named query each, in `sql`, read as a stream."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

import duckdb

from outputs.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE: Final = 8_192

Value = str | int | float | bool | None
Block = dict[str, list[Value]]
"""Some rows, column by column."""


def stream(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[Block]:
    """The rows of `sql/NAME.sql` in its order, a block at a time: each column as a list.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    text = (files("outputs.exports") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    try:
        reader = connection.execute(text).to_arrow_reader(AT_ONCE)
        for batch in reader:
            yield {
                column: batch.column(place).to_pylist()
                for place, column in enumerate(batch.schema.names)
            }
    except duckdb.Error as error:
        raise OutputError(
            f"export query {name!r} failed",
            expected="the tables of docs/definitions.md",
            got=type(error).__name__,
            hint=f"the query stands in outputs/exports/sql/{name}.sql; run the models anew",
        ) from error


def rows(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[tuple[Value, ...]]:
    """The same, a row at a time."""
    for block in stream(connection, name):
        yield from zip(*block.values(), strict=True)
