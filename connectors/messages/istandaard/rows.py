"""What a message tells: one row for each thing that happened, with the key that it is known by.

Each row's key is the standard's own identity of the thing, so that a later message about it replaces
what an earlier one told (docs/gebruik.md has the table):

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
from connectors.messages.istandaard.about import (
    DELETE,
    STANDS_IN,
    MessageRow,
    allocation_of,
    described,
    status_of,
    version_of,
)
from connectors.messages.istandaard.refusals import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from connectors.messages.istandaard.message import CareMessage
    from connectors.messages.istandaard.part import Element
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
        return [_answer(message, partners, part) for part in message.root.all("antwoord")]
    tell = TELLERS[message.number]
    return [
        row
        for client in message.clients
        for item in message.items(client)
        for row in tell(message, partners, client, item)
    ]


def _allocation(
    message: CareMessage, partners: Partners, client: Element, item: Element
) -> Iterator[MessageRow]:
    """A toewijzing (301), a change of it, or its being taken back."""
    thing, on = allocation_of(client, item), item.get("toewijzingsdatum")
    at = f"{on}T{item.get('toewijzingstijd')} {message.dated} {message.identity}"
    reason, withdrawal = item.get("redenwijziging"), item.get("redenintrekking")
    values = described(
        message, partners, client, item, zaak=thing, begin=on, reden=reason or withdrawal, versie=at
    )
    if withdrawal:
        values |= {"sleutel": f"intrekking|{thing}|{on}", "activiteit": words.WITHDRAWN}
        yield MessageRow(values)
    elif reason and reason != words.DELETED and reason not in words.CORRECTIONS:
        values |= {
            "sleutel": f"wijziging|{thing}|{reason}|{on}",
            "activiteit": words.CHANGES.get(reason, words.CHANGED),
        }
        yield MessageRow(values)
    else:
        # A correction says when it was made, not when the client was allocated: it only stands in.
        rank = STANDS_IN if reason in words.CORRECTIONS else "2" if reason else "1"
        values |= {
            "sleutel": f"toewijzing|{thing}",
            "activiteit": words.ALLOCATED,
            "versie": f"{rank} {at}",
            "verwezen_naar": partners.name(message.aanbieder),
        }
        yield MessageRow(values, is_withdrawn=reason == words.DELETED)


def _start(
    message: CareMessage, partners: Partners, client: Element, item: Element
) -> Iterator[MessageRow]:
    """The care, running (305); a deleted start message takes it back."""
    status = status_of(client, item)
    is_deleted = status == DELETE
    yield MessageRow(
        _care(message, partners, client, item, status, "2" if is_deleted else "3", ""),
        is_withdrawn=is_deleted,
    )


def _stop(
    message: CareMessage, partners: Partners, client: Element, item: Element
) -> Iterator[MessageRow]:
    """The care with its end, and why it stopped (307); a deleted stop message makes it run again."""
    status, on, reason = (
        status_of(client, item),
        item.get("einddatum"),
        item.get("redenbeeindiging"),
    )
    is_deleted = status == DELETE
    rank = "1" if is_deleted else "4"
    yield MessageRow(_care(message, partners, client, item, status, rank, "" if is_deleted else on))
    thing = allocation_of(client, item)
    for_good = "tijdelijk" if reason == words.TEMPORARY else "definitief"
    values = described(
        message,
        partners,
        client,
        item,
        sleutel=f"stop|{thing}|{item.get('begindatum')}|{for_good}",
        versie=version_of(message, status, f"{rank} {on}"),
        zaak=thing,
        activiteit=words.STOPS.get(reason, words.STOP),
        begin=on,
        reden=reason,
    )
    yield MessageRow(values, is_withdrawn=is_deleted)


def _care(
    message: CareMessage,
    partners: Partners,
    client: Element,
    item: Element,
    status: str,
    rank: str,
    ended: str,
) -> dict[str, str]:
    """The care that start and stop messages are both about, known by its begindatum."""
    thing, began = allocation_of(client, item), item.get("begindatum")
    return described(
        message,
        partners,
        client,
        item,
        sleutel=f"zorg|{thing}|{began}",
        versie=version_of(message, status, f"{rank} {ended}"),
        zaak=thing,
        activiteit=words.CARE,
        begin=began,
        einde=ended,
    )


def _request(
    message: CareMessage, partners: Partners, client: Element, item: Element
) -> Iterator[MessageRow]:
    """A verzoek om toewijzing (315) or om wijziging (317): it asks the gemeente for an answer."""
    reference = item.get("referentieaanbieder")
    case = f"{message.aanbieder}|{reference}" if reference else allocation_of(client, item)
    is_change, status = message.number == CHANGE_REQUEST, status_of(client, item)
    is_deleted = status == DELETE
    referrer = item.get("verwijzer/type")
    values = described(
        message,
        partners,
        client,
        item,
        sleutel=f"verzoek|{message.number}|{message.aanbieder}|{case}",
        versie=version_of(message, status, "1" if is_deleted else "4"),
        zaak=case,
        activiteit=words.CHANGE_REQUESTED if is_change else words.ALLOCATION_REQUESTED,
        begin=message.dated,
        verwezen_naar=partners.name(message.gemeente),
        reden=item.get("redenverzoek"),
        verwijzer=words.REFERRERS.get(referrer, referrer),
        verwijzer_code=item.get("verwijzer/zorgverlenercode"),
    )
    yield MessageRow(values, is_withdrawn=is_deleted)


def _answer(message: CareMessage, partners: Partners, item: Element) -> MessageRow:
    """The gemeente's answer to a verzoek (319): refused, or being looked into.

    It names no client: the case that it shares with the verzoek tells whose it is.
    """
    case = f"{message.aanbieder}|{item.get('referentieaanbieder')}"
    answer, reason = item.get("verzoekantwoord"), item.get("redenafwijzingverzoek")
    activity = words.ANSWERS.get(answer, words.ANSWERED)
    if activity == words.REFUSED and reason in words.REFUSALS:
        activity = f"{activity}: {words.REFUSALS[reason]}"
    values = described(
        message,
        partners,
        None,
        item,
        sleutel=f"antwoord|{case}|{answer}",
        versie=version_of(message, "", "4"),
        zaak=case,
        activiteit=activity,
        begin=message.dated,
        reden=reason,
    )
    return MessageRow(values)


def _claim(
    message: CareMessage, partners: Partners, client: Element, item: Element
) -> Iterator[MessageRow]:
    """A prestatie of a declaratie (323), with what it costs; a credit is below zero."""
    thing, side = allocation_of(client, item), item.get("ingediendbedrag/debetcredit")
    cents = int(item.get("ingediendbedrag/bedrag") or 0) * (-1 if side == "C" else 1)
    reference = item.get("productreferentie/referentienummer")
    period = item.get("productperiode/begindatum")
    values = described(
        message,
        partners,
        client,
        item,
        sleutel=f"declaratie|{message.aanbieder}|{reference}|{side}|{thing}|{period}",
        versie=version_of(message, "", "4"),
        zaak=thing,
        activiteit=words.CLAIMED,
        begin=message.root.get("declaratie/declaratiedagtekening") or message.dated,
        referentie=reference,
        bedrag=f"{cents / 100:.2f}",
    )
    yield MessageRow(values)


CHANGE_REQUEST: Final = 317
ANSWER: Final = 319
CLAIM: Final = 323
TELLERS: Final[
    Mapping[int, Callable[[CareMessage, Partners, Element, Element], Iterator[MessageRow]]]
] = {
    301: _allocation,
    305: _start,
    307: _stop,
    315: _request,
    CHANGE_REQUEST: _request,
    CLAIM: _claim,
}
