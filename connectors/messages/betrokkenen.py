"""The persons in a message of the StUF koppelvlak Jeugdzorg: who it is about, and who they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

YOUNG: Final = ("jeugdige",)
"""The jeugdzorgrol of the client."""

ASIDE: Final = frozenset(
    {"contactpersoon", "hulpverlener", "informant", "melder", "onderwijsgevende"}
    | {"overige professional", "verpleegkundige, arts of medisch specialist"}
)
"""The jeugdzorgrollen of those who are involved by profession, or in the message alone."""

PERSON: Final = {
    "bsn": ("inp.bsn",),
    "persoonnummer": ("anp.identificatie", "vreemdelingennummer", "rni"),
    "geslachtsnaam": ("geslachtsnaam",),
    "voorvoegsel": ("voorvoegselGeslachtsnaam",),
    "voornamen": ("voornamen", "voorletters"),
    "geslacht": ("geslachtsaanduiding",),
    "geboortedatum": ("geboortedatum",),
    "postcode": (),
    "huisnummer": (),
}
"""A person's columns, and the elements that tell them, the first that is filled in."""

ADDRESSES: Final = (
    "feitelijkVerblijfsadresBinnenland",
    "verblijfsadres",
    "formeelVerblijfadresBinnenland",
    "adres/nederlandsadres",
)
"""Where a person's address may stand: where somebody lives before where they are registered."""


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = str(element.tag)
    return tag[tag.rfind("}") + 1 :]


def at(element: etree._Element, path: str) -> Iterator[etree._Element]:
    """The elements at a path of local names, in the document's order; none for an empty path."""
    if not path:
        return
    name, _, rest = path.partition("/")
    for child in element:
        if local(child) == name:
            yield from at(child, rest) if rest else [child]


def texts_at(element: etree._Element, path: str) -> list[str]:
    """The texts at a path that are filled in."""
    return [text for node in at(element, path) if (text := (node.text or "").strip())]


def text_at(element: etree._Element, path: str) -> str:
    """The first text at a path that is filled in; else empty."""
    return next(iter(texts_at(element, path)), "")


def clients_of(message: etree._Element, roles: Sequence[str]) -> list[dict[str, str]]:
    """The persons whom a message is about, each once, by the columns of `PERSON`.

    Whom a case concerns (`heeftBetrekkingOp`); in a report to Veilig Thuis, which lists everybody with
    a jeugdzorgrol, those with one of `roles`, and where nobody has one, all but the professionals.
    `persoon` tells them apart within the message: the BSN, else another number, else name and birth
    date, without a first name also their place in it: twins have all else in common.
    """
    people = list(at(message, "object/heeftBetrekkingOp/gerelateerde/natuurlijkPersoon"))
    involved = [
        (" ".join(text_at(node, "jeugzorgrol").casefold().split()), person)
        for node in at(message, "object/betreft/gerelateerde/heeftBetrokken")
        for person in at(node, "gerelateerde")
    ]
    role_names = {role.casefold() for role in roles}
    people += [person for role, person in involved if role in role_names] or [
        person for role, person in involved if role not in ASIDE
    ]
    persons: dict[str, dict[str, str]] = {}
    for place, person in enumerate(people, start=1):
        values = _person(person)
        persons.setdefault(_told_apart(values, place), values)
    return [{**values, "persoon": key} for key, values in persons.items()]


def _person(person: etree._Element) -> dict[str, str]:
    """Who somebody is, as far as the message tells."""
    values = {
        column: next((text for name in names if (text := text_at(person, name))), "")
        for column, names in PERSON.items()
    }
    values["geboortedatum"] = _birth_date(person)
    for place in ADDRESSES:
        for address in at(person, place):
            if code := text_at(address, "aoa.postcode"):
                values["postcode"] = code
                parts = ("aoa.huisnummer", "aoa.huisletter", "aoa.huisnummertoevoeging")
                values["huisnummer"] = "".join(text_at(address, part) for part in parts)
                return values
    return values


def _birth_date(person: etree._Element) -> str:
    """A whole birth date in ISO 8601; empty where it is not known, or by year or month alone."""
    for element in at(person, "geboortedatum"):
        known = next(
            (v for k, v in element.attrib.items() if str(k).endswith("indOnvolledigeDatum")), "V"
        )
        text = (element.text or "").strip()
        if known != "V" or len(text) != len("yyyymmdd"):
            return ""
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            return ""
    return ""


def _told_apart(person: dict[str, str], place: int) -> str:
    """What tells a person apart within a message."""
    for column in ("bsn", "persoonnummer"):
        if number := person[column]:
            return f"{column}|{number}"
    named = [person[field] for field in ("geslachtsnaam", "voornamen", "geboortedatum")]
    return "|".join(named) if person["voornamen"] else f"{'|'.join(named)}|{place}"
