"""The messages of the StUF koppelvlak Jeugdzorg (CORV 1.0.9): what each kind is, and what it says.

Which number links an answer to its question differs by kind. Only the two answers to an enrichment
request, and StUF's own confirmations and errors, carry `crossRefnummer`; the others repeat the number
that the question gave its case:

    zorgmeldingTerugkoppelingDi01   object/kenmerk                       of zorgmeldingDi01
    notificatieDi01                 object/heeftBetrekkingOpAndere       the case of vtoDi01
    vtTerugkoppelingDi01            object/naarAanleidingVan             of vtMeldingDi01
    uitkomstMeldingGeneriekDi01     object/uwIdentificatie               of meldingGeneriekDi01
    ucobDi01, uciDi01, Bv0., Fo0.   stuurgegevens/crossRefnummer         of whatever they answer

Source: the XSDs of StUF-koppelvlak Jeugdzorg 1.0.9 (`jz0100_msg_totaal.xsd`) and StUF 03.01.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from connectors.formats.text import unreadable
from connectors.formats.xml import read_xml
from connectors.messages.betrokkenen import clients_of, local, text_at, texts_at
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from lxml import etree

    from connectors.ceilings import Ceilings

EXPECTED: Final = "a message of the StUF koppelvlak Jeugdzorg (CORV)"
JZ: Final = "http://www.stufstandaarden.nl/koppelvlak/jz0100"
STUF: Final = "http://www.egem.nl/StUF/StUF0301"
DOCUMENT: Final = re.compile(rb"(?<=>)[A-Za-z0-9+/=\s]{65536,}(?=</)")
"""A document that travels in a message, as base64: it is not read, and may be large."""

ALREADY_THERE: Final = "StUF016"
"""The error that says that a message of this sender and number was received before."""


@dataclass(frozen=True)
class MessageKind:
    """A kind of message.

    Attributes:
        term: what it is, in Dutch: the activity.
        own: where it tells the number of its case, which its answers repeat, and whose number that
            is, so that two kinds of number never mix.
        answers: likewise the number of the case that it answers.
        outcomes: where it tells what came of the question: a text of `OUTCOMES`, or a code.
        refers: whether it passes the client on to the receiver.
        onward: where it names the organisation that the client is passed on to.
    """

    term: str
    own: tuple[str, str] = ("", "")
    answers: tuple[str, str] = ("", "")
    outcomes: Sequence[str] = ()
    refers: bool = False
    onward: str = ""


_VT = "object/naarAanleidingVan/gerelateerde"
MESSAGES: Final[Mapping[str, MessageKind]] = {
    "zorgmeldingDi01": MessageKind(
        "Zorgmelding", own=("zorgmelding", "object/kenmerk/kenmerk"), refers=True
    ),
    "zorgmeldingTerugkoppelingDi01": MessageKind(
        "Terugkoppeling op zorgmelding",
        answers=("zorgmelding", "object/kenmerk/kenmerk"),
        outcomes=("object/resultaat/omschrijving",),
    ),
    "vtoDi01": MessageKind(
        "Verzoek tot onderzoek", own=("vto", "object/identificatie"), refers=True
    ),
    "notificatieDi01": MessageKind(
        "Notificatie van de Raad",
        own=("raad", "object/identificatie"),
        answers=("vto", "object/heeftBetrekkingOpAndere/gerelateerde/identificatie"),
        outcomes=("object/heeft/gerelateerde/omschrijving", "object/resultaat/omschrijving"),
    ),
    "notificatiejrDi01": MessageKind("Notificatie jeugdreclassering"),
    "vtMeldingDi01": MessageKind(
        "Melding aan Veilig Thuis", own=("vt", "object/identificatieVtMelding"), refers=True
    ),
    "vtTerugkoppelingDi01": MessageKind(
        "Terugkoppeling van Veilig Thuis",
        answers=("vt", f"{_VT}/identificatieVtMelding"),
        outcomes=("object/status", "object/uitkomst"),
        onward=f"{_VT}/betreft/gerelateerde"
        "/verantwoordelijkVoorZichtOpDeVeiligheidBelegdBij/gerelateerde/naam",
    ),
    "meldingGeneriekDi01": MessageKind(
        "Melding", own=("melding", "object/identificatie"), refers=True
    ),
    "uitkomstMeldingGeneriekDi01": MessageKind(
        "Uitkomst melding",
        answers=("melding", "object/uwIdentificatie"),
        outcomes=("object/statuscode",),
        onward="object/routerenNaarInstantie/naam",
    ),
    "vcobDi01": MessageKind("Vraag of iemand bekend is"),
    "ucobDi01": MessageKind(
        "Antwoord of iemand bekend is", outcomes=("object/heeftBetrekkingOp/indicatieBekend",)
    ),
    "vciDi01": MessageKind("Vraag om informatie"),
    "uciDi01": MessageKind(
        "Antwoord op vraag om informatie", outcomes=("object/heeftBetrekkingOp/indicatieBekend",)
    ),
    **{f"Bv0{n}Bericht": MessageKind("Ontvangst bevestigd") for n in (1, 3, 4)},
    **{f"Fo0{n}Bericht": MessageKind("Bericht niet verwerkt") for n in (1, 3)},
}
"""The kinds of message by the name of their root."""

CROSSED: Final = frozenset({"ucobDi01", "uciDi01"})
"""The kinds beside StUF's own (Bv, Fo) that must have a `crossRefnummer`."""

