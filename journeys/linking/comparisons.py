"""How two records are compared, on tokens alone, and what is expected of each outcome.

A comparison has levels; the first whose condition holds is the pair's. Each level has m, its
probability among pairs of one person, and u, that among pairs of two people: u of the world among
any two people, u of the home among two people at one address, who are mostly family. The numbers
here are what is believed before any data; `journeys.linking.training` corrects them by the data.

The home exists since within a family surname and address are no evidence, and twins share the
date of birth: with u of the world, every pair of siblings looks like one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ComparisonLevel:
    """One outcome of a comparison.

    Attributes:
        name: how the outcome is called in the review list.
        when: the condition, on columns `…_l` and `…_r`; '' is all that is left.
        m: of pairs of one person, the share with this outcome (0–1).
        u_world: of pairs of any two people.
        u_home: of pairs of two people at one address; for the address it says nothing.
        frequency_of: the feature whose rarity counts, where the two are equal.
    """

    name: str
    when: str
    m: float
    u_world: float
    u_home: float
    frequency_of: str = ""


@dataclass(frozen=True)
class Comparison:
    """A comparison: its name, when it says nothing, and its levels, the last one all that is left."""

    name: str
    unknown: str
    levels: tuple[ComparisonLevel, ...]


def _equal(column: str) -> str:
    return f"{column}_l = {column}_r"


def _shares(column: str) -> str:
    return f"list_has_any({column}_l, {column}_r)"


def _either_null(column: str) -> str:
    return f"{column}_l is null or {column}_r is null"


FAMILY: Final = Comparison(
    "family",
    _either_null("family"),
    (
        ComparisonLevel("equal", _equal("family"), 0.92, 0.0015, 0.75, "family"),
        ComparisonLevel(
            "near", f"{_shares('family_near')} or {_equal('family_sound')}", 0.035, 0.002, 0.01
        ),
        ComparisonLevel("part", _shares("family_parts"), 0.015, 0.0005, 0.02),
        ComparisonLevel("differs", "", 0.03, 0.996, 0.22),
    ),
)
GIVEN: Final = Comparison(
    "given",
    _either_null("initial"),
    (
        ComparisonLevel("equal", _equal("given"), 0.92, 0.004, 0.006, "given"),
        ComparisonLevel(
            "alike",
            f"{_shares('given_near')} and is_in_use_l and is_in_use_r",
            0.004,
            0.002,
            0.003,
        ),
        ComparisonLevel("near", _shares("given_near"), 0.022, 0.001, 0.001),
        ComparisonLevel("called", _equal("given_root"), 0.014, 0.003, 0.004),
        ComparisonLevel(
            "initial",
            f"({_either_null('given')}) and {_equal('initial')}",
            0.02,
            0.012,
            0.012,
        ),
        ComparisonLevel("same_initial", _equal("initial"), 0.006, 0.06, 0.06),
        ComparisonLevel("differs", "", 0.014, 0.918, 0.914),
    ),
)
BIRTH: Final = Comparison(
    "birth",
    _either_null("birth_year"),
    (
        ComparisonLevel(
            "equal", f"{_equal('birth_date')} and birth_by_year_l is null", 0.93, 0.00004, 0.0005
        ),
        ComparisonLevel("equal_by_year", _equal("birth_date"), 0.01, 0.0007, 0.0015),
        ComparisonLevel("swapped", _equal("birth_unordered"), 0.004, 0.00003, 0.00005),
        ComparisonLevel("near", _shares("birth_near"), 0.03, 0.0012, 0.004),
        ComparisonLevel(
            "year",
            f"{_equal('birth_year')} and (birth_by_year_l is not null or birth_by_year_r is not null)",
            0.006,
            0.0007,
            0.0015,
        ),
        ComparisonLevel(
            "part",
            f"({_equal('birth_month_day')} and {_shares('birth_around')}) or {_equal('birth_year')}",
            0.008,
            0.016,
            0.035,
        ),
        ComparisonLevel("generation", _equal("birth_month_day"), 0.001, 0.002, 0.003),
        ComparisonLevel("differs", "", 0.011, 0.97933, 0.95445),
    ),
)
SEX: Final = Comparison(
    "sex",
    _either_null("sex"),
    (
        ComparisonLevel("equal", _equal("sex"), 0.99, 0.5, 0.48),
        ComparisonLevel("differs", "", 0.01, 0.5, 0.52),
    ),
)
ADDRESS: Final = Comparison(
    "address",
    f"({_either_null('postcode4')}) and house_number_l is distinct from house_number_r"
    f" or ({_either_null('postcode4')}) and ({_either_null('house_number')})",
    (
        ComparisonLevel("equal", _equal("address"), 0.82, 0.00002, 1.0),
        ComparisonLevel(
            "near",
            f"{_equal('postcode')} or ({_equal('house_number')} and {_equal('postcode4')})"
            f" or {_equal('postcode_letters')}",
            0.04,
            0.0008,
            1.0,
        ),
        ComparisonLevel("region", _equal("postcode4"), 0.02, 0.01, 1.0),
        ComparisonLevel(
            "number",
            f"({_either_null('postcode4')}) and {_equal('house_number')}",
            0.03,
            0.001,
            1.0,
        ),
        ComparisonLevel("differs", "", 0.09, 0.98818, 1.0),
    ),
)
_BSN_L: Final = "coalesce(bsn_l, bsn_wrong_l)"
_BSN_R: Final = "coalesce(bsn_r, bsn_wrong_r)"
BSN: Final = Comparison(
    "bsn",
    f"{_BSN_L} is null or {_BSN_R} is null",
    (
        ComparisonLevel("equal", f"{_BSN_L} = {_BSN_R}", 0.97, 0.0000001, 0.0002),
        ComparisonLevel(
            "near",
            f"(bsn_wrong_l is not null or bsn_wrong_r is not null) and {_shares('bsn_near')}",
            0.02,
            0.0000005,
            0.0001,
        ),
        ComparisonLevel(
            "mistyped", "bsn_wrong_l is not null or bsn_wrong_r is not null", 0.006, 0.02, 0.02
        ),
        ComparisonLevel("differs", "", 0.004, 0.98, 0.98),
    ),
)
"""An error that turns a BSN into another one that passes the elfproef is one in eleven at most."""

SOURCE: Final = Comparison(
    "source",
    f"{_either_null('source')} or (source_l = source_r and given_l is not distinct from given_r"
    " and family_l is not distinct from family_r and birth_date_l is not distinct from birth_date_r)",
    (
        ComparisonLevel("same", _equal("source"), 0.2, 0.2, 0.2),
        ComparisonLevel("other", "", 0.8, 0.8, 0.8),
    ),
)
"""One source has mostly one registration of a person: two that differ are mostly two people, and the data say
how mostly. A case more under the same name and birth date says nothing."""

COMPARISONS: Final = (FAMILY, GIVEN, BIRTH, SEX, ADDRESS, BSN, SOURCE)

LIKENESS: Final = COMPARISONS[:-1]
"""What a question tells of two people."""

FIXED: Final = ("bsn",)
"""Comparisons that data do not correct: the elfproef is arithmetic, and errors in a BSN are rare."""


def level_of(comparison: Comparison, name: str) -> int:
    """A level as splink counts: 0 for the last, −1 where the comparison says nothing.

    >>> level_of(SEX, "equal"), level_of(SEX, "differs")
    (1, 0)
    """
    names = [level.name for level in comparison.levels]
    return len(names) - 1 - names.index(name)
