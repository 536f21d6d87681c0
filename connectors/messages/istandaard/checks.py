"""Whether a message is whole, without an XSD: dates that exist, and what alone lets something be told.

A message that fails is refused whole, with a reason that holds nothing of what stands in it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from connectors.messages.istandaard.message import CareMessage
    from connectors.messages.istandaard.part import Element

DATES: Final = {
    name.lower(): name
    for name in (
        "Datum", "Dagtekening", "DagtekeningRetour", "DeclaratieDagtekening", "Afgiftedatum", "Begindatum",
        "Einddatum", "Ingangsdatum", "GewensteIngangsdatum", "Toewijzingsdatum", "ToewijzingIngangsdatum",
        "ToewijzingEinddatum", "BeschikkingIngangsdatum",
    )
}  # fmt: skip
REQUIRED: Final = {
    301: ("Toewijzingsdatum", "Ingangsdatum"),
    305: ("Begindatum",),
    307: ("Begindatum", "Einddatum", "RedenBeeindiging"),
    315: (),
    317: ("ReferentieAanbieder",),
    319: ("ReferentieAanbieder", "VerzoekAntwoord"),
    323: ("ToewijzingNummer",),
}
"""Without which nothing can be told of such a thing."""

STATUSES: Final = frozenset({"1", "2", "3", "9"})
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class MessageRefusedError(Exception):
    """A file is no message that can be taken in.

    Attributes:
        reason: one sentence in English, without anything of what stands in the file.
        column: the element at fault, where one is.
    """

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


def check_dates(root: Element) -> None:
    """Refuses a date that does not exist."""
    for part in root.walk():
        if part.name not in DATES or part.parts:
            continue
        try:
            day = date.fromisoformat(part.text) if _DATE.fullmatch(part.text) else None
        except ValueError:
            day = None
        if day is None:
            raise MessageRefusedError(
                f"a date that does not exist (line {part.line})", DATES[part.name]
            )


def check_items(message: CareMessage) -> None:
    """Refuses a message that lacks what alone can be told of it, or contradicts itself."""
    for part in message.root.walk():
        for child in part.parts:
            if child.name == "retourcode" and part.name != "retourcodes":
                what = f"a retourcode outside RetourCodes (line {child.line})"
                raise MessageRefusedError(what, "RetourCode")
    on = message.root.get("declaratie/declaratiedagtekening")
    for column, text in {"Dagtekening": message.dated, "DeclaratieDagtekening": on}.items():
        _check_year(text, column, "")
    for client in message.clients:
        if not client.get("bsn"):
            raise MessageRefusedError(f"a client without a bsn (line {client.line})", "Bsn")
    items = [item for client in message.clients for item in message.items(client)]
    items += message.root.all("antwoord")
    if not items and message.number == message.about:
        raise MessageRefusedError("tells nothing: no client, or nothing of the client")
    for item in items:
        _check_item(message, item)


def _check_item(message: CareMessage, item: Element) -> None:
    """Refuses a message for one of the things that it tells."""
    line = f"(line {item.line})"
    for name in REQUIRED[message.about]:
        if not item.get(name.lower()):
            raise MessageRefusedError(f"an element is missing {line}", name)
        if name.lower() in DATES:
            _check_year(item.get(name.lower()), name, line)
    if (ended := item.get("einddatum")) and ended < item.get("begindatum"):
        raise MessageRefusedError(f"the care ends before it began {line}", "Einddatum")
    amount, status = item.get("ingediendbedrag/bedrag"), item.get("statusaanlevering")
    if amount and not re.fullmatch(r"[0-9]{1,12}", amount):
        raise MessageRefusedError(f"an amount that is no number of cents {line}", "Bedrag")
    if status and status not in STATUSES:
        raise MessageRefusedError(f"a status that is not in COD467 {line}", "StatusAanlevering")


def _check_year(text: str, column: str, line: str) -> None:
    """Refuses a date that no event can have; any other date may be as odd as its sender likes."""
    if text and not FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR:
        raise MessageRefusedError(f"a date outside {FIRST_YEAR}-{LAST_YEAR} {line}".strip(), column)
