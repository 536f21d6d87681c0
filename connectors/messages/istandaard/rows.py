"""What a message tells: one row for each thing that happened, with the key that it is known by.

Each row's key is the standard's own identity of the thing, so that a later message about it replaces
what an earlier one told (docs/bronsoorten.md has the table):

    Toewijzing       bsn and toewijzingnummer (2.x: beschikkingnummer, product, ingangsdatum)
    its changes      likewise, with the reason and the toewijzingsdatum
    Zorg             likewise, with the begindatum: from the start message, ended by the stop message
    Stop zorg        likewise, with whether it is for good
    Verzoek          aanbieder and referentieaanbieder (2.x: as Toewijzing)
    its answer       likewise, with the answer
    Declaratie       aanbieder, referentienummer, debet or credit, toewijzing, period

`versie` orders what is told of one key: by dagtekening, and on one day a deletion before a delivery and
a start before a stop, since that is the order in which the standard lets one mend a mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.messages.istandaard import words
from connectors.messages.istandaard.about import STANDS_IN, MessageRow, Thing
from connectors.messages.istandaard.refusals import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from connectors.messages.istandaard.message import CareMessage
    from connectors.messages.istandaard.partners import Partners


def rows_of(message: CareMessage, partners: Partners, *, claims: bool) -> list[MessageRow]:
    """The things that a message tells; none where a return message refuses nothing.

    Args:
        message: as `read_message` gives it, so that nothing here can fail half-way.
        partners: names of gemeenten and aanbieders.
        claims: whether declaraties are events too.
    """
    if message.about == CLAIM and not claims:
        return []
    if message.number != message.about:
        return list(refusals(message, partners))
    if message.number == ANSWER:
        answers = message.root.all("antwoord")
        return [_answer(Thing(message, partners, item=part)) for part in answers]
    tell = TELLERS[message.number]
    return [
        row
        for client in message.clients
        for item in message.items(client)
        for row in tell(Thing(message, partners, client, item))
    ]


def _allocation(thing: Thing) -> Iterator[MessageRow]:
    """A toewijzing (301), a change of it, or its being taken back."""
    message, item, allocation = thing.message, thing.item, thing.allocation
    on = item.get("toewijzingsdatum")
    at = f"{on}T{item.get('toewijzingstijd')} {message.dated} {message.identity}"
    reason, withdrawal = item.get("redenwijziging"), item.get("redenintrekking")
    values = thing.row(zaak=allocation, begin=on, reden=reason or withdrawal, versie=at)
    if withdrawal:
        values |= {"sleutel": f"intrekking|{allocation}|{on}", "activiteit": words.WITHDRAWN}
        yield MessageRow(values)
    elif reason and reason != words.DELETED and reason not in words.CORRECTIONS:
        values |= {
            "sleutel": f"wijziging|{allocation}|{reason}|{on}",
            "activiteit": words.CHANGES.get(reason, words.CHANGED),
        }
        yield MessageRow(values)
    else:
        # A correction says when it was made, not when the client was allocated: it only stands in.
        rank = STANDS_IN if reason in words.CORRECTIONS else "2" if reason else "1"
        values |= {
            "sleutel": f"toewijzing|{allocation}",
            "activiteit": words.ALLOCATED,
            "versie": f"{rank} {at}",
            "verwezen_naar": thing.partners.name(message.aanbieder),
        }
        yield MessageRow(values, is_withdrawn=reason == words.DELETED)


def _start(thing: Thing) -> Iterator[MessageRow]:
    """The care, running (305); a deleted start message takes it back."""
    rank = "2" if thing.is_deleted else "3"
    yield MessageRow(_care(thing, rank, ""), is_withdrawn=thing.is_deleted)


def _stop(thing: Thing) -> Iterator[MessageRow]:
    """The care with its end, and why it stopped (307); a deleted stop message makes it run again."""
    item, allocation = thing.item, thing.allocation
    on, reason = item.get("einddatum"), item.get("redenbeeindiging")
    rank = "1" if thing.is_deleted else "4"
    yield MessageRow(_care(thing, rank, "" if thing.is_deleted else on))
    for_good = "tijdelijk" if reason == words.TEMPORARY else "definitief"
    values = thing.row(
        sleutel=f"stop|{allocation}|{item.get('begindatum')}|{for_good}",
        versie=thing.version(f"{rank} {on}", thing.status),
        zaak=allocation,
        activiteit=words.STOPS.get(reason, words.STOP),
        begin=on,
        reden=reason,
    )
    yield MessageRow(values, is_withdrawn=thing.is_deleted)


def _care(thing: Thing, rank: str, ended: str) -> dict[str, str]:
    """The care that start and stop messages are both about, known by its begindatum."""
    began = thing.item.get("begindatum")
    return thing.row(
        sleutel=f"zorg|{thing.allocation}|{began}",
        versie=thing.version(f"{rank} {ended}", thing.status),
        zaak=thing.allocation,
        activiteit=words.CARE,
        begin=began,
        einde=ended,
    )


def _request(thing: Thing) -> Iterator[MessageRow]:
    """A verzoek om toewijzing (315) or om wijziging (317): it asks the gemeente for an answer."""
    message, item = thing.message, thing.item
    reference, referrer = item.get("referentieaanbieder"), item.get("verwijzer/type")
    case = f"{message.aanbieder}|{reference}" if reference else thing.allocation
    is_change = message.number == CHANGE_REQUEST
    values = thing.row(
        sleutel=f"verzoek|{message.number}|{message.aanbieder}|{case}",
        versie=thing.version("1" if thing.is_deleted else "4", thing.status),
        zaak=case,
        activiteit=words.CHANGE_REQUESTED if is_change else words.ALLOCATION_REQUESTED,
        begin=message.dated,
        verwezen_naar=thing.partners.name(message.gemeente),
        reden=item.get("redenverzoek"),
        verwijzer=words.REFERRERS.get(referrer, referrer),
        verwijzer_code=item.get("verwijzer/zorgverlenercode"),
    )
    yield MessageRow(values, is_withdrawn=thing.is_deleted)


def _answer(thing: Thing) -> MessageRow:
    """The gemeente's answer to a verzoek (319): refused, or being looked into.

    It names no client: the case that it shares with the verzoek tells whose it is.
    """
    message, item = thing.message, thing.item
    case = f"{message.aanbieder}|{item.get('referentieaanbieder')}"
    answer, reason = item.get("verzoekantwoord"), item.get("redenafwijzingverzoek")
    activity = words.ANSWERS.get(answer, words.ANSWERED)
    if activity == words.REFUSED and reason in words.REFUSALS:
        activity = f"{activity}: {words.REFUSALS[reason]}"
    values = thing.row(
        sleutel=f"antwoord|{case}|{answer}",
        versie=thing.version("4"),
        zaak=case,
        activiteit=activity,
        begin=message.dated,
        reden=reason,
    )
    return MessageRow(values)


def _claim(thing: Thing) -> Iterator[MessageRow]:
    """A prestatie of a declaratie (323), with what it costs; a credit is below zero."""
    message, item, allocation = thing.message, thing.item, thing.allocation
    side = item.get("ingediendbedrag/debetcredit")
    cents = int(item.get("ingediendbedrag/bedrag") or 0) * (-1 if side == "C" else 1)
    reference = item.get("productreferentie/referentienummer")
    period = item.get("productperiode/begindatum")
    values = thing.row(
        sleutel=f"declaratie|{message.aanbieder}|{reference}|{side}|{allocation}|{period}",
        versie=thing.version("4"),
        zaak=allocation,
        activiteit=words.CLAIMED,
        begin=message.root.get("declaratie/declaratiedagtekening") or message.dated,
        referentie=reference,
        bedrag=f"{cents / 100:.2f}",
    )
    yield MessageRow(values)


CHANGE_REQUEST: Final = 317
ANSWER: Final = 319
CLAIM: Final = 323
TELLERS: Final[Mapping[int, Callable[[Thing], Iterator[MessageRow]]]] = {
    301: _allocation,
    305: _start,
    307: _stop,
    315: _request,
    CHANGE_REQUEST: _request,
    CLAIM: _claim,
}
