"""What several tests share: literal events in, a run's tables out."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import duckdb
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


def write_records(rows, path):
    """Records as the store holds them."""
    columns = {name: [row[name] for row in rows] for name in RECORDS}
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    given = pa.table(
        {
            name: pa.array(values, pa.timestamp("us", "UTC") if name.endswith("_at") else None)
            for name, values in columns.items()
        }
    )
    connection.register("given", given)
    cast = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in RECORDS.items())
    connection.execute(f"copy (select {cast} from given) to '{path}' (format parquet)")
    connection.close()
    return path


def write_people(rows, path):
    """Who is who, as linking leaves it."""
    kinds = {
        name: pa.float64() if kind == "DOUBLE" else pa.string() for name, kind in PEOPLE.items()
    }
    columns = {
        name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()
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


def run_models(  # noqa: PLR0913 - what the models are told
    rows,
    folder,
    names=None,
    *,
    memory="2GB",
    threads=2,
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
    """Every table of these records, as lists of rows (dicts)."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [write_records(rows, folder / "records.parquet")]
    inputs = Inputs(
        records=paths,
        people=[write_people(people, folder / "people.parquet")],
        vocabulary=vocabulary,
        settings=Settings(**settings),
        norms=norms,
        calendars=calendars,
        rules=rules,
        signal_history=history,
        actors=actors,
        roles=roles,
    )
    tables = {}
    with connect(folder / "spill", memory=memory, threads=threads) as connection:
        analysis = lay_out(connection, inputs)
        analysis.run(names or published(), folder / "tables", part_folder=folder / "parts")
        for name in names or published():
            tables[name] = connection.execute(f"select * from {name}").to_arrow_table().to_pylist()
    return tables
