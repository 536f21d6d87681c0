"""Rows of an object-centric event: one for each client whom it concerns (`connectors.ocel.reader`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.ocel.objects import moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.ocel.objects import Objects, OcelEvent

ID: Final = "ocel:eid"
ACTIVITY: Final = "ocel:activity"
TIME: Final = "ocel:timestamp"
OID: Final = "ocel:oid"
SUBJECT: Final = "subject"
EVENT: Final = "event:"
ROLES: Final = ("case", "client", "household", "worker", "partner")


@dataclass(frozen=True)
class ObjectColumn:
    """A column that an object fills: of which type, in which part, and which of its attributes."""

    type: str
    qualifier: str
    attribute: str


@dataclass
class Rows:
    """Makes rows of events.

    Attributes:
        name: of the source: an id of an object names somebody in this log alone, so it is told with it.
        n_without_case: rows whose case is their client or household.
        n_chosen: rows for which the first of several cases or households was taken.
    """

    name: str
    objects: Objects
    kinds: Mapping[str, tuple[str, str]]
    columns: Mapping[str, ObjectColumn]
    n_without_case: int = 0
    n_chosen: int = 0

    def of(self, event: OcelEvent) -> list[dict[str, str]]:
        """The rows of an event, by column; none where it concerns nobody."""
        values = {ID: event.id, ACTIVITY: event.type, TIME: event.time}
        related = {role: self._related(event, *kind) for role, kind in self.kinds.items()}
        values |= {role: next(iter(related[role]), "") for role in ("worker", "partner")}
        clients, cases = related["client"], related["case"]
        pairs = [(client, self._own("case", cases, client)) for client in clients] or [
            ("", case) for case in cases
        ]
        if not pairs and related["household"]:
            pairs = [("", "")]
        at = moment(event.time) if self.columns else None
        rows = []
        for client, case in pairs:
            household = self._own("household", related["household"], client) or self._lives(client)
            self.n_without_case += not case
            row = values | {
                "client": self._named(client),
                "case": case or client or household,
                "household": self._named(household),
                SUBJECT: client or case or household,
            }
            mine = {"client": client, "case": case, "household": household}
            for name, column in self.columns.items():
                object_name = self._object(event, column, mine)
                is_id = column.attribute == OID
                row[name] = (
                    object_name if is_id else self.objects.value(object_name, column.attribute, at)
                )
            rows.append(row)
        return rows

    def _named(self, name: str) -> str:
        return f"{self.name}|{name}" if name else ""

    def _related(self, event: OcelEvent, kind: str, qualifier: str) -> list[str]:
        """The objects of a type that an event concerns in a part, each once."""
        if not kind:
            return []
        names_of = {
            relation.id: None
            for relation in event.related
            if self.objects.type_of(relation.id) == kind and qualifier in {"", relation.qualifier}
        }
        return list(names_of)

    def _own(self, role: str, names: Sequence[str], client: str) -> str:
        """Of an event's cases or households the client's own, else the first."""
        if len(names) < 2:  # noqa: PLR2004 -- nothing to choose
            return next(iter(names), "")
        linked = self.objects.linked(client, self.kinds[role][0])
        own = [name for name in names if name in linked]
        self.n_chosen += not own
        return (own or names)[0]

    def _lives(self, client: str) -> str:
        """The one household that the log relates a client to."""
        households = self.objects.linked(client, self.kinds["household"][0])
        return households[0] if len(households) == 1 else ""

    def _object(self, event: OcelEvent, column: ObjectColumn, mine: Mapping[str, str]) -> str:
        """Which object fills a column: the row's own client, case or household, else the first."""
        for role, name in mine.items():
            kind, qualifier = self.kinds[role]
            if name and kind == column.type and column.qualifier in {"", qualifier}:
                return name
        return next(iter(self._related(event, column.type, column.qualifier)), "")


def part_of(text: str) -> tuple[str, str]:
    """A type of object and a qualifier.

    >>> part_of("Medewerker#uitvoerder"), part_of("Client")
    (('Medewerker', 'uitvoerder'), ('Client', ''))
    """
    kind, _, qualifier = text.partition("#")
    return kind, qualifier


def column_of(name: str) -> ObjectColumn | None:
    """A column that an object fills; None for one of the event's own or of a role.

    >>> column_of("Client:ocel:oid")
    ObjectColumn(type='Client', qualifier='', attribute='ocel:oid')
    >>> column_of("event:hours"), column_of("ocel:eid"), column_of("case")
    (None, None, None)
    """
    if name in {ID, ACTIVITY, TIME} or name.startswith(EVENT) or ":" not in name:
        return None
    kind, _, attribute = name.partition(":")
    return ObjectColumn(*part_of(kind), attribute)