SORTS: Final = {
    "VT": "Veilig Thuis",
    "ZVH": "Zorg- en Veiligheidshuis",
    "NAZ": "niet-acute zorg",
}
"""What a generic report is about (SoortMeldingContentType)."""

OUTCOMES: Final[Mapping[str, str]] = {
    text.casefold(): text
    for text in (
        "geen actie nodig", "vervolgactie nodig",
        "intake afgerond", "onderzoek afgerond", "zaak afgerond",
        "verzoek tot onderzoek afgewezen", "geen rekest Kinderbescherming",
        "maatregel opgelegd", "geen maatregel opgelegd",
        "melding niet ontvankelijk", "uitkomst veiligheidsbeoordeling", "overdracht",
        "afsluiting zonder overdracht", "melding onjuist geadresseerd",
        "vervolgstappen belegd bij VT", "geen vervolgstappen nodig", "inzet regionaal maatwerk VT",
    )
} | {
    "vt-00": "melding niet ontvankelijk",
    "vt-01-01": "vervolgstappen belegd bij VT",
    "vt-01-02": "overdracht na veiligheidsbeoordeling",
    "vt-01-03": "geen vervolgstappen nodig",
    "vt-01-04": "inzet regionaal maatwerk VT",
    "vt-02": "overdracht",
    "vt-03": "afsluiting zonder overdracht",
    "vt-99": "melding onjuist geadresseerd",
    "zvh-01": "in behandeling als casus",
    "zvh-02": "nader onderzoek via triage",
    "zvh-03": "anders afgedaan",
    "j": "bekend",
    "n": "niet bekend",
}  # fmt: skip
"""Every outcome that the standard lists. A text that is none of them is told as `OTHERWISE`."""

OTHERWISE: Final = "anders"
RECEIVED_BEFORE: Final = "Bericht was al ontvangen"
"""The term of an error that says so (`ALREADY_THERE`)."""


@dataclass(frozen=True)
class JeugdzorgMessage:
    """One message.

    Attributes:
        name: its kind, a key of `MESSAGES`.
        values: what it says of itself, by the reader's column names (`connectors.messages.corv.COLUMNS`).
        own: the numbers that its answers repeat, most telling first.
        question: the number of the question that it answers; empty where it answers none.
        root: the element itself, for its persons and its schema.
    """

    name: str
    values: Mapping[str, str]
    own: tuple[str, ...]
    question: str
    root: etree._Element = field(repr=False)

    def clients(self, roles: Sequence[str]) -> list[dict[str, str]]:
        """The persons whom it is about, each with a `persoon` that tells them apart."""
        return clients_of(self.root, roles)


def read_message(path: Path, ceilings: Ceilings) -> JeugdzorgMessage:
    """The message in a file, as it is or in a SOAP envelope.

    Raises:
        FileUnreadableError: it is none, or lacks what every message must tell.
    """
    root = read_xml(path, EXPECTED, ceilings, skip=DOCUMENT)
    if local(root) == "Envelope":
        root = next((part[0] for part in root if local(part) == "Body" and len(part)), root)
    name = local(root)
    space = STUF if name.endswith("Bericht") else JZ
    if name not in MESSAGES or root.tag != f"{{{space}}}{name}":
        raise unreadable(expected=EXPECTED, got="an XML file of another kind")
    return _read(root, name)


