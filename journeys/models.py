"""The models: one named SQL query per analysis, and the order in which they build on each other.

A model is a file in `journeys/sql`: a published table (docs/definitions.md), or, under `parts/`, a
result that several tables share and nobody reads, or, under `signals/`, a kind of signal, all of
which `findings` puts together. Its header says what one row is, the definition and its traps. Its name
is the table's. Reading a model is not running it: see `journeys.analysis`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import sqlglot
from sqlglot import exp

from journeys.errors import AnalysisError, said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

INPUTS: Final = (
    "records", "people", "vocabulary", "spellings", "closing", "settings", "calendar", "quarantine",
    "readings", "remarks", "norms", "norm_selectors", "calendars", "working_hours", "certainty", "rules",
    "rule_needs", "colours", "roles", "signal_history", "resident_records",
)  # fmt: skip
"""What the models read and do not make; `journeys.inputs.Inputs` says what is in each."""

INLINE: Final = "-- inline\n"
PARTS: Final = "parts"
SIGNALS: Final = "signals"
FINDINGS: Final = "findings"

FINDING: Final = (
    "journey_id", "household_id", "partner", "other", "since", "until", "value", "bound",
    "evidence", "event_ids",
)  # fmt: skip
"""The columns of every kind of signal, in this order; docs/definitions.md says what each holds."""


@dataclass(frozen=True)
class Model:
    """One named query.

    Attributes:
        name: of the table that it makes.
        sql: its text, in the part of DuckDB's dialect that Spark shares.
        reads: the models and inputs that it reads.
        is_part: whether it only serves other models and is not published.
        is_inline: whether it is worked out anew by each model that reads it (a view): wide and
            cheap. Its first line says so: `-- inline`.
        folder: where its file stands in `journeys/sql`: '', `parts` or `signals`.
    """

    name: str
    sql: str
    reads: frozenset[str]
    is_part: bool
    is_inline: bool
    folder: str = ""

    @property
    def unordered(self) -> str:
        """The query without its own order, for one that reads it as a part of itself."""
        tree = sqlglot.parse_one(self.sql, read="duckdb")
        tree.set("order", None)
        return tree.sql("duckdb")


@cache
def models() -> dict[str, Model]:
    """Every model by name, each after those that it reads.

    Raises:
        AnalysisError: a model reads a table that neither a model nor an input makes.

    >>> order = list(models())
    >>> order.index("events") < order.index("steps") < order.index("waits")
    True
    """
    root = files("journeys") / "sql"
    by_name = {
        model.name: model
        for folder in ("", PARTS, SIGNALS)
        for entry in sorted((root / folder).iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".sql")
        for model in [_model(entry.name[:-4], entry.read_text(encoding="utf-8"), folder)]
    }
    kinds = [name for name, model in by_name.items() if model.folder == SIGNALS]
    by_name[FINDINGS] = _model(FINDINGS, _findings(kinds), PARTS)
    for model in by_name.values():
        for table in sorted(model.reads - by_name.keys() - set(INPUTS)):
            raise AnalysisError(
                said("model {name!r} reads {table!r}", name=model.name, table=table),
                expected="a model in journeys/sql or an input",
                got=f"{', '.join(sorted(by_name))}; {', '.join(INPUTS)}",
            )
    graph = {name: sorted(by_name[name].reads & by_name.keys()) for name in sorted(by_name)}
    return {name: by_name[name] for name in TopologicalSorter(graph).static_order()}


def published() -> list[str]:
    """The names of the tables that a run leaves, in the order in which they are made.

    >>> "events" in published(), "spans" in published()
    (True, False)
    """
    return [name for name, model in models().items() if not model.is_part]


def needed(names: Iterable[str], have: Collection[str] = ()) -> list[str]:
    """The models for `names`, themselves and what they stand on, in order; no further than `have`.

    >>> needed(["waits"])[-5:]
    ['placed', 'events', 'turns', 'steps', 'waits']
    >>> needed(["waits"], have=["events"])
    ['events', 'turns', 'steps', 'waits']
    """
    every = models()
    chosen = set(names)
    for name in reversed(every):
        if name in chosen and name not in have:
            chosen |= every[name].reads & every.keys()
    return [name for name in every if name in chosen]


def _model(name: str, sql: str, folder: str) -> Model:
    """Read one query and find out which tables it reads."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    reads = frozenset(table.name for table in tree.find_all(exp.Table)) - own
    return Model(name, sql, reads, bool(folder), sql.startswith(INLINE), folder)


def _findings(kinds: Iterable[str]) -> str:
    """The query that puts all kinds of signals together: the one that no file holds."""
    columns = ", ".join(FINDING)
    union = "\nunion all\n".join(
        f"select '{kind}' as kind, {columns} from {kind}" for kind in kinds
    )
    return (
        f"{INLINE}-- One row per finding of any kind: all of signals/ under one another.\n{union}\n"
    )
