"""The animation's questions to a run's tables: one named query each, in `sql`."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from outputs.queries import Queries, dicts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

QUERIES: Final = Queries("outputs.report.pages.animatie", "animation")


class Questions:
    """The tables of one run, open for questions."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Ask over `connection`, in which the tables are views."""
        self._connection = connection

    def ask(self, name: str, given: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """The rows of `sql/NAME.sql`, in its order.

        Args:
            name: of the query.
            given: its parameters; those that it has no use for are left out.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        with QUERIES.running(name):
            return dicts(self._connection.execute(QUERIES.sql(name), _used(name, given)))

    def by_month(self, name: str) -> dict[str, list[dict[str, Any]]]:
        """The rows of `sql/NAME.sql` by their month, each in its order; of a month without rows none.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.ask(name):
            found[row["month"]].append(row)
        return found

    def keep(self, name: str, given: Mapping[str, object] | None = None) -> None:
        """Make of `sql/NAME.sql` a table `animated_NAME`, for other questions.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        QUERIES.lay(self._connection, name, _used(name, given), called=f"animated_{name}")

    def fill(self, name: str, columns: Mapping[str, str], rows: list[tuple[Any, ...]]) -> None:
        """Make a table `animated_NAME` of these rows.

        Args:
            name: of the table, behind `animated_`.
            columns: each with its type.
            rows: what it holds.
        """
        kinds = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        self._connection.execute(f"create or replace temp table animated_{name} ({kinds})")
        lists = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
        chosen = ", ".join(
            f"unnest(cast(? as {kind}[])) as {column}" for column, kind in columns.items()
        )
        self._connection.execute(f"insert into animated_{name} select {chosen}", lists)


def _used(name: str, given: Mapping[str, object] | None) -> dict[str, object]:
    """The values that a query has a $name for."""
    return {key: (given or {})[key] for key in set(re.findall(r"\$(\w+)", QUERIES.sql(name)))}
