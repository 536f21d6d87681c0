"""Databases (kind sql): a table or a query, whole or what came since, through SQLAlchemy.

Rows come through a cursor on the server's side, so memory is bounded; all of a night's questions stand
in one read-only transaction, of one moment where the database offers it (PostgreSQL, SQLite).

Each cell is handed over with its own type, since a database may type the same column differently by row
(SQLite), by query or by driver; as text, times are ISO 8601 (with `+00:00` where they have a zone), numbers
have a point, booleans are `true` and `false`. `infinity` is 9999-12-31.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from connectors.errors import ColumnMissingError, ConnectorError
from connectors.formats import text
from connectors.formats.gathering import Gatherer
from connectors.identity.secret import read_secret
from connectors.records.header_names import as_in_header
from connectors.sql.bounds import Bounds, bounds_of
from connectors.sql.database import Database, open_database
from connectors.sql.faults import reading
from connectors.sql.options import SqlOptions
from connectors.sql.values import as_cell
from journeys.errors import said
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.source import Batch, Source
    from connectors.values.cells import Cell

FETCH_ROWS: Final = 5_000
MAX_CHARS: Final = text.MAX_RECORD


def open_sql(source: Source, since: str | None) -> SqlPull:
    """Ask a database for a source's rows that came since, or all.

    Raises:
        SourceUnavailableError: it does not answer, not in time, or not whole.
        ConnectorError: it refuses the password, knows no such table, or the cursor is none.
        ColumnMissingError: a mapped column is not in the table or query.
    """
    options = source.options
    if not isinstance(options, SqlOptions):
        raise ConnectorError("kind sql needs options", expected="url, and table or query")
    if options.cursor and not source.key:
        raise ConnectorError(
            "a cursor needs a key",
            expected='key = ["..."]: the columns that identify a row',
            got="none",
            hint="rows around the bounds are read again, and only a key tells which those are",
        )
    database = _open(options)
    try:
        with reading():
            return _ask(source, options, database, since)
    except BaseException:
        database.close()
        raise


def names_of_tables(options: SqlOptions) -> list[str]:
    """The tables and views of a database that this user may see, in the schema that is searched first.

    Raises:
        SourceUnavailableError: it does not answer, or not in time.
        ConnectorError: it refuses the password.
    """
    database = _open(options)
    try:
        with reading():
            seen = sa.inspect(database.connection)
            return sorted({*seen.get_table_names(), *seen.get_view_names()})
    finally:
        database.close()


def _open(options: SqlOptions) -> Database:
    """The database, with the password from where the options say."""
    url = sa.make_url(options.url)
    if options.user:
        url = url.set(username=options.user)
    if password := read_secret(
        "the database's password", env=options.password_env, block=options.password_block
    ):
        url = url.set(password=password)
    return open_database(
        url,
        connect_timeout_s=options.connect_timeout_s,
        statement_timeout_s=options.statement_timeout_s,
    )


def _ask(source: Source, options: SqlOptions, database: Database, since: str | None) -> SqlPull:
    """Find out what there is, and between what bounds it is read tonight."""
    name, columns, rows = _rows(options, database)
    source = as_in_header(source, columns)  # what is missing is said before anything is read
    notes = () if database.is_snapshot else (Note("not_one_moment"),)
    cursor = options.cursor
    if cursor is None:
        return SqlPull(name, columns, None, notes, source, database, rows, None)
    if cursor.column not in columns:
        raise ColumnMissingError(
            "the cursor's column is missing",
            expected=repr(cursor.column),
            got=said("{n_columns} columns", n_columns=len(columns)),
        )
    column: sa.ColumnElement[Any] = sa.column(cursor.column)
    if cursor.nulls == "error":
        empty = sa.select(sa.literal(1)).select_from(rows).where(column.is_(None)).limit(1)
        if database.connection.execute(empty).first() is not None:
            raise ConnectorError(
                said("the cursor {column!r} is empty in some rows", column=cursor.column),
                expected="a value in every row",
                got="none in at least one",
                hint='nulls = "always" reads such rows every night',
            )
    highest = database.connection.execute(sa.select(sa.func.max(column)).select_from(rows)).scalar()
    asked = f"{database.connection.engine.url.database}|{name}|{cursor.column}|{options.query}"
    fingerprint = hashlib.sha256(asked.encode()).hexdigest()[:12]
    bounds = bounds_of(cursor, highest, since, fingerprint)
    notes = (*notes, *bounds.notes)
    return SqlPull(
        f"{name}, {bounds.description()}",
        columns,
        bounds.state,
        notes,
        source,
        database,
        rows,
        bounds,
    )


def _rows(options: SqlOptions, database: Database) -> tuple[str, list[str], sa.FromClause]:
    """What lineage calls the table or query, its columns, and itself."""
    if options.table:
        schema = options.schema_name or None
        if not sa.inspect(database.connection).has_table(options.table, schema=schema):
            raise ConnectorError(
                "there is no such table, or this user may not see it",
                expected=repr(f"{schema}.{options.table}" if schema else options.table),
                got="none of that name",
                hint="mind capitals; name the schema that it is in",
            )
        rows: sa.FromClause = sa.table(options.table, schema=schema)
        name = f"{schema}.{options.table}" if schema else options.table
        probe: sa.Select[Any] = (
            sa.select(sa.literal_column("*")).select_from(rows).where(sa.false())
        )
        return name, list(database.connection.execute(probe).keys()), rows
    query = options.query.strip().rstrip(";").replace(":", "\\:")  # no colon is a parameter
    whole = sa.text(f"select * from (\n{query}\n) vraag where 1 = 0")
    columns = list(database.connection.execute(whole).keys())
    named: list[sa.ColumnClause[Any]] = [sa.column(column) for column in columns]
    digest = hashlib.sha256(options.query.encode()).hexdigest()[:8]
    return f"query {digest}", columns, sa.text(query).columns(*named).subquery("vraag")


@dataclass
class SqlPull:
    """What a database answers tonight: a `connectors.source.Pull`.

    Attributes:
        name: the table (or `query` and a fingerprint), and the bounds where there is a cursor.
        columns: those of the table or query.
        cursor: what the next night is told.
        notes: what there is to say of the database or the cursor.
    """

    name: str
    columns: Sequence[str] | None
    cursor: str | None
    notes: Sequence[Note]
    source: Source = field(repr=False)
    database: Database = field(repr=False)
    rows: sa.FromClause = field(repr=False)
    bounds: Bounds | None = field(repr=False)
    lineage: str = ""

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The rows within the bounds, by the cursor and then the key; then the connection is closed.

        Raises:
            SourceUnavailableError: the connection is lost halfway, or the rows do not come in time.
            ConnectorError: the query fails on the data.
        """
        names = list(text.positions(self.columns or (), column_names))
        gathered = Gatherer(names, "T")
        number = 0
        try:
            for part in self._parts(names):
                for row in part:
                    number += 1
                    _gather(gathered, number, names, [as_cell(value) for value in row])
                    yield from gathered.full()
            yield from gathered.rest()
        finally:
            self.database.close()

    def sample(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """Some rows within the bounds, for a look before they are read; the connection stays open."""
        names = list(text.positions(self.columns or (), column_names))
        asked = sa.select(*[sa.column(name) for name in names]).select_from(self.rows)
        if self.bounds is not None:
            asked = asked.where(self.bounds.where())
        with reading():
            self.database.restart_clock()
            rows = self.database.connection.execute(asked.limit(FETCH_ROWS)).fetchall()
        gathered = Gatherer(names)
        for number, row in enumerate(rows, start=1):
            gathered.add(number, [as_cell(value) for value in row], 0)
        yield gathered.batch()

    def _parts(self, names: Sequence[str]) -> Iterator[Sequence[Sequence[Any]]]:
        """The rows as the driver gives them, some thousands at a time."""
        asked = sa.select(*[sa.column(name) for name in names]).select_from(self.rows)
        order: list[sa.ColumnElement[Any]] = [sa.column(name) for name in self.source.key]
        if self.bounds is not None:
            asked = asked.where(self.bounds.where())
            order = [*self.bounds.order(), *order]
        with reading():
            self.database.restart_clock()
            result = self.database.connection.execute(
                asked.order_by(*order) if order else asked,
                execution_options={"stream_results": True, "yield_per": FETCH_ROWS},
            )
        raw = result.cursor
        try:
            while True:
                with reading():
                    self.database.restart_clock()
                    part = result.fetchmany(FETCH_ROWS)
                if not part:
                    return
                yield part
        finally:
            with suppress(Exception):  # of a connection that is lost it cannot be, nor needs to
                raw.close()


def _gather(gathered: Gatherer, number: int, names: Sequence[str], cells: Sequence[Cell]) -> None:
    """Takes a row, or says what in it is too long."""
    chars = 0
    for name, cell in zip(names, cells, strict=True):
        if isinstance(cell, str):
            chars += len(cell)
            if len(cell) > MAX_CHARS:
                gathered.reject(
                    number, f"a value of more than {MAX_CHARS:,} characters", cell, name
                )
                return
    gathered.add(number, cells, chars)
