"""What several tests share: literal events in, a run's tables out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq

from journeys.contract import PEOPLE, RECORDS
from journeys.engine import connect
from journeys.inputs import Inputs, Settings
from journeys.layout import lay_out
from journeys.models import published
from outputs.past import lay_past
from outputs.run_tables import lay_waits, open_tables


def at(text):
    """A UTC moment: "2024-01-05", "2024-01-05 13:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def record(n, **given):
    """A record with everything filled in that a test does not care about."""
    started = given.get("started_at", at("2024-01-01") + timedelta(days=n))
    row = {
        "event_id": f"e{n:03}",
        "source": "s",
        "source_file": "f.csv",
        "source_row": n,
        "case_id": "c",
        "activity_source": "a",
        "is_running": False,
        "is_withdrawn": False,
        "precision": "second",
        "started_at": started,
        "ended_at": None if given.get("is_running") else given.get("ended_at", started),
    }
    return {column: {**row, **given}.get(column) for column in RECORDS}


ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", "UTC"),
}


def write_rows(rows, kinds, path):
    """Rows (dicts) as a Parquet file with these columns, of DuckDB's kinds."""
    columns = {
        name: pa.array([row.get(name) for row in rows], ARROW[kind]) for name, kind in kinds.items()
    }
    pq.write_table(pa.table(columns), path)
    return path


@contextmanager
def open_judged(folder, as_of=None):
    """A connection to a run's tables, judged from as_of; without one, from the latest end of its events."""
    with open_tables(folder, published()) as connection:
        latest = "select max(ended_at at time zone 'UTC') from events"
        (found,) = connection.execute(latest).fetchone()
        lay_past(connection, as_of or (found and found.replace(tzinfo=UTC)))
        lay_waits(connection)
        yield connection


def inputs_of(  # noqa: PLR0913 - what the models are told
    rows,
    folder,
    *,
    vocabulary=(),
    people=(),
    norms=(),
    calendars=(),
    rules=(),
    history=(),
    actors=(),
    roles=(),
    **settings,
):
    """What the engine starts from: these records and people as files in a folder, and all else as given."""
    folder.mkdir(parents=True, exist_ok=True)
    return Inputs(
        records=[write_rows(rows, RECORDS, folder / "records.parquet")],
        people=[write_rows(people, PEOPLE, folder / "people.parquet")],
        vocabulary=vocabulary,
        settings=Settings(**settings),
        norms=norms,
        calendars=calendars,
        rules=rules,
        signal_history=history,
        actors=actors,
        roles=roles,
    )


class Tables(Mapping):
    """A run's tables as lists of rows (dicts), each made when it is asked for, with what it stands on."""

    def __init__(self, connection, analysis, folder):
        self._connection = connection
        self._analysis = analysis
        self._folder = folder
        self._rows = {}

    def make(self, names):
        """Make these tables, and let them stay behind as files."""
        names = [name for name in names if name not in self._rows]
        self._analysis.run(names, self._folder / "tables", part_folder=self._folder / "parts")
        for name in names:
            rows = self._connection.execute(f'select * from "{name}"').to_arrow_table().to_pylist()
            self._rows[name] = rows
        return self._rows

    def differing(self, other, names):
        """The tables that are not those of the other: name, own rows, its rows. All are made at once."""
        own, others = self.make(names), other.make(names)
        return [(name, own[name], others[name]) for name in names if own[name] != others[name]]

    def __getitem__(self, name):
        return self._rows[name] if name in self._rows else self.make([name])[name]

    def __iter__(self):
        return iter(published())

    def __len__(self):
        return len(published())


@contextmanager
def open_models(rows, folder, *, memory="2GB", threads=1, **given):
    """The tables of these records, for as long as they are asked for."""
    inputs = inputs_of(rows, folder, **given)
    with connect(folder / "spill", memory=memory, threads=threads) as connection:
        yield Tables(connection, lay_out(connection, inputs), folder)


def run_models(rows, folder, names=None, **given):
    """These tables of these records, or all, as lists of rows (dicts); they stay behind as files."""
    with open_models(rows, folder, **given) as tables:
        return tables.make(names or published())
