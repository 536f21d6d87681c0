"""What of an identity is compared: plain text to features, before any key.

Each feature becomes one token (a list feature: one for each item) that its reader keys. What is not
kept tonight cannot be had later, so more is kept than the model of today compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from journeys.linking.bsn import digits, is_bsn, is_filler
from journeys.linking.names import NICKNAMES, deletions, family_parts, given_name, plain, sound

if TYPE_CHECKING:
    from datetime import date

SCALARS: Final = (
    "key",
    "bsn",
    "bsn_wrong",
    "family",
    "family_sound",
    "given",
    "given_root",
    "initial",
    "birth_date",
    "birth_unordered",
    "birth_year",
    "birth_month_day",
    "birth_by_year",
    "sex",
    "postcode",
    "postcode4",
    "postcode_letters",
    "house_number",
    "house_addition",
    "address",
)
"""Features with one value; each a column of the nodes, null where the identity does not say."""

LISTS: Final = (
    "bsn_near",
    "family_parts",
    "family_near",
    "given_near",
    "birth_near",
    "birth_around",
)
"""Features with several values; two identities agree where they have one in common. Two birth years with one
`birth_around` in common are less than 15 years apart; those at most 10 apart always have one."""

Features = dict[str, "str | list[str] | None"]

_POSTCODE: Final = re.compile(r"([1-9][0-9]{3})\s*([a-z]{2})?")
_NUMBER: Final = re.compile(r"0*([1-9][0-9]{0,4})\W*(\w.*)?")
_SEXES: Final = {
    **dict.fromkeys(("m", "man", "male", "jongen", "mannelijk", "1"), "m"),
    **dict.fromkeys(("v", "vrouw", "f", "female", "meisje", "vrouwelijk", "2"), "v"),
}
_NO_POSTCODE: Final = ("9999",)
_YEARS: Final = range(1900, 2090)
_NO_DATES: Final = ("19000101", "19111111")
"""What forms and spreadsheets write where there is no date; 1753 and 1899 come before all years."""
_FILLER_DAYS: Final = ("0101", "0701")
"""1 January and 1 July: what is written where the year alone is known."""
_AROUND: Final = 5


@dataclass(frozen=True)
class Identity:
    """What one record says about who it is of; each part as its source wrote it, or None.

    Attributes:
        key: a client number that the partners share.
        bsn: the burgerservicenummer, whether the elfproef holds or not.
        household: a household's number; it is no feature, and passes through linking as it is.
        family_name: with or without tussenvoegsel.
        given_name: names, or initials.
        birth_date: 1 January and 1 July are read as "known by year only".
        sex: of m, man, male, 1, v, vrouw, f, female, 2; anything else does not say.
        postcode: four digits, or with two letters.
        house_number: the number, with or without its addition.
    """

    key: str | None = None
    bsn: str | None = None
    household: str | None = None
    family_name: str | None = None
    given_name: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    postcode: str | None = None
    house_number: str | None = None


def features(identity: Identity) -> Features:
    """Each feature of an identity: one of `SCALARS` as text or None, one of `LISTS` as a list.

    >>> found = features(Identity(family_name="van Dijk", given_name="J.", sex="Man"))
    >>> found["family"], found["given"], found["initial"], found["sex"], found["birth_near"]
    ('dijk', None, 'j', 'm', [])
    """
    values: Features = dict.fromkeys(SCALARS)
    values |= {name: [] for name in LISTS}
    values["key"] = (identity.key or "").strip() or None
    values["sex"] = _SEXES.get(plain(identity.sex))
    values |= _bsn(identity.bsn)
    values |= _names(identity)
    values |= _birth(identity.birth_date)
    values |= _address(identity.postcode, identity.house_number)
    return values


def _bsn(text: str | None) -> Features:
    number = digits(text)
    if number is None or is_filler(number):
        return {}
    name = "bsn" if is_bsn(number) else "bsn_wrong"
    return {name: number, "bsn_near": deletions(number)}


def _names(identity: Identity) -> Features:
    features: Features = {}
    parts = family_parts(identity.family_name)
    if parts:
        family = "".join(parts)
        features |= {
            "family": family,
            "family_sound": sound(family),
            "family_parts": sorted(parts),
            "family_near": deletions(family),
        }
    given_text, initial = given_name(identity.given_name)
    features["initial"] = initial
    if given_text:
        features |= {
            "given": given_text,
            "given_root": sound(NICKNAMES.get(given_text, given_text)),
            "given_near": deletions(given_text),
        }
    return features


def _birth(day: date | None) -> Features:
    if day is None or day.year not in _YEARS or f"{day:%Y%m%d}" in _NO_DATES:
        return {}
    text = f"{day:%Y%m%d}"
    by_year = text[4:] in _FILLER_DAYS
    return {
        "birth_date": text,
        "birth_unordered": text[:4] + "".join(sorted((text[4:6], text[6:]))),
        "birth_year": text[:4],
        "birth_month_day": None if by_year else text[4:],
        "birth_by_year": text[:4] if by_year else None,
        "birth_near": [] if by_year else _near_dates(text),
        "birth_around": [str(day.year // _AROUND - n) for n in range(3)],
    }


def _near_dates(text: str) -> list[str]:
    """What a typing error leaves of a date: no century is one, and no decade but the next.

    Of the decade the pair with the one before and with the one after stands for what is left: two dates
    that differ in it alone have one in common where they are ten years apart, and none where a
    generation lies between them.

    >>> near = lambda one, other: bool(set(_near_dates(one)) & set(_near_dates(other)))
    >>> near("19800312", "19850312"), near("19800312", "19700312"), near("19800312", "19500312")
    (True, True, False)
    """
    decade, rest = int(text[:3]), text[3:]
    left = [f"{text[:n]}{text[n + 1 :]}" for n in range(3, len(text))]
    return list(
        dict.fromkeys([*left, f"{decade - 1}~{decade}{rest}", f"{decade}~{decade + 1}{rest}"])
    )


def _address(postcode: str | None, house_number: str | None) -> Features:
    features: Features = {}
    code = _POSTCODE.fullmatch(plain(postcode))
    number = _NUMBER.fullmatch(plain(house_number))
    if number:
        features["house_number"] = number[1]
        addition = re.sub(r"\W+", "", number[2] or "")
        features["house_addition"] = f"{number[1]}{addition}" if addition else None
    if code and code[1] not in _NO_POSTCODE:
        features["postcode4"] = code[1]
        if code[2]:
            features["postcode"] = f"{code[1]}{code[2]}"
            if number:
                features["postcode_letters"] = f"{code[2]}{number[1]}"
                features["address"] = f"{code[1]}{code[2]} {number[1]}"
    return features
