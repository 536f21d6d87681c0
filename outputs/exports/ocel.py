"""The rebuilt journeys as an object-centric event log (OCEL 2.0): what it holds, whatever its form.

An event happens at its `started_at`; when it ended is an attribute. Its type is the activity. Objects,
and how an event concerns them:

    klantreis   in klantreis          huishouden  betreft
    zaak        in zaak               partner     uitgevoerd door, verwezen naar
    cliënt      betreft               regisseur   onder regie van

and how objects belong together: a klantreis is `van` a cliënt and a huishouden, `omvat` zaken and is
`geregisseerd door` a regisseur; a cliënt is `lid van` a huishouden; a zaak is `van` a cliënt and `bij` a
partner. An id begins with its type: what a partner is called, its attribute `name` says.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outputs.exports.queries import dicts, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from journeys.engine import Engine


NO_TIME: Final = "1970-01-01T00:00:00.000000Z"
"""The moment from which an object's attribute holds: always."""

EVENT_ATTRIBUTES: Final = {
    "kind": "string",
    "rank": "integer",
    "ended_at": "time",
    "is_running": "boolean",
    "domain": "string",
    "municipality": "string",
    "team": "string",
    "worker": "string",
    "regisseur_role": "string",
    "activity_source": "string",
    "precision": "string",
    "cost_eur": "float",
    "source": "string",
    "source_file": "string",
    "source_row": "integer",
}
"""Of every type of event; what an event does not say is left out."""

OBJECT_ATTRIBUTES: Final[dict[str, dict[str, str]]] = {
    "klantreis": {
        "municipality": "string",
        "started_at": "time",
        "ended_at": "time",
        "closed": "boolean",
        "n_events": "integer",
        "duration_s": "float",
        "waiting_s": "float",
    },
    "cliënt": {},
    "huishouden": {},
    "partner": {"name": "string"},
    "regisseur": {},
    "zaak": {"source": "string"},
}
"""Each type of object, and its attributes."""


class ExportedRelation(NamedTuple):
    """An object, and how it is meant."""

    object_id: str
    qualifier: str


class ExportedObject(NamedTuple):
    """An object, what is known of it, and the objects that it belongs with."""

    id: str
    type: str
    values: dict[str, Any]
    related: list[ExportedRelation]


class ExportedEvent(NamedTuple):
    """An event, what is known of it, and the objects that it concerns, in the order of their ids."""

    id: str
    type: str
    at: str
    values: dict[str, Any]
    related: list[ExportedRelation]


class Contents(NamedTuple):
    """How much an object-centric log holds."""

    n_events: int
    n_objects: int


def event_types(connection: Engine) -> list[str]:
    """The activities, in the order of their names."""
    return [str(activity) for (activity,) in rows(connection, "ocel_activities")]


def events(connection: Engine) -> Iterator[ExportedEvent]:
    """Every event in the order of time; of one moment in its journey's order."""
    for row in dicts(connection, "ocel_events"):
        values = {name: row[name] for name in EVENT_ATTRIBUTES if row[name] is not None}
        yield ExportedEvent(
            row["event_id"], row["activity"], row["started_at"], values, _concerned(row)
        )


def links(connection: Engine) -> Iterator[tuple[str, list[ExportedRelation]]]:
    """Every event's id and the objects that it concerns, in the order of the ids."""
    for row in dicts(connection, "ocel_links"):
        yield row["event_id"], _concerned(row)


def objects(connection: Engine) -> Iterator[ExportedObject]:
    """Every object in the order of its id, with the objects that it belongs with."""
    groups = groupby(rows(connection.cursor(), "ocel_relations"), key=itemgetter(0))
    source, related = next(groups, (None, iter(())))
    for row in dicts(connection, "ocel_objects"):
        mine: list[ExportedRelation] = []
        if source == row["object_id"]:
            mine = [
                ExportedRelation(str(target), str(qualifier)) for _, target, qualifier in related
            ]
            source, related = next(groups, (None, iter(())))
        named = OBJECT_ATTRIBUTES[row["object_type"]]
        values = {name: row[name] for name in named if row[name] is not None}
        yield ExportedObject(row["object_id"], row["object_type"], values, mine)


def _concerned(row: Mapping[str, Any]) -> list[ExportedRelation]:
    """The objects that an event concerns, in the order of their ids."""
    case = None if row["case_id"] is None else f"{row['source']}:{row['case_id']}"
    clients = (row["shared_clients"] or "").split() or [row["client_id"]]
    concerned = [
        ("klantreis", row["journey_id"], "in klantreis"),
        ("zaak", case, "in zaak"),
        *(("cliënt", client, "betreft") for client in clients),
        ("huishouden", row["household_id"], "betreft"),
        ("partner", row["partner"], "uitgevoerd door"),
        ("partner", row["referred_to"], "verwezen naar"),
        ("regisseur", row["regisseur"], "onder regie van"),
    ]
    return sorted(
        ExportedRelation(f"{kind}:{name}", qualifier)
        for kind, name, qualifier in concerned
        if name is not None
    )
