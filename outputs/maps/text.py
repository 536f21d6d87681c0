"""Text on a map: cleaned of what could harm or hide, cut, wrapped, and measured without a font.

The width of a text is worked out from the published widths of Helvetica (Adobe's AFM files; Arial
and Liberation Sans have the same), widened by a margin for wider fonts such as DejaVu Sans. So
where a box stands never depends on the fonts of the machine that draws it.
"""

from __future__ import annotations

import unicodedata
from typing import Final

SIZE_PT: Final = 10.0
TITLE_PT: Final = 16.0
LINE_PT: Final = 12.5
"""From one line of text to the next."""

BASELINE_PT: Final = 3.6
"""From the middle of a line of text down to its baseline."""

FONT: Final = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
MARGIN: Final = 1.18
"""How much wider than Helvetica a text may turn out."""

SHOWN: Final = 80
"""Characters of a name that are shown on a page."""

NO_NAME: Final = "(zonder naam)"
UNKNOWN_PARTNER: Final = "partner onbekend"

_WIDTHS: Final = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Thousandths of the size, from the space to the tilde."""

_LATIN_1_END: Final = 0xFF
_UNWANTED: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Me", "So", "Sk", "Zl", "Zp"}
"""Control and format characters (also what turns the direction), unassigned ones, and pictures:
what shows as an empty box, or not at all."""

_INVISIBLE: Final = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810),
              *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)  # fmt: skip
"""Letters and marks that show as nothing (Unicode's default ignorable ones of other categories), such
as what is left of an emoji."""


def clean(text: str | None, longest: int = 200) -> str:
    r"""A name out of the data as one plain line.

    Args:
        text: as the source wrote it, or None.
        longest: in characters; what is longer ends in three dots as one character.

    >>> clean("Melding\x07 \u202eontvangen\n"), clean(""), clean("a" * 9, 5)
    ('Melding ontvangen', '(zonder naam)', 'aaaa…')
    """
    spaced = " ".join((text or "")[: 10 * longest].split())
    plain = unicodedata.normalize("NFC", spaced)
    kept = "".join(c for c in plain if c == "\xb0" or not _is_unwanted(c))
    named = " ".join(kept.split()) or NO_NAME
    return named if len(named) <= longest else named[: longest - 1].rstrip() + "…"


def partner_name(partner: str | None, longest: int = 200) -> str:
    """A partner as it is written on a map.

    >>> partner_name(None), partner_name("Wijkteam"), partner_name("Wijkteam", 5)
    ('partner onbekend', 'Wijkteam', 'Wijk…')
    """
    return UNKNOWN_PARTNER if partner is None else clean(partner, longest)


def cut(text: str, limit: int = SHOWN) -> str:
    """A text of at most `limit` characters, cut in the middle, where names differ least.

    >>> cut("abcdefghij", 7)
    'abcd…ij'
    """
    if len(text) <= limit:
        return text
    tail = (limit - 1) // 3
    return text[: limit - 1 - tail] + "…" + text[len(text) - tail :]


def _is_unwanted(char: str) -> bool:
    return char in _INVISIBLE or unicodedata.category(char) in _UNWANTED


def width_of(text: str, size: float = SIZE_PT, *, bold: bool = False) -> float:
    """How wide a text is at most, in points.

    >>> round(width_of("Wijkteam"), 1)
    48.5
    """
    thousandths = sum(_char_width(char) for char in text)
    return thousandths / 1000 * size * MARGIN * (1.06 if bold else 1.0)


def wrap(text: str, widest: float, *, lines: int = 3, bold: bool = False) -> list[str]:
    """A text as lines that are no wider than `widest`; what does not fit is cut with three dots.

    >>> wrap("Onderzoek naar de hulpvraag van het gezin", 100, lines=2)
    ['Onderzoek naar', 'de hulpvraag va…']
    """
    out: list[str] = []
    line = ""
    for word in _short_words(text, widest, bold=bold):
        joined = f"{line} {word}" if line else word
        if line and width_of(joined, bold=bold) > widest:
            out.append(line)
            line = word
        else:
            line = joined
    out.append(line)
    if len(out) <= lines:
        return out
    last = out[lines - 1]
    while width_of(last + "…", bold=bold) > widest:
        last = last[:-1].rstrip()
    return [*out[: lines - 1], last + "…"]


def _short_words(text: str, widest: float, *, bold: bool) -> list[str]:
    """The words of a text; one that is wider than a line in pieces that fit."""
    words = []
    for word in text.split(" "):
        piece = ""
        for char in word:
            if piece and width_of(piece + char + "-", bold=bold) > widest:
                words.append(piece + "-")
                piece = ""
            piece += char
        words.append(piece)
    return words


def _char_width(char: str) -> int:
    code = ord(char)
    if ord(" ") <= code <= ord("~"):
        return _WIDTHS[code - ord(" ")]
    if code <= _LATIN_1_END:
        base = unicodedata.normalize("NFD", char)[0]
        return _char_width(base) if base != char else 667
    return 1000
