"""OCEL 2.0 as SQLite: `klantreizen.ocel.sqlite`.

The tables, keys and references are those of the standard's relational schema. A type's own table is
numbered, because a name out of the data is no name for a table.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Final

from outputs.exports.files import replacing
from outputs.exports.ocel import (
    EVENT_ATTRIBUTES,
    NO_TIME,
    OBJECT_ATTRIBUTES,
    Contents,
    event_types,
    events,
    links,
    objects,
)
from outputs.exports.queries import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from journeys.engine import Engine


FILE: Final = "klantreizen.ocel.sqlite"
AT_ONCE: Final = 20_000
KINDS: Final = {
    "string": "TEXT",
    "integer": "INTEGER",
    "float": "REAL",
    "boolean": "INTEGER",
    "time": "TIMESTAMP",
}

SCHEMA: Final = """
create table event_map_type (ocel_type TEXT primary key, ocel_type_map TEXT not null);
create table object_map_type (ocel_type TEXT primary key, ocel_type_map TEXT not null);
create table event (
    ocel_id TEXT primary key, ocel_type TEXT not null references event_map_type (ocel_type)
);
create table object (
    ocel_id TEXT primary key, ocel_type TEXT not null references object_map_type (ocel_type)
);
create table event_object (
    ocel_event_id TEXT not null references event (ocel_id),
    ocel_object_id TEXT not null references object (ocel_id),
    ocel_qualifier TEXT not null,
    primary key (ocel_event_id, ocel_object_id, ocel_qualifier)
) without rowid;
create table object_object (
    ocel_source_id TEXT not null references object (ocel_id),
    ocel_target_id TEXT not null references object (ocel_id),
    ocel_qualifier TEXT not null,
    primary key (ocel_source_id, ocel_target_id, ocel_qualifier)
) without rowid;
"""


def write_ocel_sqlite(connection: Engine, path: Path) -> Contents:
    """Write the object-centric log of a run as SQLite.

    Args:
        connection: with the run's `events`, `journeys` and `shared_events`.
        path: of the log. It is there when all of it is, and not before.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    with (
        replacing(path) as coming,
        closing(sqlite3.connect(coming, isolation_level=None)) as database,
    ):
        # What is half written is thrown away, so nothing has to be kept safe on the way.
        for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-65536"):
            database.execute(f"pragma {pragma}").fetchall()
        database.executescript(SCHEMA)
        database.execute("begin")
        of_event = _types(
            database, "event", dict.fromkeys(event_types(connection), EVENT_ATTRIBUTES)
        )
        of_object = _types(database, "object", OBJECT_ATTRIBUTES)
        n_objects = _objects(database, connection, of_object)
        n_events = _events(database, connection, of_event)
        _insert(database, "object_object", 3, rows(connection, "ocel_relations"))
        _insert(
            database,
            "event_object",
            3,
            ((event, *thing) for event, related in links(connection) for thing in related),
        )
        database.execute("commit")
    return Contents(n_events, n_objects)


def _types(
    database: sqlite3.Connection, what: str, types: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """Make the table of each type, and say what it is called."""
    tables = {}
    changed = ", ocel_changed_field TEXT" if what == "object" else ""
    # An object may have several rows, one for each change: its id alone is no key.
    key = "not null" if what == "object" else "primary key"
    for n, (name, attributes) in enumerate(types.items(), start=1):
        mapped = f"{n:03}{_plain(name)}"
        columns = "".join(f', "{name}" {KINDS[kind]}' for name, kind in attributes.items())
        database.execute(
            f'create table "{what}_{mapped}" (ocel_id TEXT {key} references {what} (ocel_id),'
            f" ocel_time TIMESTAMP{changed}{columns})"
        )
        database.execute(f"insert into {what}_map_type values (?, ?)", (name, mapped))
        tables[name] = f'"{what}_{mapped}"'
    return tables


def _plain(name: str) -> str:
    """The letters of a name that any program takes in a table's name.

    >>> _plain('Cliënt "gezien"; drop table x')
    'Clientgeziendroptablex'
    """
    letters = unicodedata.normalize("NFD", name)
    return re.sub("[^A-Za-z0-9]", "", letters)[:40]


def _objects(database: sqlite3.Connection, connection: Engine, tables: Mapping[str, str]) -> int:
    n = 0
    stream = objects(connection)
    while block := list(islice(stream, AT_ONCE)):
        n += len(block)
        _insert(database, "object", 2, ((thing.id, thing.type) for thing in block))
        for kind, attributes in OBJECT_ATTRIBUTES.items():
            values = (
                (thing.id, NO_TIME, None, *map(thing.values.get, attributes))
                for thing in block
                if thing.type == kind
            )
            _insert(database, tables[kind], 3 + len(attributes), values)
    return n


def _events(database: sqlite3.Connection, connection: Engine, tables: Mapping[str, str]) -> int:
    n = 0
    stream = events(connection)
    while block := list(islice(stream, AT_ONCE)):
        n += len(block)
        _insert(database, "event", 2, ((event.id, event.type) for event in block))
        by_type: dict[str, list[tuple[object, ...]]] = {}
        for event in block:
            row = (event.id, event.at, *map(event.values.get, EVENT_ATTRIBUTES))
            by_type.setdefault(event.type, []).append(row)
        for kind, values in by_type.items():
            _insert(database, tables[kind], 2 + len(EVENT_ATTRIBUTES), values)
    return n


def _insert(
    database: sqlite3.Connection, table: str, n_columns: int, values: Iterable[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * n_columns)
    database.executemany(f"insert into {table} values ({marks})", values)
