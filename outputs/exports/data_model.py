"""A run's tables as a data model: for Excel, Power BI, R, and who else joins tables.

Journeys, households, partners and activities are what is counted by, the other tables are what is counted. A
relation leads from many rows to one. Moments are on the clock of the run's zone: spreadsheets know no zones.

Unless pseudonyms are asked for, a number stands for each: the same in all tables of one export, and in no
other. The file and row that a person could be found back by are not there either. Lists are left out:
signal_sources has a signal's events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from journeys.engine import n_rows, table_names
from outputs.exports.queries import AT_ONCE, QUERIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.engine import Engine

KEYS: Final = {
    "journeys": "journey_id",
    "households": "household_id",
    "partners": "partner",
    "activities": "activity",
    "events": "event_id",
    "signals": "signal_id",
}
"""The tables to which relations lead, each by its key."""

TABLES: Final = (
    *KEYS, "handovers", "waits", "referrals", "regie_spells", "norm_checks", "signal_sources",
)  # fmt: skip
PARTNERS: Final = "partners"
"""The only one that a run does not have as a table."""

PSEUDONYMS: Final = (
    "journey_id", "client_id", "household_id", "case_id", "event_id", "route_id", "signal_id", "worker",
    "regisseur",
)  # fmt: skip
"""Columns that hold pseudonyms and hashes of them; so do those that end so (to_event_id)."""

LINEAGE: Final = ("source_file", "source_row")


class Relation(NamedTuple):
    """Many rows of a table belong to one of another, by its key.

    Attributes:
        table: with many rows.
        column: of it.
        to_table: with one row for each value.
        is_active: whether a program should follow it by itself; of two between the same tables one alone.
    """

    table: str
    column: str
    to_table: str
    is_active: bool = True


RELATIONS: Final = (
    *(
        Relation(table, "journey_id", "journeys")
        for table in (
            "events", "handovers", "waits", "referrals", "regie_spells", "norm_checks", "signals",
        )
    ),
    Relation("journeys", "household_id", "households"),
    Relation("signal_sources", "signal_id", "signals"),
    Relation("signal_sources", "event_id", "events", is_active=False),
    Relation("events", "activity", "activities"),
    Relation("events", "partner", "partners"),
    Relation("signals", "partner", "partners"),
    *(
        Relation(table, f"{side}_partner", "partners", is_active=side == "to")
        for table in ("handovers", "waits", "referrals")
        for side in ("to", "from")
    ),
)  # fmt: skip


def pseudonym_of(column: str) -> str:
    """Which pseudonym a column holds; '' where it holds none.

    >>> pseudonym_of("from_event_id"), pseudonym_of("regisseur_role")
    ('event_id', '')
    """
    found = (name for name in PSEUDONYMS if column == name or column.endswith(f"_{name}"))
    return next(found, "")


@dataclass
class DataModel:
    """The data model of a run, or of a part of one: the tables of it that there are.

    Attributes:
        connection: to the run's tables.
        timezone: on whose clock moments are told.
        with_pseudonyms: whether they stand in it; else numbers do.
    """

    connection: Engine
    timezone: str
    with_pseudonyms: bool = False
    _numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay the partners beside the run's tables."""
        QUERIES.lay(self.connection, "partners", view=True)

    @property
    def tables(self) -> list[str]:
        """Their names, those first to which relations lead."""
        there = table_names(self.connection)
        return [name for name in TABLES if name in there]

    @property
    def relations(self) -> list[Relation]:
        """Those between these tables."""
        return [each for each in RELATIONS if {each.table, each.to_table} <= set(self.tables)]

    def n_rows(self, table: str) -> int:
        """How many rows a table has."""
        return n_rows(self.connection, table)

    def schema(self, table: str) -> pa.Schema:
        """The columns of a table, and their types."""
        reader = self.connection.execute(f'from "{table}" limit 0').to_arrow_reader(AT_ONCE)
        return self._shown(pa.RecordBatch.from_pylist([], schema=reader.schema)).schema

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """The rows of a table in its order, a block at a time."""
        reader = self.connection.execute(f'from "{table}"').to_arrow_reader(AT_ONCE)
        return (self._shown(batch) for batch in reader)

    def _shown(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        columns = {
            name: self._column(name, column)
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
            if not pa.types.is_list(column.type) and (self.with_pseudonyms or name not in LINEAGE)
        }
        return pa.RecordBatch.from_pydict(columns)

    def _column(self, name: str, column: pa.Array) -> pa.Array:
        if pa.types.is_timestamp(column.type):
            return pc.local_timestamp(column.cast(pa.timestamp("us", self.timezone)))
        kind = "" if self.with_pseudonyms else pseudonym_of(name)
        if not kind:
            return column
        numbers = self._numbers.setdefault(kind, {})
        return pa.array(
            (value and numbers.setdefault(value, len(numbers) + 1) for value in column.to_pylist()),
            pa.int64(),
        )
