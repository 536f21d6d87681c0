"""Who had a zaak in hand, and who it is about: out of its rollen and its audittrail.

A rol has no period. That it is there tells that it began (`registratiedatum`); when it ended, or
who it was before it was changed, tells the audittrail alone: each line holds the rol before and
after (`wijzigingen.oud`, `.nieuw`) and the moment (`aanmaakdatum`). Where a rol says its own period
(`beginGeldigheid`, `eindeGeldigheid`: experimental), that is it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Body = dict[str, Any]

PERSON: Final = "natuurlijk_persoon"
EMPLOYEE: Final = "medewerker"
_FAILED: Final = 400  # the status from which an action of the audittrail has changed nothing


class Holding(NamedTuple):
    """One holder of one rol, from `begin` to `end`.

    Attributes:
        rol: the rol's uuid, and which holder of it this is, from 1.
        role: omschrijvingGeneriek of the rol.
        worker: the medewerker's identificatie; None where the holder is none.
        team: the organisatorische eenheid (or organisation); None where a medewerker holds it.
        begin, end: as the API writes them; end is None where nothing tells it.
    """

    rol: tuple[str, int]
    role: str
    worker: str | None
    team: str | None
    begin: str | None
    end: str | None

    def is_held(self, moment: datetime) -> bool:
        """Whether the rol was held at a moment."""
        begin, end = instant(self.begin), instant(self.end)
        return begin is not None and begin <= moment and (end is None or moment < end)


class _Version(NamedTuple):
    """A rol as it was from a moment on; body None: it was gone."""

    since: str | None
    body: Body | None


def holdings(rollen: Iterable[Body], trail: Iterable[Body], roles: Sequence[str]) -> list[Holding]:
    """The holders of the roles that count, in the order in which they began.

    Args:
        rollen: the zaak's rollen as they are.
        trail: its audittrail; may be empty.
        roles: omschrijvingGeneriek of the roles that count.

    >>> rol = {"uuid": "r1", "betrokkeneType": "medewerker", "omschrijvingGeneriek": "behandelaar",
    ...        "registratiedatum": "2026-01-05T09:00:00Z",
    ...        "betrokkeneIdentificatie": {"identificatie": "jdv"}}
    >>> gone = {"resource": "rol", "resourceUrl": "https://x/rollen/r1", "actie": "destroy",
    ...         "aanmaakdatum": "2026-02-01T10:00:00Z", "wijzigingen": {"oud": rol, "nieuw": None}}
    >>> [(h.worker, h.begin, h.end) for h in holdings([], [gone], ["behandelaar"])]
    [('jdv', '2026-01-05T09:00:00Z', '2026-02-01T10:00:00Z')]
    """
    holdings_of = [
        holding
        for uuid, versions in _versions(rollen, trail).items()
        for holding in _held(uuid, versions)
        if holding.role in roles
    ]
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(holdings_of, key=lambda holding: (instant(holding.begin) or never, holding.rol))


def persons(
    rollen: Iterable[Body], trail: Iterable[Body], roles: Sequence[str]
) -> tuple[list[Body], int]:
    """The natural persons in roles that count, and how many there ever were.

    In the order of `roles`, then of registration: the first is the one that a zaak is mostly about.
    """
    versions = _versions(rollen, trail)
    bodies = {uuid: [v.body for v in history if v.body] for uuid, history in versions.items()}
    ever = [
        uuid for uuid, history in bodies.items() if any(_is_client(body, roles) for body in history)
    ]
    now = [rol for rol in rollen if _is_client(rol, roles)]
    now.sort(
        key=lambda rol: (
            roles.index(rol["omschrijvingGeneriek"]),
            str(rol.get("registratiedatum")),
            uuid_of(rol),
        )
    )
    return now, max(len(ever), len(now))


def changes(trail: Iterable[Body], resource: str) -> Iterator[tuple[str, str, str, Body, Body]]:
    """What was done to one kind of resource, in order: action, uuid, moment, before, after."""
    lines = [
        line
        for line in trail
        if line.get("resource") == resource and int(line.get("resultaat") or 0) < _FAILED
    ]
    lines.sort(
        key=lambda line: instant(line.get("aanmaakdatum")) or datetime.min.replace(tzinfo=UTC)
    )
    for line in lines:
        change = line.get("wijzigingen") or {}
        uuid = str(line.get("resourceUrl") or "").rstrip("/").rpartition("/")[2]
        moment = str(line.get("aanmaakdatum") or "")
        yield (
            str(line.get("actie")),
            uuid,
            moment,
            change.get("oud") or {},
            change.get("nieuw") or {},
        )


def instant(text: Any) -> datetime | None:
    """The moment that a text tells, to compare with others; None where it tells none.

    >>> instant("2026-02-01T10:00:00+01:00").isoformat()
    '2026-02-01T09:00:00+00:00'
    """
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def uuid_of(body: Body) -> str:
    """The uuid of a resource: its own, else the end of its address."""
    return str(body.get("uuid") or str(body.get("url") or "").rstrip("/").rpartition("/")[2])


def holder(rol: Body) -> tuple[str | None, str | None]:
    """The medewerker, and the team or organisation, in a rol."""
    who = rol.get("betrokkeneIdentificatie") or {}
    kind, link = rol.get("betrokkeneType"), rol.get("betrokkene") or None
    if kind == EMPLOYEE:
        return who.get("identificatie") or link, None
    if kind == PERSON:
        return None, None
    trade = who.get("handelsnaam") or [None]
    return None, who.get("naam") or who.get("statutaireNaam") or trade[0] or (
        who.get("identificatie") or link
    )


def _versions(rollen: Iterable[Body], trail: Iterable[Body]) -> dict[str, list[_Version]]:
    """What each rol was, from when on."""
    versions: dict[str, list[_Version]] = {}
    for action, uuid, moment, old, new in changes(trail, "rol"):
        if action not in {"create", "update", "partial_update", "destroy"}:
            continue
        known = versions.setdefault(uuid, [])
        if not known and old:
            known.append(_Version(_begin(old), old))
        if action == "destroy":
            known.append(_Version(moment, None))
        elif new:
            known.append(_Version(moment if known else _begin(new) or moment, new))
    for rol in rollen:
        versions.setdefault(uuid_of(rol), [_Version(_begin(rol), rol)])
    return versions


def _held(uuid: str, versions: Sequence[_Version]) -> Iterator[Holding]:
    """A rol's holders, one after another; a change of anything else is no change of holder."""
    spells: list[list[_Version]] = []
    for version in versions:
        if not spells or _who(version.body) != _who(spells[-1][-1].body):
            spells.append([])
        spells[-1].append(version)
    turn = 0
    for at, spell in enumerate(spells):
        body = spell[-1].body
        if body is None or _who(body)[1:] == (None, None):
            continue
        turn += 1
        role, worker, team = _who(body)
        ended = spells[at + 1][0].since if at + 1 < len(spells) else None
        end = body.get("eindeGeldigheid") or ended
        yield Holding((uuid, turn), role, worker, team, spell[0].since, end)


def _who(body: Body | None) -> tuple[str, str | None, str | None]:
    if body is None:
        return "", None, None
    return str(body.get("omschrijvingGeneriek") or ""), *holder(body)


def _begin(rol: Body) -> str | None:
    return rol.get("beginGeldigheid") or rol.get("registratiedatum") or None


def _is_client(rol: Body, roles: Sequence[str]) -> bool:
    return rol.get("betrokkeneType") == PERSON and rol.get("omschrijvingGeneriek") in roles
