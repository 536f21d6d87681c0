"""A run's tables as views on their Parquet files, so that no table has to fit in memory."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

from journeys.engine import connect, parquet
from outputs.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    import duckdb

T = TypeVar("T")
_ANSWERS: Final[WeakKeyDictionary[Any, dict[Hashable, Any]]] = WeakKeyDictionary()


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


def once(connection: duckdb.DuckDBPyConnection, question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question, worked out the first time that it is asked over a connection.

    Each level and language of a report asks the same, and a run's tables do not change.

    >>> import duckdb
    >>> run, asked = duckdb.connect(), []
    >>> [once(run, "n", lambda: asked.append(1) or len(asked)) for _ in range(2)]
    [1, 1]
    """
    known = _ANSWERS.setdefault(connection, {})
    if question not in known:
        known[question] = ask()
    answer: T = known[question]
    return answer


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
