"""What a thing in a message is about, and whose it is: the parts that every row is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.messages.istandaard import words
from connectors.messages.istandaard.part import Element

if TYPE_CHECKING:
    from connectors.messages.istandaard.message import CareMessage
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

NOTHING: Final = Element("", "", 0, ())
"""Stands where a message names no client or no thing."""

DOMAINS: Final = {"jw": "jeugd", "wmo": "wmo"}


@dataclass(frozen=True)
class MessageRow:
    """A row: its values by column, empty where left out, and whether it takes its key back."""

    values: dict[str, str]
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Thing:
    """A thing that a message tells.

    Attributes:
        message: that tells it.
        partners: names of gemeenten and aanbieders.
        client: whose it is; an answer names none.
        item: the thing itself; none of a message that is refused whole.
    """

    message: CareMessage
    partners: Partners
    client: Element = NOTHING
    item: Element = NOTHING

    def row(self, **values: str) -> dict[str, str]:
        """What every row says: who acts, for whom, about what; `values` on top.

        Without an `einde` of its own it ends where it begins.
        """
        message = self.message
        return {
            "partner": self.partners.name(message.actor),
            "gemeente": self.partners.name(message.gemeente),
            "domein": DOMAINS[message.standard],
            "bericht": f"{message.standard.upper()}{message.number}",
            "einde": values["begin"],
            "toewijzingnummer": self.item.get("toewijzingnummer"),
            "beschikkingnummer": self._decision,
            "referentie": self.item.get("referentieaanbieder"),
            "product": self._product,
            **_person(self.client),
            **values,
        }

    @property
    def allocation(self) -> str:
        """Which allocation it is about: by number, in 2.x by decision, product and ingangsdatum.

        With the bsn, as the standard's own keys have it: numbers are unique within a gemeente alone.
        """
        bsn = self.client.get("bsn")
        if number := self.item.get("toewijzingnummer"):
            return f"{bsn}|{number}"
        begins = self.item.get("ingangsdatum", "toewijzingingangsdatum")
        return f"{bsn}|{self._decision}|{self._product}|{begins}"

    @property
    def status(self) -> str:
        """Its status aanlevering; in 2.x a client may be deleted whole."""
        of_client = self.client.get("statusaanlevering")
        return DELETE if of_client == DELETE else self.item.get("statusaanlevering")

    @property
    def is_deleted(self) -> bool:
        """Whether the message takes back what was told of it."""
        return self.status == DELETE

    def version(self, rank: str, status: str = "") -> str:
        """Orders what is told of one key; what is said to be unchanged only stands in."""
        dated = self.message.dated
        return (
            f"{STANDS_IN if status == UNCHANGED else dated} {rank} {dated} {self.message.identity}"
        )

    @property
    def _decision(self) -> str:
        """The number of the beschikking: its own, else (301 in 2.x) the one it stands in."""
        if own := self.item.get("beschikkingnummer"):
            return own
        for decision in self.client.all("beschikking"):
            parts = decision.all("toegewezenproducten/toegewezenproduct")
            if any(part is self.item for part in parts):
                return decision.get("beschikkingnummer")
        return ""

    @property
    def _product(self) -> str:
        """The product's code, else its category."""
        return self.item.get("product/code", "productcode", "product/categorie", "productcategorie")


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
