"""The exports' own questions to a run's tables: one named query each, in `sql`, read as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

AT_ONCE: Final = 8_192
QUERIES: Final = Queries("outputs.exports", "export")

Value = str | int | float | bool | None
Block = dict[str, list[Value]]
"""Some rows, column by column."""


def stream(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[Block]:
    """The rows of `sql/NAME.sql` in its order, a block at a time: each column as a list.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    with QUERIES.running(name):
        reader = connection.execute(QUERIES.sql(name)).to_arrow_reader(AT_ONCE)
        for batch in reader:
            yield {
                column: batch.column(place).to_pylist()
                for place, column in enumerate(batch.schema.names)
            }


def rows(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[tuple[Value, ...]]:
    """The same, a row at a time."""
    for block in stream(connection, name):
        yield from zip(*block.values(), strict=True)
