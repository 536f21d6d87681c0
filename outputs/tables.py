"""A run's tables as views on their Parquet files, so that no table has to fit in memory."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from journeys.engine import connect, parquet
from outputs.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb
    import pandas as pd


@contextmanager
def open_tables(
    folder: Path, names: Iterable[str], *, memory: str = "4GB"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which each of `names` is a view on `folder`/NAME.parquet.

    Args:
        folder: the run's tables, each a file or a folder of files.
        names: of the tables that are wanted.
        memory: the engine's limit, as DuckDB writes it; beyond it, it spills.

    Raises:
        OutputError: a table is not there.
    """
    with TemporaryDirectory() as work, connect(Path(work), memory=memory) as connection:
        for name in names:
            found = files_of(folder, name)
            connection.execute(f'create view "{name}" as select * from {parquet(found)}')
        yield connection


def frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    """The rows of a query whose answer is small."""
    rows: pd.DataFrame = connection.execute(sql).to_arrow_table().to_pandas()
    return rows


def files_of(folder: Path, name: str) -> list[Path]:
    """The Parquet files of one table."""
    path = folder / f"{name}.parquet"
    found = sorted(path.rglob("*.parquet")) if path.is_dir() else [path] * path.is_file()
    if not found:
        raise OutputError(
            f"table {name!r} is not there",
            expected=f"{name}.parquet, a file or a folder of files",
            got="neither",
            hint="run the models first",
        )
    return found
