"""OCEL 2.0 as SQLite, opened so that it can do no harm: read only, tables alone, nothing trusted.

A view, a virtual table or a generated column could make the reading of a row run a program of the
file's maker; so what is read must be a plain table, and the schema is not trusted. Temporary tables stay
in memory: they hold identities.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from connectors.formats.text import unreadable
from connectors.ocel.objects import OcelEvent, OcelObject, Related
from journeys.engine import quoted as literal
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.ceilings import Ceilings
    from connectors.errors import FileUnreadableError

EXPECTED: Final = "a whole OCEL 2.0 log as SQLite"
MAGIC: Final = b"SQLite format 3\x00"
TABLES: Final = (
    "event", "object", "event_object", "object_object", "event_map_type", "object_map_type",
)  # fmt: skip
EVENTS_AT_ONCE: Final = 65_536
OWN: Final = frozenset({"ocel_id", "ocel_time", "ocel_changed_field", "ocel_type"})


@dataclass(frozen=True)
class OcelSqlite:
    """A log; memory is bounded: a block of events with what they relate to."""

    path: Path
    ceilings: Ceilings

    def check(self) -> None:
        """Refuses what is no OCEL 2.0.

        Raises:
            FileUnreadableError: a table is missing or is no table, or part of it stands in another file.
        """
        for end in ("-wal", "-journal"):
            beside = self.path.with_name(self.path.name + end)
            if beside.exists() and beside.stat().st_size:
                raise unreadable(
                    expected=EXPECTED,
                    got=said("one that a program has open: part of it is in a {end} file", end=end),
                    hint="close that program, or export again",
                )
        with self.path.open("rb") as file:
            header = file.read(100)
        size = int.from_bytes(header[16:18], "big")
        n_pages = int.from_bytes(header[28:32], "big")
        if header[24:28] == header[92:96] and n_pages * (size if size > 1 else 65_536) > (
            self.path.stat().st_size
        ):
            raise _damaged("it is shorter than it says")
        with self._opened() as database:
            for name in TABLES:
                self._columns(database, name)

    def types(self) -> Iterable[str]:
        """The types of objects that it declares."""
        with self._opened() as database:
            return [kind for kind, _ in self._maps(database, "object")]

    def objects(self, attributes_of: Mapping[str, Sequence[str]]) -> Iterator[OcelObject]:
        """The objects of the wanted types: as they are, then what is told of each, then their relations."""
        with self._opened() as database:
            maps = dict(self._maps(database, "object"))
            for name, kind in database.execute("select ocel_id, ocel_type from object"):
                if kind in attributes_of:
                    yield OcelObject(_text(name), _text(kind))
            for kind in attributes_of:
                if kind in maps:
                    yield from self._histories(database, kind, f"object_{maps[kind]}")
            chosen = ", ".join(literal(kind) for kind in attributes_of)
            for source, target, qualifier, kind in database.execute(
                "select ocel_source_id, ocel_target_id, ocel_qualifier, object.ocel_type"
                " from object_object join object on object.ocel_id = ocel_source_id"
                f" where object.ocel_type in ({chosen})"
            ):
                related = [Related(_text(target), _text(qualifier))]
                yield OcelObject(_text(source), _text(kind), (), related)

    def _histories(
        self, database: sqlite3.Connection, kind: str, table: str
    ) -> Iterator[OcelObject]:
        """What a type's table tells of its objects: all values at first, then those that changed."""
        columns = self._columns(database, table)
        names = [name for name in columns if name not in OWN]
        chosen = ", ".join(
            _name(name) if name in columns else "null"
            for name in ("ocel_id", "ocel_time", "ocel_changed_field", *names)
        )
        for name_of_object, time, changed, *values in database.execute(
            f"select {chosen} from {_name(table)}"
        ):
            database.text_factory.n_part = 0
            history = [
                (name, _text(time), _text(value))
                for name, value in zip(names, values, strict=True)
                if value is not None and changed in {None, "", name}
            ]
            yield OcelObject(_text(name_of_object), kind, history)

    def events(self, attributes: Sequence[str]) -> Iterator[OcelEvent]:
        """The events in the order of the table `event`."""
        with self._opened() as database:
            database.execute("create temp table block (number integer, id primary key, type)")
            tables = {
                kind: (f"event_{name}", self._columns(database, f"event_{name}"))
                for kind, name in self._maps(database, "event")
            }
            with closing(database.execute("select ocel_id, ocel_type from event")) as cursor:
                number = 0
                while block := cursor.fetchmany(EVENTS_AT_ONCE):
                    database.text_factory.n_part = 0
                    database.execute("delete from block")
                    database.executemany(
                        "insert or ignore into block values (?, ?, ?)",
                        [(number + n, *row) for n, row in enumerate(block, start=1)],
                    )
                    values_of = self._values(database, tables, attributes)
                    related = _relations(database)
                    for name, kind in block:
                        number += 1
                        time, values = values_of.get(name, ("", {}))
                        yield OcelEvent(
                            number, _text(name), _text(kind), time, values, related.get(name, ())
                        )

    def _values(
        self,
        database: sqlite3.Connection,
        tables: Mapping[str, tuple[str, Sequence[str]]],
        attributes: Sequence[str],
    ) -> dict[Any, tuple[str, dict[str, str]]]:
        """The moment and the wanted values of a block's events."""
        values_of: dict[Any, tuple[str, dict[str, str]]] = {}
        for (kind,) in database.execute("select distinct type from block").fetchall():
            table, columns = tables.get(kind, ("", ()))
            if not {"ocel_id", "ocel_time"} <= set(columns):
                continue
            names = [name for name in columns if name not in OWN and name in attributes]
            chosen = ", ".join(_name(name) for name in ("ocel_id", "ocel_time", *names))
            for event_name, time, *values in database.execute(
                f"select {chosen} from {_name(table)}"
                " where ocel_id in (select id from block where type = ?)",
                (kind,),
            ):
                texts = {name: _text(v) for name, v in zip(names, values, strict=True)}
                values_of.setdefault(event_name, (_text(time), texts))
        return values_of

    def declared(self) -> Iterator[str]:
        """The attributes that the tables of event types have."""
        with self._opened() as database:
            for _, name in self._maps(database, "event"):
                yield from self._columns(database, f"event_{name}")

    def _maps(self, database: sqlite3.Connection, what: str) -> list[tuple[str, str]]:
        """Each type of events or objects, and how the name of its table ends."""
        rows = database.execute(f"select ocel_type, ocel_type_map from {what}_map_type").fetchall()
        return [(_text(kind), _text(name)) for kind, name in rows]

    def _columns(self, database: sqlite3.Connection, table: str) -> list[str]:
        """The columns of a plain table.

        Raises:
            FileUnreadableError: there is no such table, or it is a view or a virtual table.
        """
        rows = database.execute(
            "select type, sql from sqlite_master where name = ? collate nocase", (table,)
        ).fetchall()
        is_plain = len(rows) == 1 and rows[0][0] == "table"
        if not is_plain or " ".join(str(rows[0][1]).split()[:2]).lower() != "create table":
            what = table if table in TABLES else "of a type of events or objects"
            got = "no table" if not rows else "a view or virtual table"
            raise unreadable(expected=EXPECTED, got=said("{got}: {what}", got=got, what=what))
        return [str(row[1]) for row in database.execute(f"pragma table_info({_name(table)})")]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The database, read only.

        Raises:
            FileUnreadableError: it is damaged, or asks for a table or column that it lacks.
        """
        uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as database:
                database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, self.ceilings.value)
                database.text_factory = _Texts(self.ceilings)
                for pragma in ("trusted_schema=off", "temp_store=memory", "cell_size_check=on"):
                    database.execute(f"pragma {pragma}")
                yield database
        except sqlite3.DataError:
            self.ceilings.check("value", self.ceilings.value + 1)
        except sqlite3.Error as error:
            # What SQLite says of it may hold a value; its own name for the error does not.
            raise _damaged(getattr(error, "sqlite_errorname", "SQLITE_ERROR")) from None


class _Texts:
    """The texts of a database; they are counted, as a default takes no room in the file."""

    def __init__(self, ceilings: Ceilings) -> None:
        self._ceilings, self._n_file, self.n_part = ceilings, 0, 0

    def __call__(self, data: bytes) -> str:
        """Counts and decodes one."""
        self._n_file += len(data)
        self.n_part += len(data)
        if self.n_part > self._ceilings.part or self._n_file > self._ceilings.file:
            self._ceilings.check("part", self.n_part)
            self._ceilings.check("file", self._n_file)
        return data.decode("utf-8", "replace")


def _damaged(what: str) -> FileUnreadableError:
    hint = "export or copy the file again"
    return unreadable(
        expected=EXPECTED,
        got=said("one that is truncated or damaged ({what})", what=what),
        hint=hint,
    )


def _relations(database: sqlite3.Connection) -> dict[Any, list[Related]]:
    """What a block's events relate to."""
    relations: dict[Any, list[Related]] = {}
    for event, target, qualifier in database.execute(
        "select ocel_event_id, ocel_object_id, ocel_qualifier from event_object"
        " where ocel_event_id in (select id from block)"
    ):
        relations.setdefault(event, []).append(Related(_text(target), _text(qualifier)))
    return relations


def _name(text: str) -> str:
    """A name in SQL, whatever stands in it."""
    return '"' + text.replace('"', '""') + '"'


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, bytes) else str(value)
