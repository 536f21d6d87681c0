"""A run, open for questions: `outputs.open_run`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from journeys.engine import QUESTION, EngineError, error_text, n_rows, statement_kinds
from journeys.errors import said
from outputs.errors import OutputError, did_you_mean
from outputs.exports import FORMATS, export_tables
from outputs.exports.bpmn import COVERAGE
from outputs.notebook.maps import draw
from outputs.notebook.selection import Selection
from outputs.notebook.tables import RunTables, frame
from outputs.reader import Reader
from outputs.run_tables import timezone_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    import pandas as pd

    from outputs.notebook.maps import Map

MEMORY: Final = "2GB"


def open_run(folder: Path | str, *, memory: str = MEMORY) -> Run:
    """Open what a run left.

    Args:
        folder: of the run, such as `out/latest`, or its `tables`.
        memory: what questions may use before they spill to disk, as DuckDB writes it.

    Raises:
        OutputError: there are no tables of a run.
    """
    folder = Path(folder)
    tables = folder / "tables" if (folder / "tables").is_dir() else folder
    names = sorted(path.stem for path in tables.glob("*.parquet"))
    if not {"events", "journeys"} <= set(names):
        raise OutputError(
            "no run in this folder",
            expected="a run's folder with tables/events.parquet in it, such as out/latest",
            got="another folder" if folder.is_dir() else "no folder",
            hint="klantreis run makes it; latest is in the folder that [project] output names",
        )
    return Run(tables, tuple(names), Selection(), memory=memory)


class Run(RunTables):
    """A run's tables, whole or of a part of its journeys.

    A table is a pandas frame: `run.waits`, or `run["waits"]`. Moments are in UTC and know it, whole numbers
    and truths may be missing (`<NA>`), local dates are dates at midnight. docs/glossary.md says what each
    column is.

    Attributes:
        folder: where the tables stand.
        tables: the names of those that there are.
        timezone: of the run's local dates.
    """

    @property
    def timezone(self) -> str:
        """The zone of the run's local dates."""
        return timezone_of(self.folder)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A whole table (`to_pandas`)."""
        return self.to_pandas(name)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """A whole table by its name, as an attribute."""
        if name.startswith("_") or name not in self._names:
            hint = did_you_mean(name, self.__dict__.get("_names", ()))
            message = f"a run has no table {name!r}{'; ' if hint else ''}{hint}"
            raise AttributeError(message, name=name, obj=None)
        return self[name]

    def __dir__(self) -> list[str]:
        """Everything by name, the tables too, for who completes them."""
        return sorted([*super().__dir__(), *self.tables])

    def __len__(self) -> int:
        """How many journeys."""
        return n_rows(self._connection, "journeys")

    def __repr__(self) -> str:
        """What it is, in a line."""
        part = f" ({self._selection.words})" if self._selection.filters else ""
        return f"<Run {self.folder.parent.name}: {len(self)} klantreizen{part}>"

    def ask(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The answer to a question in SQL.

        Args:
            sql: one `select`, in DuckDB's dialect, over the tables.
            parameters: what stands for `$name` in it.

        Raises:
            OutputError: it is no question, names no table or column, or asks for another file.
        """
        try:
            kinds = statement_kinds(sql)
            if kinds != [QUESTION]:
                raise OutputError(
                    "a run can be asked and not changed",
                    expected="one select",
                    got=", ".join(kinds) or "nothing",
                )
            answer = self._connection.execute(sql, parameters or None).to_arrow_table()
        except EngineError as error:
            raise OutputError(
                "the question cannot be answered",
                expected="a select over the tables of the run",
                got=error_text(error),
                hint=said("the tables: {tables}", tables=", ".join(self.tables)),
            ) from error
        return frame(answer)

    def only(
        self,
        *,
        municipality: str | Iterable[str] | None = None,
        domain: str | Iterable[str] | None = None,
        partner: str | Iterable[str] | None = None,
        route: str | Iterable[str] | None = None,
        since: str | date | datetime | None = None,
        until: str | date | datetime | None = None,
        journeys: str | Iterable[str] | None = None,
    ) -> Run:
        """The same run with some of its journeys, each of them whole.

        Args:
            municipality: of the journey; one, or any of several. So too the others.
            domain: that an event of the journey is in.
            partner: that an event of the journey is at.
            route: a route_id.
            since: when the journey began, at the earliest.
            until: when it began, before this moment.
            journeys: journey_ids, such as a column of a frame.

        Raises:
            OutputError: a value is of another kind.
        """
        filters = {
            "municipality": municipality,
            "domain": domain,
            "partner": partner,
            "route": route,
            "since": since,
            "until": until,
            "journeys": journeys,
        }
        selection = self._selection.and_also(self.timezone, filters)
        return Run(self.folder, self._names, selection, memory=self._memory)

    def map(self, name: str = "klantreiskaart", **options: Any) -> Map:
        """A map of these journeys: `klantreiskaart`, `partnernetwerk` or `regiekaart`.

        Args:
            name: of the map.
            options: of `outputs.maps.MapOptions`, such as `max_activities`.

        Raises:
            OutputError: there is no such map or option.
        """
        return draw(self._connection, name, self._selection.words, options)

    def export(
        self,
        folder: Path | str,
        formats: str | Iterable[str] = FORMATS,
        *,
        coverage: float = COVERAGE,
        replace: bool = False,
        with_pseudonyms: bool = False,
    ) -> dict[str, str]:
        """Write these journeys for other programs (`outputs.exports`), and say what each file holds.

        Raises:
            OutputError: no such format, or a file that is there already.
        """
        names = [formats] if isinstance(formats, str) else formats
        return export_tables(
            self._connection,
            Path(folder),
            names,
            coverage=coverage,
            replace=replace,
            with_pseudonyms=with_pseudonyms,
            reader=Reader(timezone=self.timezone),
        )

    def __enter__(self) -> Self:
        """For a `with`, at the end of which it is closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def klantreiskaart(run: Run, **options: Any) -> Map:
    """What happens at which partner, what follows what, and where people wait (`Run.map`)."""
    return run.map("klantreiskaart", **options)


def partnernetwerk(run: Run, **options: Any) -> Map:
    """Who hands over to whom (`Run.map`)."""
    return run.map("partnernetwerk", **options)


def regiekaart(run: Run, **options: Any) -> Map:
    """Who hands the regie to whom (`Run.map`)."""
    return run.map("regiekaart", **options)