def _read(root: etree._Element, name: str) -> JeugdzorgMessage:
    """What a message of a known kind says of itself."""
    kind = MESSAGES[name]
    fields = {
        part: text_at(root, f"stuurgegevens/{part}")
        for part in ("referentienummer", "crossRefnummer")
    }
    zender, ontvanger = (
        text_at(root, f"stuurgegevens/{who}/organisatie")
        or text_at(root, f"stuurgegevens/{who}/applicatie")
        for who in ("zender", "ontvanger")
    )
    at = written_time(text_at(root, "stuurgegevens/tijdstipBericht"))
    must = {
        "referentienummer": fields["referentienummer"],
        "zender": zender,
        "tijdstipBericht as yyyymmddhhmmss": at,
    }
    if name in CROSSED or name.endswith("Bericht"):
        must["crossRefnummer"] = fields["crossRefnummer"]
    if missing := [part for part, value in must.items() if not value]:
        raise unreadable(expected=EXPECTED, got=said("one without {missing}", missing=missing[0]))
    family, path = kind.own
    own: tuple[str, ...] = (f"bericht|{zender.casefold()}|{fields['referentienummer']}",)
    if number := text_at(root, path):
        own = (f"{family}|{number}", *own)
    question = ""
    family, path = kind.answers
    if fields["crossRefnummer"]:
        question = f"bericht|{ontvanger.casefold()}|{fields['crossRefnummer']}"
    elif number := text_at(root, path):
        question = f"{family}|{number}"
    outcome = _outcome(root, kind)
    values = {
        "soort": name.removesuffix("Bericht"),
        "tijdstipBericht": at,
        "zender": zender,
        "ontvanger": ontvanger,
        **fields,
        "zaak": text_at(root, "object/identificatie"),
        "term": _term(root, name, outcome),
        "uitkomst": outcome,
        "foutcode": text_at(root, "body/code"),
        "doorverwezen": ontvanger if kind.refers else text_at(root, kind.onward),
        "medewerker": _worker(root),
    }
    return JeugdzorgMessage(name, values, own, question, root)


def written_time(stuf: str) -> str:
    """A StUF `Tijdstip` (yyyymmdd, then hh, mm, ss and up to three more digits) in ISO 8601.

    Empty where it is none. It is a local time; a day without a clock time stays a bare day.

    >>> written_time("20250301101112"), written_time("20250301101112345"), written_time("20250301")
    ('2025-03-01 10:11:12', '2025-03-01 10:11:12.345', '2025-03-01')
    >>> written_time("20250231101112"), written_time("2025-03-01")
    ('', '')
    """
    if not re.fullmatch(r"\d{8}(\d\d){0,3}|\d{14}\d{1,3}", stuf):
        return ""
    seconds, fraction = stuf[:14], stuf[14:]
    try:
        read = datetime.strptime(seconds.ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007 -- local
    except ValueError:
        return ""
    if len(stuf) == len("yyyymmdd"):
        return read.date().isoformat()
    return read.isoformat(" ") + (f".{fraction}" if fraction else "")


def _outcome(root: etree._Element, kind: MessageKind) -> str:
    """What came of the question, in the standard's words; several answers are told once each."""
    outcomes = [text for path in kind.outcomes for text in texts_at(root, path)]
    words = [OUTCOMES.get(text.casefold(), OTHERWISE) for text in outcomes]
    return ", ".join(dict.fromkeys(words))


def _term(root: etree._Element, name: str, outcome: str) -> str:
    """What the message is, in Dutch, with what came of the question."""
    if name.startswith("Fo") and text_at(root, "body/code") == ALREADY_THERE:
        return RECEIVED_BEFORE
    term = MESSAGES[name].term
    if sort := SORTS.get(text_at(root, "object/soortmeldingCode")):
        term = f"{term} {sort}"
    return f"{term}: {outcome}" if outcome else term


def _worker(root: etree._Element) -> str:
    """The professional whom the sender names: number or name; who it is becomes a pseudonym."""
    worker = "object/heeftAlsUitvoerende/gerelateerde/medewerker"
    name = " ".join(
        part
        for each in ("voorletters", "voorvoegselAchternaam", "achternaam")
        if (part := text_at(root, f"{worker}/{each}"))
    )
    return (
        text_at(root, f"{worker}/identificatie")
        or name
        or text_at(root, "object/heeftAlsInitiator/heeftAlsAanspreekpunt/gerelateerde/naam")
        or text_at(root, "stuurgegevens/zender/gebruiker")
    )
