"""What a return message (302, 306, 308, 316, 318, 320, 325) refuses.

One row for each thing with a retourcode that refuses it, one for a message that is refused whole. A return
message that refuses nothing tells nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.messages.istandaard import words
from connectors.messages.istandaard.about import NOTHING, MessageRow, Thing
from connectors.messages.istandaard.message import ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connectors.messages.istandaard.message import CareMessage
    from connectors.messages.istandaard.part import Element
    from connectors.messages.istandaard.partners import Partners


def refusals(message: CareMessage, partners: Partners) -> Iterator[MessageRow]:
    """The rows of a return message."""
    whole = [*_codes(message.root.all("header")), *_codes(message.root.all("declaratieantwoord"))]
    things = [
        Thing(message, partners, client, item)
        for client in message.clients
        for item in message.items(client)
    ]
    things += [Thing(message, partners, item=part) for part in message.root.all("antwoord")]
    for nth, thing in enumerate(things, start=1):
        codes = [*whole, *_codes(_own(thing)), *_codes([thing.item, *thing.item.walk()])]
        if codes:
            yield _refusal(thing, codes, str(nth))
    if whole and not things:
        yield _refusal(Thing(message, partners), whole, "bericht")


def _refusal(thing: Thing, codes: list[str], nth: str) -> MessageRow:
    message, reference = thing.message, thing.item.get("referentieaanbieder")
    if thing.item is NOTHING:
        case = f"bericht|{message.about}|{message.aanbieder}|{message.gemeente}|{message.answered}"
    elif thing.client is NOTHING or (reference and message.about in {315, 317}):
        case = f"{message.aanbieder}|{reference}"
    else:
        case = thing.allocation
    values = thing.row(
        sleutel=f"afkeur|{message.number}|{message.actor}|{message.identity}|{message.answered}|{nth}",
        versie=thing.version("4"),
        zaak=case,
        activiteit=words.RETURNED[message.about],
        begin=message.dated,
        retourcodes=" ".join(sorted(set(codes))),
    )
    return MessageRow(values)


def _own(thing: Thing) -> Iterator[Element]:
    """The client, and all that stands in it but the things that the message is about."""
    yield thing.client
    items = {path.partition("/")[0] for path in ITEMS.get(thing.message.about, ())}
    for part in thing.client.parts:
        if part.name not in items:
            yield part
            yield from part.walk()


def _codes(parts: Iterable[Element]) -> list[str]:
    """The retourcodes that stand directly at these parts and refuse something."""
    return [
        code.text
        for part in parts
        for code in part.all("retourcodes/retourcode")
        if code.text not in words.NO_REMARK
    ]
