"""The burgerservicenummer: what is one, and what looks like one with a typing error."""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = 9
WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
"""Of the elfproef: digit times weight, summed, is a multiple of eleven."""
_LAYOUT: Final = re.compile(r"[\s.\-/]+")
_NUMBER: Final = re.compile(r"[0-9]{8,10}")
FILLERS: Final = frozenset(["123456782", *(f"{digit * 8}0" for digit in "123456789")])
"""What somebody types to get past a form that asks for the elfproef: 999999990, 111111110, 123456782."""


def digits(text: str | None) -> str | None:
    """The digits that a text gives for a BSN, whether the elfproef holds or not: nine, if all is well.

    Spaces, dots and dashes are layout. Eight digits miss their leading zero, as spreadsheets lose
    it; where they begin with one they miss another digit, and stay as they are, as ten do.
    Anything else is no number, and equal digits (000000000, 999999999) stand for none.

    >>> digits("1234.56.782"), digits("12345678"), digits("onbekend"), digits("000000000")
    ('123456782', '012345678', None, None)
    """
    bare = _LAYOUT.sub("", text or "")
    if not _NUMBER.fullmatch(bare) or len(set(bare)) == 1:
        return None
    return bare if bare.startswith("0") else bare.zfill(DIGITS)


def is_bsn(text: str | None) -> bool:
    """Whether a text is a BSN by the elfproef, leading zero or not.

    The sum of 9·d1 + 8·d2 + … + 2·d8 − 1·d9 is a multiple of eleven (Logisch Ontwerp BSN,
    Rijksdienst voor Identiteitsgegevens). Each wrong digit, and each pair of swapped neighbours
    that differ, breaks it: no weight and no difference of two neighbours' weights is a multiple of
    eleven, but for the last two (2 and −1), which differ by three.

    >>> is_bsn("111222333"), is_bsn("111222334"), is_bsn("111.22.2333"), is_bsn("000000000")
    (True, False, True, False)
    """
    number = digits(text)
    if number is None or len(number) != DIGITS:
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=True)) % 11 == 0


def is_filler(text: str | None) -> bool:
    """Whether a text is a number that passes the elfproef and stands for none: it ties nobody to anybody.

    >>> is_filler("9999.99.990"), is_filler("111222333")
    (True, False)
    """
    return digits(text) in FILLERS
