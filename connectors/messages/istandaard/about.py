"""What a thing in a message is about, and whose it is: the parts that every row is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.messages.istandaard import words

if TYPE_CHECKING:
    from connectors.messages.istandaard.message import CareMessage
    from connectors.messages.istandaard.part import Element
    from connectors.messages.istandaard.partners import Partners

COLUMNS: Final = (
    "sleutel", "versie", "zaak", "activiteit", "begin", "einde", "partner", "verwezen_naar", "gemeente",
    "domein", "bsn", "achternaam", "voornamen", "geboortedatum", "geslacht", "postcode", "huisnummer",
    "bericht", "toewijzingnummer", "beschikkingnummer", "referentie", "product", "reden", "retourcodes",
    "verwijzer", "verwijzer_code", "bedrag",
)  # fmt: skip
"""A row's columns, all text; `einde` is empty where the care is running."""

STANDS_IN: Final = "0"
"""Begins the version of a row that only stands in: it loses to whatever else is known of the key."""

DELETE: Final = "3"
UNCHANGED: Final = "9"
HOMES: Final = ("01", "03", "04")
"""Soort adres: BRP, verblijf, tijdelijk verblijf; a correspondence address is no home."""

DOMAINS: Final = {"jw": "jeugd", "wmo": "wmo"}


@dataclass(frozen=True)
class MessageRow:
    """A row: its values by column, empty where left out, and whether it takes its key back."""

    values: dict[str, str]
    is_withdrawn: bool = False


def described(
    message: CareMessage,
    partners: Partners,
    client: Element | None,
    item: Element | None,
    **values: str,
) -> dict[str, str]:
    """What every row says: who acts, for whom, about what; `values` on top.

    Without an `einde` of its own it ends where it begins.
    """
    base = {
        "partner": partners.name(message.actor),
        "gemeente": partners.name(message.gemeente),
        "domein": DOMAINS[message.standard],
        "bericht": f"{message.standard.upper()}{message.number}",
        "einde": values["begin"],
    }
    if item is not None:
        base |= {
            "toewijzingnummer": item.get("toewijzingnummer"),
            "beschikkingnummer": _decision(client, item),
            "referentie": item.get("referentieaanbieder"),
            "product": _product(item),
        }
    return {**base, **(_person(client) if client is not None else {}), **values}


def allocation_of(client: Element, item: Element) -> str:
    """Which allocation a thing is about: by number, in 2.x by decision, product and ingangsdatum.

    With the bsn, as the standard's own keys have it: numbers are unique within a gemeente alone.
    """
    if number := item.get("toewijzingnummer"):
        return f"{client.get('bsn')}|{number}"
    begins = item.get("ingangsdatum", "toewijzingingangsdatum")
    return f"{client.get('bsn')}|{_decision(client, item)}|{_product(item)}|{begins}"


def _decision(client: Element | None, item: Element) -> str:
    """The number of the beschikking: the thing's own, else (301 in 2.x) the one it stands in."""
    if own := item.get("beschikkingnummer"):
        return own
    for decision in client.all("beschikking") if client is not None else ():
        if any(part is item for part in decision.all("toegewezenproducten/toegewezenproduct")):
            return decision.get("beschikkingnummer")
    return ""


def _product(item: Element) -> str:
    """The product's code, else its category."""
    return item.get("product/code", "productcode", "product/categorie", "productcategorie")


def status_of(client: Element, item: Element) -> str:
    """The status aanlevering of a thing; in 2.x a client may be deleted whole."""
    return DELETE if client.get("statusaanlevering") == DELETE else item.get("statusaanlevering")


def version_of(message: CareMessage, status: str, rank: str) -> str:
    """Orders what is told of one key; what is said to be unchanged only stands in."""
    return f"{STANDS_IN if status == UNCHANGED else message.dated} {rank} {message.dated} {message.identity}"


def _person(client: Element) -> dict[str, str]:
    """Who the client is; the birth date where it is known to the day."""
    name = client.find("naam/geslachtsnaam")
    family = f"{name.get('voorvoegsel')} {name.get('achternaam', 'naam')}".strip() if name else ""
    homes = [*client.all("contactgegevens/contact"), *client.all("adressen/adres")]
    home = next(
        (
            part
            for kind in HOMES
            for part in homes
            if part.get("soort") == kind and part.get("adres/postcode")
        ),
        None,
    )  # fmt: skip
    sex = client.get("geslacht")
    return {
        "bsn": client.get("bsn"),
        "achternaam": family,
        "voornamen": client.get("naam/voornamen", "naam/voorletters"),
        "geboortedatum": ""
        if client.get("geboortedatum/datumgebruik")
        else client.get("geboortedatum/datum"),
        "geslacht": words.SEXES.get(sex, ""),
        "postcode": home.get("adres/postcode") if home else "",
        "huisnummer": home.get("adres/huis/huisnummer") if home else "",
    }
