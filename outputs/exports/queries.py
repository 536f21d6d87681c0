"""The exports' own questions to a run's tables: one named query each, in `sql`, read as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.engine import Engine


AT_ONCE: Final = 8_192
QUERIES: Final = Queries("outputs.exports", "export")

Value = str | int | float | bool | None
Block = dict[str, list[Value]]
"""Some rows, column by column."""


def blocks(connection: Engine, name: str) -> Iterator[Block]:
    """The rows of `sql/NAME.sql` in its order, a block at a time: each column as a list.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    for batch in QUERIES.stream(connection, name, AT_ONCE):
        yield batch.to_pydict()


def dicts(connection: Engine, name: str) -> Iterator[dict[str, Any]]:
    """The same, a row at a time, by its columns' names."""
    for batch in QUERIES.stream(connection, name, AT_ONCE):
        yield from batch.to_pylist()


def rows(connection: Engine, name: str) -> Iterator[tuple[Value, ...]]:
    """The same as tuples."""
    for block in blocks(connection, name):
        yield from zip(*block.values(), strict=True)
