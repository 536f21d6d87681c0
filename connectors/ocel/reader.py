"""Object-centric event logs, OCEL 2.0 as JSON, XML or SQLite (kind ocel); the form by its content.

One event is a row for each client whom it concerns, all with the same `source_row` (its place in the log,
from 1); one that concerns no client is a row for each of its cases. Columns:

    ocel:eid, ocel:activity, ocel:timestamp    the event's id, type and moment
    case, client, household, worker, partner   the id of the related object of the type in the options
    subject                                    the client, else the case: with ocel:eid a row's key
    event:x                                    an attribute of the event
    Type:x                                     an attribute of the related object, at the event's moment
    Type:ocel:oid                              its id

`client` and `household` hold the name of the source before the id: what two logs call k1 is not the same
child. Where the ids are a key that partners share, map `client` to `Type:ocel:oid`.

A type may be told with a qualifier, where several objects of it relate to an event: `Medewerker#uitvoerder`.
Of several cases or households the one that the log relates to the client counts, else the first; a household
that the event does not name is the client's own, where the log relates the client to one alone. An event
without a case is in the case of its client; one of no case, client or household is rejected.

Memory: the objects that the rows need are held, by id; events stream.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from connectors.errors import ColumnMissingError, raise_all
from connectors.formats import text
from connectors.formats.gathering import Gatherer
from connectors.ocel.json_form import OcelJson
from connectors.ocel.objects import Objects
from connectors.ocel.rows import (
    ACTIVITY,
    EVENT,
    ID,
    OID,
    ROLES,
    SUBJECT,
    TIME,
    ObjectColumn,
    Rows,
    column_of,
    part_of,
)
from connectors.ocel.sqlite_form import MAGIC, OcelSqlite
from connectors.ocel.xml_form import OcelXml
from journeys.errors import said
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.source import Batch, Source

EXPECTED: Final = "an OCEL 2.0 log as JSON, XML or SQLite"
OCEL_COLUMNS: Final = {
    "case_id": ("case",),
    "client": ("client",),
    "household": ("household",),
    "activity": (ACTIVITY,),
    "started_at": (TIME,),
    "partner": ("partner",),
    "worker": ("worker",),
}
OCEL_KEY: Final = (ID, SUBJECT)


class OcelOptions(BaseModel):
    """`[sources.options]` of kind ocel: which type of object is what; `Type#qualifier` where need be.

    Attributes:
        case: of a case of the partner.
        client: of the client.
        household: of the household.
        worker: of who did it; empty: no column of that name holds anything.
        partner: likewise of the partner.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: str = "Case"
    client: str = "Client"
    household: str = "Household"
    worker: str = ""
    partner: str = ""


def open_ocel(path: Path, source: Source) -> Ocel:
    """Opens a log, in the form that its first bytes tell.

    Raises:
        FileUnreadableError: it is no OCEL 2.0 log.
    """
    head = text.head_of(path, EXPECTED)
    kind = text.kind_of(head)
    log: OcelJson | OcelSqlite | OcelXml
    if head.startswith(MAGIC):
        log = OcelSqlite(path, source.ceilings)
    elif kind == "an XML file":
        log = OcelXml(path, source.ceilings)
    elif head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        log = OcelJson(path, source.ceilings)
    else:
        raise text.unreadable(expected=EXPECTED, got=kind or "a file of another kind")
    log.check()
    options = source.options if isinstance(source.options, OcelOptions) else OcelOptions()
    return Ocel(log, source, options)


