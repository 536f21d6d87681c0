"""The engine: who runs SQL. The one place that names it is this file.

Everything that asks or lays out tables takes an `Engine`; `connect` opens the one there is, DuckDB, held to
a memory limit. What does not fit in memory spills to the work folder.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import duckdb

from journeys.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

ROW_GROUP_ROWS = 122_880
FEW_ROWS = 2_048
"""So many rows, one vector of the engine, are read from memory."""

EngineError = duckdb.Error
"""What an engine raises where it cannot run a query; `error_text` says it without data."""


class Answer(Protocol):
    """The rows of the query that an engine ran last."""

    @property
    def description(self) -> Any:
        """A tuple for each column; the first item is its name."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row; None: there is no more."""

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        """The next rows, `size` at most."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""

    def fetchnumpy(self) -> dict[str, Any]:
        """All rows, as a numpy array for each column."""

    def to_arrow_table(self) -> pa.Table:
        """All rows, as an Arrow table."""

    def to_arrow_reader(self, batch_size: int = 1_000_000) -> pa.RecordBatchReader:
        """All rows, as Arrow batches of `batch_size` rows at most."""


class Engine(Protocol):
    """Runs SQL (docs/decisions/0009-sql-models.md) on tables that lie in it by name."""

    def execute(self, query: str, parameters: object = ...) -> Answer:
        """Run a query, or several with `;` between them; the answer is that of the last."""

    def executemany(self, query: str, parameters: object = ...) -> object:
        """Run a query once for each of several rows of values."""

    def cursor(self) -> Engine:
        """Another reader of what lies in the engine, whose answers stand beside those of this one."""

    def register(self, view_name: str, python_object: object) -> object:
        """Lay an Arrow table in the engine, by a name."""

    def unregister(self, view_name: str) -> object:
        """Take an Arrow table out again."""

    def close(self) -> None:
        """End; nothing that lay in memory stays."""


@contextmanager
def connect(work: Path, *, memory: str = "4GB", threads: int | None = None) -> Iterator[Engine]:
    """A database in memory that spills to `work`, with times in UTC.

    Args:
        work: a folder for what does not fit.
        memory: the limit, as DuckDB writes it; beyond it the engine spills.
        threads: how many cores to use; None: all.

    Raises:
        AnalysisError: memory is no amount that the engine knows.
    """
    work.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | int] = {"memory_limit": memory, "temp_directory": str(work)}
    if threads:
        config["threads"] = threads
    try:
        connection = duckdb.connect(config=dict(config))
    except duckdb.Error as error:
        raise AnalysisError(
            "the engine does not start", expected='memory such as "4GB"', got=repr(memory)
        ) from error
    try:
        # A process that Prefect starts passes for a terminal with a person before it.
        connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
        yield connection
    finally:
        connection.close()


@contextmanager
def connect_off_disk() -> Iterator[Engine]:
    """A small engine that writes nothing to disk, whatever it holds: for what must be nowhere afterwards."""
    connection = duckdb.connect(":memory:", config={"temp_directory": "", "threads": 1})
    try:
        yield connection
    finally:
        connection.close()


def columns_of(engine: Engine, name: str) -> list[str]:
    """The columns of a table or view, in its order."""
    return [column[0] for column in engine.execute(f'select * from "{name}" limit 0').description]


QUESTION = "SELECT"
"""The kind of a statement that asks and changes nothing."""


def statement_kinds(sql: str) -> list[str]:
    """What a text asks of the engine: the kind of each of its statements, such as SELECT.

    Raises:
        EngineError: it is no SQL.

    >>> statement_kinds("select 1; drop table events")
    ['SELECT', 'DROP']
    """
    return [statement.type.name for statement in duckdb.extract_statements(sql)]


def table_names(engine: Engine) -> set[str]:
    """The tables and views that lie in an engine, those that are there for a while too."""
    rows = engine.execute("select distinct table_name from information_schema.tables").fetchall()
    return {str(name) for (name,) in rows}


def write_parquet(connection: Engine, sql: str, path: Path) -> int:
    """Write a query's rows, in its order, and say how many: the same bytes for the same rows."""
    written = connection.execute(
        f"copy ({sql}) to {quoted(str(path))}"
        f" (format parquet, compression zstd, row_group_size {ROW_GROUP_ROWS})"
    ).fetchone()
    return int(written[0]) if written else 0


def n_rows(connection: Engine, name: str) -> int:
    """The rows of a table; of Parquet a matter of its footer."""
    row = connection.execute(f'select count(*) from "{name}"').fetchone()
    return int(row[0]) if row else 0


def lay_file(engine: Engine, name: str, path: Path) -> int:
    """Let `name` be what stands in a Parquet file, and say how many rows.

    A few rows lie in memory: a view opens its file each time that a query is planned, which costs more than
    the query.
    """
    file = parquet([path])
    row = engine.execute(f"select count(*) from {file}").fetchone()
    n = int(row[0]) if row else 0
    kind = "table" if n <= FEW_ROWS else "view"
    engine.execute(f'create or replace {kind} "{name}" as select * from {file}')
    return n


def error_text(error: EngineError) -> str:
    """An engine's error without any of the data that its text could hold.

    >>> error_text(duckdb.ConversionException("Could not convert string 'Jansen' to INT32"))
    'ConversionException'
    """
    kind = type(error).__name__
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"{kind}: no more memory or disk; raise [project] memory or free the disk"
    if isinstance(error, duckdb.IOException):
        return f"{kind}: reading or writing failed; is the disk full?"
    if isinstance(error, (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)):
        return f"{kind}: {str(error).splitlines()[0][:200]}"
    return kind


def quoted(text: str) -> str:
    """A text as an SQL literal.

    >>> quoted("d'Arc")
    "'d''Arc'"
    """
    return "'" + text.replace("'", "''") + "'"


def parquet(paths: Sequence[Path | str]) -> str:
    """The SQL that reads these Parquet files as one table."""
    listed = ", ".join(quoted(str(path)) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true)"


def typed(connection: Engine, paths: Sequence[Path | str], columns: Mapping[str, str]) -> str:
    """The SQL that reads these Parquet files with just these columns.

    One that an earlier version did not write yet is null, or false.
    """
    there = {
        row[0]
        for row in connection.execute(
            f"select column_name from (describe select * from {parquet(paths)})"
        ).fetchall()
    }
    chosen = ", ".join(
        f'"{column}"'
        if column in there
        else f'cast({"false" if kind == "BOOLEAN" else "null"} as {kind}) as "{column}"'
        for column, kind in columns.items()
    )
    return f"(select {chosen} from {parquet(paths)})"


def lay_view(
    engine: Engine,
    name: str,
    paths: Sequence[Path | str],
    columns: dict[str, str] | None = None,
) -> None:
    """Let `name` be a view of what stands in `paths`; without any, one of no rows with `columns`."""
    if paths:
        read = typed(engine, paths, columns) if columns else parquet(paths)
        where = (
            " where not coalesce(is_withdrawn, false)"
            if columns and "is_withdrawn" in columns
            else ""
        )
        engine.execute(f'create or replace view "{name}" as select * from {read}{where}')
    else:
        nothing = ", ".join(
            f'cast(null as {kind}) as "{column}"' for column, kind in (columns or {}).items()
        )
        engine.execute(f'create or replace view "{name}" as select {nothing} where false')
