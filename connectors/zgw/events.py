"""What happened in one zaak, as rows: registered, each status, closed, reopened, decided, held by whom.

A row is one thing that happened, once for each client that the zaak is about. Its key (`sleutel`,
`volgnummer`) is made of the uuid of what told it, so that tomorrow's answer tells the same event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from connectors.errors import ConnectorError
from connectors.zgw.roles import Body, Holding, changes, holdings, instant, persons, uuid_of
from journeys.errors import said
from journeys.inputs import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

KINDS: Final = ("registratie", "status", "regie", "resultaat", "einde", "heropend")
"""What a zaak tells; `[sources.options] events` chooses."""

COLUMNS: Final = (
    "sleutel", "volgnummer", "uuid", "identificatie", "zaaktype", "soort", "gebeurtenis", "moment",
    "organisatie", "gemeente", "team", "medewerker", "regisseur", "regisseur_rol",
    "bsn", "anp", "betrokkene", "geslachtsnaam", "voornamen", "geboortedatum", "geslacht", "postcode",
    "huisnummer", "is_withdrawn",
)  # fmt: skip
"""What a row holds. `soort` is one of KINDS, `gebeurtenis` what the partner calls it."""

REGISTERED: Final = "Zaak geregistreerd"
CLOSED: Final = "Zaak afgesloten"
REOPENED: Final = "Zaak heropend"
BEGINS: Final = "begint"
STOPS: Final = "stopt"
ROLES: Final = (
    "adviseur", "behandelaar", "belanghebbende", "beslisser", "initiator", "klantcontacter",
    "zaakcoordinator", "mede_initiator",
)  # fmt: skip
"""Every omschrijvingGeneriek of a rol; the config says whose has a zaak in hand."""

TERMS: Final = shipped(
    {
        REGISTERED: "melding",
        REOPENED: "start",
        CLOSED: "afsluiting",
        **{f"{role.capitalize()} {BEGINS}": "regie_start" for role in ROLES},
        **{f"{role.capitalize()} {STOPS}": "regie_einde" for role in ROLES},
    }
)
"""What the reader itself names, with its kind; a status and a resultaat have the partner's own words."""

Row = dict[str, str | None]


@dataclass(frozen=True)
class Dossier:
    """A zaak and all that was asked about it.

    Attributes:
        zaak: as the list of zaken holds it.
        statussen: all that were set.
        rollen: all that it has now.
        resultaat: None where it has none now.
        trail: its audittrail; empty where it was not asked.
    """

    zaak: Body
    statussen: Sequence[Body] = ()
    rollen: Sequence[Body] = ()
    resultaat: Body | None = None
    trail: Sequence[Body] = ()


@dataclass(frozen=True)
class DossierReading:
    """How a dossier is read.

    Attributes:
        catalogue: what the catalogus says of the type at an address.
        client_roles: omschrijvingGeneriek of who a zaak is about.
        regisseur_roles: likewise of who has it in hand.
        events: which of KINDS become rows.
        organisations: RSIN to name.
        has_partner: the config names the partner; likewise has_municipality.
        with_zaaktype: whether the zaaktype's name is asked for.
    """

    catalogue: Callable[[str], Body]
    client_roles: Sequence[str] = ("initiator",)
    regisseur_roles: Sequence[str] = ("behandelaar", "zaakcoordinator")
    events: Sequence[str] = KINDS
    organisations: Mapping[str, str] = field(default_factory=dict)
    has_partner: bool = False
    has_municipality: bool = False
    with_zaaktype: bool = False


def rows_of(dossier: Dossier, reading: DossierReading) -> list[Row]:
    """The rows of one zaak: what happened, in order of time, once for each client.

    Where the zaak once was about more clients than now, their rows say that they are withdrawn.

    Raises:
        ConnectorError: a zaak, status or type lacks what makes it one.
    """
    held = holdings(dossier.rollen, dossier.trail, reading.regisseur_roles)
    rows = [
        row
        for row in (
            *_registered(dossier),
            *_statuses(dossier, reading, held),
            *_held(held),
            *_results(dossier, reading),
        )
        if row["soort"] in reading.events
    ]
    never = datetime.max.replace(tzinfo=UTC)
    rows.sort(key=lambda row: (instant(row["moment"]) or never, str(row["sleutel"])))
    shared = _shared(dossier, reading)
    now, n_ever = persons(dossier.rollen, dossier.trail, reading.client_roles)
    clients = [_client(rol) for rol in now] or [{}]
    empty = dict.fromkeys(COLUMNS)
    return [
        {
            **empty,
            **shared,
            **row,
            **(clients[at] if at < len(clients) else {}),
            "volgnummer": str(at + 1),
            "is_withdrawn": str(at >= len(clients)).lower(),
        }
        for row in rows
        for at in range(max(len(clients), n_ever))
    ]


def needed(body: Body, *names: str) -> list[str]:
    """The texts that a resource must hold.

    Raises:
        ConnectorError: one is not there: the API has changed, or it is another one.
    """
    texts = [body.get(name) for name in names]
    missing = [name for name, value in zip(names, texts, strict=True) if not isinstance(value, str)]
    if missing:
        raise ConnectorError(
            "an answer lacks what the Zaken API promises",
            expected=said("a text in {missing}", missing=", ".join(missing)),
            got="none",
            hint="is url the address of a Zaken API 1.x, and catalogi_url of a Catalogi API 1.x?",
        )
    return [str(value) for value in texts]


def _registered(dossier: Dossier) -> Iterator[Row]:
    (moment,) = needed(dossier.zaak, "registratiedatum")
    yield _row(f"{uuid_of(dossier.zaak)}|registratie", "registratie", REGISTERED, moment)


