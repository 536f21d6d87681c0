"""The burgerservicenummer: what is one, and what looks like one with a typing error."""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = 9
WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
"""Of the elfproef: digit times weight, summed, is a multiple of eleven."""
_LAYOUT: Final = re.compile(r"[\s.\-/]+")
_NUMBER: Final = re.compile(r"[0-9]{8,9}")


def digits(text: str | None) -> str | None:
    """The nine digits that a text gives for a BSN, whether the elfproef holds or not.

    Spaces, dots and dashes are layout. Eight digits miss their leading zero, as spreadsheets lose
    it. Anything else is no number, and nine equal digits (000000000, 999999999) stand for none.

    >>> digits("1234.56.782"), digits("12345678"), digits("onbekend"), digits("000000000")
    ('123456782', '012345678', None, None)
    """
    bare = _LAYOUT.sub("", text or "")
    if not _NUMBER.fullmatch(bare):
        return None
    number = bare.zfill(DIGITS)
    return None if len(set(number)) == 1 else number


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
    if number is None:
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=True)) % 11 == 0