@dataclass
class Ocel:
    """One opened log.

    Attributes:
        columns: always None, only the events tell.
        notes: what is not as it might be; complete when all batches are read.
    """

    log: OcelJson | OcelSqlite | OcelXml
    source: Source
    options: OcelOptions
    columns: Sequence[str] | None = None
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The log's events, in its order, for each client.

        Raises:
            FileUnreadableError: the log is truncated or damaged.
            ColumnMissingError: no event has a wanted attribute, or no object a type.
        """
        names = list(dict.fromkeys(column_names))
        columns = {name: column for name in names if (column := column_of(name))}
        own = {name: _own(name) for name in names}
        objects = self._objects(columns)
        rows = Rows(self.source.name, objects, self._kinds(), columns)
        gathered = Gatherer(names)
        seen: set[str] = set()
        n_events = 0
        for event in self.log.events([name.removeprefix(EVENT) for name in names]):
            n_events += 1
            seen.update(event.values)
            event_rows = rows.of(event)
            if not event_rows:
                gathered.reject(event.number, self._reason(), "")
            for values in event_rows:
                row = [values.get(name) or event.values.get(own[name]) or None for name in names]
                gathered.add(event.number, row, sum(len(value or "") for value in row))
            yield from gathered.full()
        yield from gathered.rest()
        self._check(names, columns, objects, seen, n_events)
        self._note(rows)

    def _objects(self, columns: Mapping[str, ObjectColumn]) -> Objects:
        """The objects that the rows need."""
        attributes_of: dict[str, list[str]] = {}
        for kind, _ in self._kinds().values():
            if kind:
                attributes_of.setdefault(kind, [])
        for column in columns.values():
            attributes_of.setdefault(column.type, []).append(column.attribute)
        objects = Objects()
        for entity in self.log.objects(attributes_of):
            objects.add(entity, attributes_of[entity.type])
        objects.close()
        return objects

    def _kinds(self) -> dict[str, tuple[str, str]]:
        """The type and qualifier of each role."""
        return {role: part_of(getattr(self.options, role)) for role in ROLES}

    def _reason(self) -> str:
        kinds = [self._kinds()[role][0] for role in ("case", "client", "household")]
        return f"concerns no object of the type {', '.join(kinds[:-1])} or {kinds[-1]}"

    def _check(
        self,
        names: Sequence[str],
        columns: Mapping[str, ObjectColumn],
        objects: Objects,
        seen: set[str],
        n_events: int,
    ) -> None:
        """Refuses a name that nothing in a log with events has."""
        if not n_events:
            return
        types = {*objects.types(), *self.log.types()}
        chosen = {role: kind for role, (kind, _) in self._kinds().items()}
        missing = [
            kind
            for role, kind in chosen.items()
            if role in self.options.model_fields_set and kind and kind not in types
        ]
        missing += [column.type for column in columns.values() if column.type not in types]
        if not {chosen["case"], chosen["client"]} & types:
            missing += [chosen["case"], chosen["client"]]
        errors = [
            _missing("type of object", kind, sorted(types), n_events)
            for kind in dict.fromkeys(missing)
        ]
        if isinstance(self.log, OcelSqlite):
            seen = {*seen, *self.log.declared()}
        errors += [
            _missing("attribute of an event", _own(name), sorted(seen), n_events)
            for name in names
            if name.startswith(EVENT) and _own(name) not in seen
        ]
        for name, column in columns.items():
            known = {attribute for kind, attribute in objects.attributes if kind == column.type} | {
                OID
            }
            if column.type in types and column.attribute not in known:
                errors.append(_missing("attribute of an object", name, sorted(known), n_events))
        raise_all(errors)

    def _note(self, rows: Rows) -> None:
        if rows.n_without_case:
            self.notes.append(Note("without_case", rows.n_without_case))
        if rows.n_chosen:
            self.notes.append(Note("several_cases", rows.n_chosen))


def _own(name: str) -> str:
    """The attribute of an event in a column's name; none for another column."""
    return name.removeprefix(EVENT) if name.startswith(EVENT) else ""


def _missing(what: str, name: str, known: Sequence[str], n_events: int) -> ColumnMissingError:
    close = difflib.get_close_matches(name, known, n=3)
    return ColumnMissingError(
        said('no {what} is called "{name}"', what=what, name=name),
        expected=said('"{name}" somewhere in the log', name=name),
        got=said("{n} events without it", n=n_events),
        hint=said("close to it: {close}", close=", ".join(close)) if close else "",
    )