def _statuses(dossier: Dossier, reading: DossierReading, held: Sequence[Holding]) -> Iterator[Row]:
    """Each status, with what it does to the zaak: an eindstatus closes it, a later one reopens it."""
    who = {
        str(rol.get("url")): holding.worker
        for rol in dossier.rollen
        for holding in holdings([rol], (), [str(rol.get("omschrijvingGeneriek") or "")])
    }
    never = datetime.max.replace(tzinfo=UTC)
    is_closed = False
    for status in sorted(
        dossier.statussen,
        key=lambda body: (instant(body.get("datumStatusGezet")) or never, uuid_of(body)),
    ):
        uuid, moment = uuid_of(status), str(status.get("datumStatusGezet") or "")
        kind = reading.catalogue(*needed(status, "statustype"))
        (name,) = needed(kind, "omschrijving")
        worker, team = _in_hand(held, moment)
        by = {"medewerker": who.get(str(status.get("gezetdoor"))) or worker, "team": team}
        yield _row(uuid, "status", name, moment, **by)
        if kind.get("isEindstatus"):
            yield _row(f"{uuid}|einde", "einde", CLOSED, moment, **by)
            is_closed = True
        elif is_closed:
            yield _row(f"{uuid}|heropend", "heropend", REOPENED, moment, **by)
            is_closed = False
    ended = dossier.zaak.get("einddatum")
    if ended and not is_closed:  # closed without an eindstatus: migrated from elsewhere
        uuid = f"{uuid_of(dossier.zaak)}|einde"
        yield _row(uuid, "einde", CLOSED, str(ended))


def _held(held: Sequence[Holding]) -> Iterator[Row]:
    """The begin of each holder, and the end where something tells it."""
    for holding in held:
        who: Row = {
            "regisseur": holding.worker,
            "regisseur_rol": holding.role,
            "medewerker": holding.worker,
            "team": holding.team,
        }
        key, role = f"{holding.rol[0]}|{holding.rol[1]}", holding.role.capitalize()
        yield _row(f"{key}|begin", "regie", f"{role} {BEGINS}", holding.begin or "", **who)
        if holding.end:
            yield _row(f"{key}|einde", "regie", f"{role} {STOPS}", holding.end, **who)


def _results(dossier: Dossier, reading: DossierReading) -> Iterator[Row]:
    """Each resultaat that the zaak ever had; when, tells the audittrail, else the end of the zaak."""
    stored: dict[str, tuple[str, str]] = {}
    for action, uuid, moment, _, new in changes(dossier.trail, "resultaat"):
        kind = str(new.get("resultaattype") or "")
        if kind and action in {"create", "update", "partial_update"}:
            stored[uuid] = (stored[uuid][0] if uuid in stored else moment, kind)
    if dossier.resultaat:
        (kind,) = needed(dossier.resultaat, "resultaattype")
        uuid, ended = uuid_of(dossier.resultaat), str(dossier.zaak.get("einddatum") or "")
        if uuid in stored or ended:
            stored[uuid] = (stored[uuid][0] if uuid in stored else ended, kind)
    for uuid, (moment, kind) in stored.items():
        (name,) = needed(reading.catalogue(kind), "omschrijving")
        yield _row(uuid, "resultaat", f"Resultaat: {name}", moment)


def _row(key: str, soort: str, gebeurtenis: str, moment: str, **more: str | None) -> Row:
    content: Row = {"sleutel": key, "soort": soort, "gebeurtenis": gebeurtenis, "moment": moment}
    return {**content, **more}


def _in_hand(held: Sequence[Holding], text: str) -> tuple[str | None, str | None]:
    """The medewerker and the team that had the zaak in hand at a moment, the latest of each."""
    moment = instant(text)
    if moment is None:
        return None, None
    now = [holding for holding in held if holding.is_held(moment)]
    workers = [holding.worker for holding in now if holding.worker]
    teams = [holding.team for holding in now if holding.team]
    return workers[-1] if workers else None, teams[-1] if teams else None


def _shared(dossier: Dossier, reading: DossierReading) -> Row:
    """What all rows of a zaak hold."""
    zaak, names = dossier.zaak, reading.organisations
    handles = str(zaak.get("verantwoordelijkeOrganisatie") or "") or None
    content: Row = {
        "uuid": uuid_of(zaak),
        "identificatie": zaak.get("identificatie") or None,
        "organisatie": None if reading.has_partner else names.get(handles or "", handles),
        "gemeente": None
        if reading.has_municipality
        else names.get(str(zaak.get("bronorganisatie"))),
    }
    if reading.with_zaaktype:
        kind = reading.catalogue(*needed(zaak, "zaaktype"))
        content["zaaktype"] = needed(kind, "omschrijving")[0]
    return content


def _client(rol: Body) -> Row:
    """Who a zaak is about: identity columns, which become pseudonyms before anything is written."""
    who: dict[str, Any] = rol.get("betrokkeneIdentificatie") or {}
    lives = who.get("verblijfsadres") or {}
    content = {
        "bsn": who.get("inpBsn"),
        "anp": who.get("anpIdentificatie"),
        "betrokkene": rol.get("betrokkene"),
        "geslachtsnaam": who.get("geslachtsnaam"),
        "voornamen": who.get("voornamen") or who.get("voorletters"),
        "geboortedatum": who.get("geboortedatum"),
        "geslacht": who.get("geslachtsaanduiding"),
        "postcode": lives.get("aoaPostcode"),
        "huisnummer": lives.get("aoaHuisnummer"),
    }
    return {name: None if value in {None, ""} else str(value) for name, value in content.items()}
