"""The named queries of a product: each in a file of its own, in the folder `sql` of its package."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import duckdb

from outputs.errors import OutputError
from outputs.run_tables import once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Queries:
    """The queries of one package.

    Attributes:
        package: such as `outputs.maps`.
        called: what a message calls them, such as `map`.

    >>> Queries("outputs.maps", "map").sql("totals").startswith("-- One row")
    True
    """

    package: str
    called: str

    def sql(self, name: str) -> str:
        """The query `sql/NAME.sql`."""
        return _text(self.package, name)

    def every(self) -> dict[str, str]:
        """All queries of the package, by name.

        >>> sorted(Queries("outputs.maps", "map").every())[:2]
        ['live_partners', 'moves']
        """
        names = (entry.name for entry in (files(self.package) / "sql").iterdir())
        return {
            name.removesuffix(".sql"): self.sql(name.removesuffix(".sql"))
            for name in sorted(names)
            if name.endswith(".sql")
        }

    def ask(
        self, connection: duckdb.DuckDBPyConnection, name: str, **values: object
    ) -> list[dict[str, Any]]:
        """The rows of `sql/NAME.sql`, each by its columns' names; asked again, the same answer at once.

        Args:
            connection: to a run's tables.
            name: of the query, whose answer is small.
            values: for its $names; a tuple for a list.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """

        def answer() -> list[dict[str, Any]]:
            bound = {
                key: list(value) if isinstance(value, tuple) else value
                for key, value in values.items()
            }
            with self.running(name):
                return dicts(connection.execute(self.sql(name), bound or None))

        rows = once(connection, (self.package, name, *sorted(values.items())), answer)
        return [dict(row) for row in rows]

    def row(
        self, connection: duckdb.DuckDBPyConnection, name: str, **values: object
    ) -> dict[str, Any]:
        """The only row of a query.

        >>> run = duckdb.connect()
        >>> _ = run.execute("create table review as select unnest([7, 8]) as question")
        >>> Queries("outputs.report", "report").row(run, "review_questions")
        {'n': 2}
        """
        (row,) = self.ask(connection, name, **values)
        return row

    def lay(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        values: Mapping[str, object] | None = None,
        *,
        called: str = "",
        view: bool = False,
    ) -> None:
        """Lay the answer of `sql/NAME.sql` beside a run's tables, for other queries to read.

        Args:
            connection: to a run's tables.
            name: of the query.
            values: for its $names; a view has none.
            called: the name that it gets; the query's own by default.
            view: whether it is worked out anew each time that it is read.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        kind = "view" if view else "table"
        with self.running(name):
            connection.execute(
                f'create or replace temp {kind} "{called or name}" as {self.sql(name)}',
                values or None,
            )

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Around the running of a query: what fails is told as an error of ours.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        try:
            yield
        except duckdb.Error as error:
            place = self.package.replace(".", "/")
            raise OutputError(
                f"{self.called} query {name!r} failed",
                expected="the tables of docs/definitions.md",
                got=type(error).__name__,
                hint=f"the query stands in {place}/sql/{name}.sql; run the models anew",
            ) from error


def dicts(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of an answer, each by its columns' names.

    >>> dicts(duckdb.connect().execute("select 1 as n, 'a' as name"))
    [{'n': 1, 'name': 'a'}]
    """
    rows: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
    return rows


SHARED: Final = Queries("outputs", "shared")
"""What several products tell alike, so that it is the same number on each."""


@cache
def _text(package: str, name: str) -> str:
    return (files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")
