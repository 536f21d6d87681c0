"""The models of a run, on an engine in which its inputs lie: run into Parquet, asked, or looked at.

Every model is written once, as Parquet in its own order, and read from there by the models that build on it
(from memory, where it has few rows).
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from journeys.engine import EngineError, error_text, lay_file, table_names, write_parquet
from journeys.errors import AnalysisError, said
from journeys.models import models, needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import pyarrow as pa

    from journeys.engine import Engine

UNFOLDED_MODELS = 50
"""A view of views of views: from here on planning the query costs more than laying a model out."""


@dataclass(frozen=True)
class Analysis:
    """An engine with a run's inputs laid out in it (`journeys.layout.lay_out`), to run models on."""

    engine: Engine

    def run(
        self,
        names: Iterable[str],
        folder: Path,
        *,
        part_folder: Path,
        done: Callable[[str, int, float], None] = lambda *_: None,
    ) -> dict[str, int]:
        """Run `names` and all that they stand on, each into a Parquet file; what is there is read.

        Args:
            names: the tables that are wanted.
            folder: gets NAME.parquet for each published model.
            part_folder: gets those of the parts, which nobody else reads.
            done: told of each model's name, rows and seconds.

        Returns:
            The rows of each model that was run.

        Raises:
            AnalysisError: a model failed; it is named, and so is what to do.
        """
        rows = {}
        for path in (folder, part_folder):
            path.mkdir(parents=True, exist_ok=True)
        have = {path.stem for place in (folder, part_folder) for path in place.glob("*.parquet")}
        for name in needed(names, have):
            model = models()[name]
            if model.is_inline:
                self.engine.execute(f'create or replace view "{name}" as {model.sql}')
                continue
            path = (part_folder if model.is_part else folder) / f"{name}.parquet"
            began = perf_counter()
            try:
                if name not in have:
                    write_parquet(self.engine, model.sql, path)
                rows[name] = lay_file(self.engine, name, path)
            except EngineError as error:
                raise AnalysisError(
                    said("model {name!r} failed", name=name),
                    got=error_text(error),
                    hint=said("the query stands in journeys/sql ({name}.sql)", name=name),
                ) from error
            done(name, rows[name], perf_counter() - began)
        return rows

    def ask(self, names: Iterable[str]) -> dict[str, pa.Table]:
        """The answers alone: a few tables in memory, and nothing written.

        What stands between the inputs and an answer is a view, so that no column is read and no row is
        sorted that the answer does not need; where views would unfold into too long a query, some are
        laid out. For questions of one's own, on any number of events.

        Args:
            names: of models, published ones or parts.
        """
        chosen_names = list(names)
        there = self.view(chosen_names)
        return {
            name: self.engine.execute(
                f'select * from "{name}"' if name in there else models()[name].sql
            ).to_arrow_table()
            for name in chosen_names
        }

    def view(self, names: Iterable[str]) -> set[str]:
        """Let models, and all that they stand on, be views that are worked out when they are read.

        A view that would unfold into more than `UNFOLDED_MODELS` others is laid out as a table instead.

        Args:
            names: of models.

        Returns:
            What was there already and is used as it is.
        """
        there = table_names(self.engine)
        unfolded: dict[str, int] = {}
        for name in needed(names, there):
            if name in there:
                continue
            model = models()[name]
            n = 1 + sum(unfolded.get(read, 0) for read in model.reads)
            kind = "view" if n <= UNFOLDED_MODELS else "table"
            self.engine.execute(f'create temp {kind} "{name}" as {model.unordered}')
            unfolded[name] = n if kind == "view" else 1
        return there
