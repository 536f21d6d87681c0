"""The named queries of a product: each in a file of its own, in the folder `sql` of its package."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import duckdb

from outputs.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


@cache
def _text(package: str, name: str) -> str:
    return (files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")
