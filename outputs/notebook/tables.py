"""A run's tables in the forms of other programs: pandas, polars, Arrow, DuckDB, networkx, pm4py."""

from __future__ import annotations

import atexit
import weakref
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa

from journeys.engine import connect, quoted
from journeys.errors import said
from journeys.work_folder import temporary_folder
from outputs.errors import OutputError, did_you_mean
from outputs.notebook.selection import QUERIES, Selection, lay_out
from outputs.run_tables import files_of

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx
    import polars as pl

    from journeys.engine import Engine

NULLABLE: Final = {
    pa.int64(): pd.Int64Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}
"""Types of which pandas' own has no place for what is not known."""


class RunTables:
    """The tables of a run, or of a part of it.

    Attributes:
        folder: where they stand.
        tables: the names of those that there are.
    """

    def __init__(
        self, folder: Path, names: tuple[str, ...], selection: Selection, *, memory: str
    ) -> None:
        self.folder = folder
        self._names = names
        self._selection = selection
        self._memory = memory
        opened = ExitStack()
        self._close = weakref.finalize(self, opened.close)
        self._connection, self._views, work = self._open(opened)
        self.tables = tuple(self._views)
        _lock(self._connection, folder, work)

    def to_pandas(self, name: str) -> pd.DataFrame:
        """A table as a frame of pandas, as `run[name]` and `run.NAME` are too.

        Raises:
            OutputError: there is none of that name, or not of a part of a run. So too below.
        """
        return frame(self.to_arrow(name))

    def to_arrow(self, name: str) -> pa.Table:
        """A table of Arrow, for whatever reads Arrow."""
        if name not in self.tables:
            raise self._missing(name)
        return self._connection.execute(f'from "{self._views[name]}"').to_arrow_table()

    def to_polars(self, name: str) -> pl.DataFrame:
        """A frame of polars, which has to be installed beside klantreis."""
        import polars  # noqa: PLC0415, ICN001 - no dependency: for who has it

        return polars.DataFrame(self.to_arrow(name))

    def to_duckdb(self) -> Engine:
        """A DuckDB of its own, in which every table is there by its name, to do with as you like.

        It outlives this run, until you close it or Python ends, and changes nothing of it.
        """
        opened = ExitStack()
        atexit.register(opened.close)
        return self._open(opened)[0]

    def to_networkx(self, name: str = "partner_flows") -> nx.DiGraph[Any]:
        """A directed graph of a table of flows: `partner_flows`, or `flows` between activities.

        The first two columns are from where and to where; the others are attributes of the edge.
        """
        from networkx import DiGraph, from_pandas_edgelist  # noqa: PLC0415 - who asks for a graph waits for it

        edges = self.to_pandas(name)
        from_, to, *others = edges.columns
        graph: nx.DiGraph[Any] = from_pandas_edgelist(edges, from_, to, [*others], DiGraph)
        return graph

    def to_pm4py(self) -> pd.DataFrame:
        """The events as a log of pm4py: a frame whose columns have the names of XES.

        A case is a journey, in the order in which klantreis has its events.
        """
        return frame(self._connection.execute(QUERIES.sql("event_log")).to_arrow_table())

    def close(self) -> None:
        """Let go of the files; what was asked stays."""
        self._close()

    def _open(self, opened: ExitStack) -> tuple[Engine, dict[str, str], Path]:
        """Lay the tables in a new database: that, the view of each, and the folder in which it works."""
        work = opened.enter_context(temporary_folder())
        connection = opened.enter_context(connect(work, memory=self._memory))
        files = {name: files_of(self.folder, name) for name in self._names}
        return connection, lay_out(connection, files, self._selection), work

    def _missing(self, name: str) -> OutputError:
        if name in self._names:
            return OutputError(
                said("table {name!r} is of a whole run alone", name=name),
                expected=", ".join(self.tables),
                got="a part of a run",
                hint="what it needs cannot be told of some journeys; ask the run that only() was asked of",
            )
        return OutputError(
            said("no table is called {name!r}", name=name),
            expected=", ".join(self.tables),
            hint=did_you_mean(name, self.tables),
        )


def frame(table: pa.Table) -> pd.DataFrame:
    """A table of Arrow as a frame whose numbers and truths may be missing."""
    read: pd.DataFrame = table.to_pandas(types_mapper=NULLABLE.get, date_as_object=False)
    return read


def _lock(connection: Engine, folder: Path, work: Path) -> None:
    """From here on nothing is read but the run's own tables, and Python's variables are no tables."""
    allowed = ", ".join(quoted(f"{path.resolve()}/") for path in (folder, work))
    connection.execute(f"set allowed_directories = [{allowed}]")
    connection.execute("set python_enable_replacements = false")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
