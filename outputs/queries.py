"""The named queries of a product: each in a file of its own, in the folder `sql` of its package."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

from journeys.engine import EngineError
from journeys.errors import said
from outputs.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    import pyarrow as pa

    from journeys.engine import Engine

R = TypeVar("R")

FOLDERS: Final = {
    "outputs": "gedeeld",
    "outputs.exports": "exports",
    "outputs.maps": "kaarten",
    "outputs.notebook": "notebook",
    "outputs.pictures": "beelden",
    "outputs.report": "cijfers",
    "outputs.report.pages.animatie": "animatie",
    "outputs.report.pages.klantreis": "klantreis",
    "outputs.report.pages.kaart": "kaart",
}
"""The packages that ask a run's tables, and the folder of their queries in audit/definities."""

_BATCH: Final = 10_000
"""So many rows become Python's at a time."""

_ASKED: Final[ContextVar[set[str]]] = ContextVar("asked")
"""The definitions of what is asked, while somebody wants to know."""

_ANSWERS: Final[WeakKeyDictionary[Any, dict[Hashable, list[dict[str, Any]]]]] = WeakKeyDictionary()
"""What was asked over each connection: a run's tables do not change while they are open."""


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

    def table(self, connection: Engine, name: str, **values: object) -> pa.Table:
        """The answer of `sql/NAME.sql`, as an Arrow table.

        Args:
            connection: to a run's tables.
            name: of the query.
            values: for its $names; a tuple for a list.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        self._note(name)
        bound = {
            key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
        }
        with self.running(name):
            return connection.execute(self.sql(name), bound or None).to_arrow_table()

    def rows(self, connection: Engine, name: str, **values: object) -> Iterator[dict[str, Any]]:
        """The rows of `table`, each by its columns' names: for an answer that may be large.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        for batch in self.table(connection, name, **values).to_batches(_BATCH):
            yield from batch.to_pylist()

    def stream(self, connection: Engine, name: str, size: int = _BATCH) -> Iterator[pa.RecordBatch]:
        """The answer, so many rows at a time and never more in memory; until it ends, ask elsewhere.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        with self.running(name):
            yield from connection.execute(self.sql(name)).to_arrow_reader(size)

    def ask(self, connection: Engine, name: str, **values: object) -> list[dict[str, Any]]:
        """The same rows; asked again, at once: each level and language of a report asks alike.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        self._note(name)
        known = _ANSWERS.setdefault(connection, {})
        question = (self.package, name, *sorted(values.items()))
        if question not in known:
            known[question] = list(self.rows(connection, name, **values))
        return [dict(row) for row in known[question]]

    def records(
        self,
        connection: Engine,
        name: str,
        record: Callable[..., R],
        **values: object,
    ) -> list[R]:
        """The same rows, each as the record whose fields are its columns.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.

        >>> from types import SimpleNamespace
        >>> import duckdb
        >>> run = duckdb.connect()
        >>> _ = run.execute("create table review as select unnest([7, 8]) as question")
        >>> Queries("outputs.report", "report").records(run, "review_questions", SimpleNamespace)
        [namespace(n=2)]
        """
        return [record(**row) for row in self.ask(connection, name, **values)]

    def row(self, connection: Engine, name: str, **values: object) -> dict[str, Any]:
        """The only row of a query.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        (row,) = self.ask(connection, name, **values)
        return row

    def lay(
        self,
        connection: Engine,
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

    def _note(self, name: str) -> None:
        if (asked := _ASKED.get(None)) is not None:
            asked.add(f"{FOLDERS[self.package]}/{name}")

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Around the running of a query: what fails becomes an error of ours.

        Raises:
            OutputError: the tables are not those of docs/definitions.md.
        """
        try:
            yield
        except EngineError as error:
            place = self.package.replace(".", "/")
            raise OutputError(
                said("{called} query {name!r} failed", called=self.called, name=name),
                expected="the tables of docs/definitions.md",
                got=type(error).__name__,
                hint=said(
                    "the query stands in {place}/sql/{name}.sql; run the models anew",
                    place=place,
                    name=name,
                ),
            ) from error


@contextmanager
def definitions_asked() -> Iterator[set[str]]:
    """Which queries are asked meanwhile: their files in audit/definities, without `.sql`.

    >>> import duckdb
    >>> with definitions_asked() as names:
    ...     _ = Queries("outputs.pictures", "picture").row(duckdb.connect(), "first_day")
    Traceback (most recent call last):
    ...
    outputs.errors.OutputError: ...
    >>> names
    {'beelden/first_day'}
    """
    names: set[str] = set()
    token = _ASKED.set(names)
    try:
        yield names
    finally:
        _ASKED.reset(token)


def lay_table(connection: Engine, name: str, table: pa.Table) -> None:
    """Lay a small table of our own beside a run's tables.

    >>> import pyarrow as pa
    >>> import duckdb
    >>> run = duckdb.connect()
    >>> lay_table(run, "review", pa.table({"question": [7, 8]}))
    >>> list(Queries("outputs.report", "report").rows(run, "review_questions"))
    [{'n': 2}]
    """
    connection.register("laid_rows", table)
    connection.execute(f'create or replace temp table "{name}" as from laid_rows')
    connection.unregister("laid_rows")


SHARED: Final = Queries("outputs", "shared")
"""What several products show alike, so that it is the same number on each."""


@cache
def _text(package: str, name: str) -> str:
    return (files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")
