"""A run's tables as views on their Parquet files, so that no table has to fit in memory."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from journeys.engine import connect, parquet
from journeys.errors import said
from journeys.work_folder import temporary_folder
from outputs.errors import OutputError
from outputs.past import lay_past
from outputs.queries import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from journeys.engine import Engine


ZONE: Final = "Europe/Amsterdam"


def timezone_of(tables: Path) -> str:
    """The zone of a run's local dates, as the manifest beside its tables tells it."""
    manifest = tables.parent / "manifest.json"
    if not manifest.is_file():
        return ZONE
    project = json.loads(manifest.read_text(encoding="utf-8")).get("config", {}).get("project", {})
    return str(project.get("timezone", ZONE))


@contextmanager
def open_tables(folder: Path, names: Iterable[str], *, memory: str = "4GB") -> Iterator[Engine]:
    """A connection in which each of `names` is a view on `folder`/NAME.parquet.

    Args:
        folder: the run's tables, each a file or a folder of files.
        names: of the tables that are wanted.
        memory: the engine's limit, as DuckDB writes it; beyond it, it spills.

    Raises:
        OutputError: a table is not there.
    """
    with temporary_folder() as work, connect(work, memory=memory) as connection:
        for name in names:
            lay_files(connection, name, files_of(folder, name))
        yield connection


@contextmanager
def open_judged(
    folder: Path,
    names: Iterable[str],
    *,
    as_of: datetime | None,
    timezone: str = ZONE,
    memory: str = "4GB",
) -> Iterator[Engine]:
    """The same, judged from as_of: what is ahead is left out, and the waits that pages show are laid beside.

    Args:
        folder: the run's tables.
        names: of the tables that are wanted; at least `events`, `steps` and `handovers`.
        as_of: of the run; None: there is no data.
        timezone: in which the days of a journey are counted.
        memory: the engine's limit.

    Raises:
        OutputError: a table is not there, or not that of docs/definitions.md.
    """
    with open_tables(folder, names, memory=memory) as connection:
        lay_past(connection, as_of, timezone)
        lay_waits(connection)
        yield connection


def lay_files(
    connection: Engine,
    name: str,
    files: Sequence[Path],
    *,
    numbered: bool = False,
) -> None:
    """Lay a table as a view on its files.

    Args:
        connection: to lay it in.
        name: of the view.
        files: that the table stands in.
        numbered: whether each row has its place: `in_file` and `file_row_number`.
    """
    source = parquet(files)
    if numbered:
        source = source.removesuffix(")") + ", filename = 'in_file', file_row_number = true)"
    connection.execute(f'create view "{name}" as from {source}')


def lay_waits(connection: Engine) -> None:
    """Lay `step_waits` and `pair_waits` beside a run's tables `steps` and `handovers`.

    A page that says how long was waited, or in how many journeys, asks these views and none of its own:
    so one thing has one number on all of them (docs/definitions.md, what a page tells).

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    for name in ("step_waits", "pair_waits"):
        SHARED.lay(connection, name, view=True)


def files_of(folder: Path, name: str) -> list[Path]:
    """The Parquet files of one table."""
    path = folder / f"{name}.parquet"
    paths = sorted(path.rglob("*.parquet")) if path.is_dir() else [path] * path.is_file()
    if not paths:
        raise OutputError(
            said("table {name!r} is not there", name=name),
            expected=said("{name}.parquet, a file or a folder of files", name=name),
            got="neither",
            hint="run the models first",
        )
    return paths
