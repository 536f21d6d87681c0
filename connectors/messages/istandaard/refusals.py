"""What a return message (302, 306, 308, 316, 318, 320, 325) refuses.

One row for each thing with a retourcode that refuses it, one for a message that is refused whole. A return
message that refuses nothing tells nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.messages.istandaard import words
from connectors.messages.istandaard.about import MessageRow, allocation_of, described, version_of
from connectors.messages.istandaard.message import ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.messages.istandaard.message import CareMessage
    from connectors.messages.istandaard.part import Element
    from connectors.messages.istandaard.partners import Partners


def refusals(message: CareMessage, partners: Partners) -> Iterator[MessageRow]:
    """The rows of a return message."""
    whole = _codes(message.root.find("header"), message.root.find("declaratieantwoord"))
    things: list[tuple[Element | None, Element]] = [
        (client, item) for client in message.clients for item in message.items(client)
    ]
    things += [(None, part) for part in message.root.all("antwoord")]
    for nth, (client, item) in enumerate(things, start=1):
        codes = [*whole, *_codes(*_own(message, client)), *_codes(item, *item.walk())]
        if codes:
            yield _refusal(message, partners, client, item, codes, str(nth))
    if whole and not things:
        yield _refusal(message, partners, None, None, whole, "bericht")


def _refusal(
    message: CareMessage,
    partners: Partners,
    client: Element | None,
    item: Element | None,
    codes: list[str],
    nth: str,
) -> MessageRow:
    if item is None:
        case = f"bericht|{message.about}|{message.aanbieder}|{message.gemeente}|{message.answered}"
    elif client is None or (item.get("referentieaanbieder") and message.about in {315, 317}):
        case = f"{message.aanbieder}|{item.get('referentieaanbieder')}"
    else:
        case = allocation_of(client, item)
    values = described(
        message,
        partners,
        client,
        item,
        sleutel=f"afkeur|{message.number}|{message.actor}|{message.identity}|{message.answered}|{nth}",
        versie=version_of(message, "", "4"),
        zaak=case,
        activiteit=words.RETURNED[message.about],
        begin=message.dated,
        retourcodes=" ".join(sorted(set(codes))),
    )
    return MessageRow(values)


def _own(message: CareMessage, client: Element | None) -> Iterator[Element]:
    """The client, and all that stands in it but the things that the message is about."""
    if client is None:
        return
    yield client
    things = {path.partition("/")[0] for path in ITEMS[message.about]}
    for part in client.parts:
        if part.name not in things:
            yield part
            yield from part.walk()


def _codes(*parts: Element | None) -> list[str]:
    """The retourcodes that stand directly at these parts and refuse something."""
    return [
        code.text
        for part in parts
        if part is not None
        for code in part.all("retourcodes/retourcode")
        if code.text not in words.NO_REMARK
    ]
