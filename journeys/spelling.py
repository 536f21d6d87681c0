"""One spelling of a text: what looks the same is the same; and a text that a terminal or log shows as it is.

The one place that says which differences in writing mean nothing: white space of any kind at the ends, more
of it inside, characters that nobody sees, and an accent as a sign of its own. Letters and capitals mean
something, and stay.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

UNSEEN: Final = "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
"""Characters without a width or a meaning: soft hyphens, zero-width spaces, marks of direction."""

JOINERS: Final = r"[\u200c\u200d](?![^\x00-\u024f\s])|(?<![^\x00-\u024f\s])[\u200c\u200d]"
"""Joiners beside a Latin letter or a space: between letters of Persian or Hindi they spell another word."""

UNPRINTABLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters (C0, DEL, C1), ends of lines, marks of direction, and bytes that are no UTF-8."""

_BYTE: Final = 0xDC00
_UNSEEN: Final = re.compile(f"{UNSEEN}|{JOINERS}")
_PLAIN: Final = re.compile(r"(?:[!-~]+(?: [!-~]+)*)?")


def spelled(text: str) -> str:
    r"""A text in its one spelling.

    >>> spelled(" In\u00a0take\t"), spelled("In  take"), spelled("Be\u00adsluit"), spelled("cafe\u0301")
    ('In take', 'In take', 'Besluit', 'café')
    """
    if _PLAIN.fullmatch(text):
        return text
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def printable(text: str) -> str:
    r"""A text in one line that a terminal, a log and a table can hold, and that does nothing there.

    What is none is spelled out: a byte that is no UTF-8 as `surrogateescape` carries it too.

    >>> printable("a\x1b[2Jb"), printable("a\n"), printable("\u202egnp.exe"), printable("\udcff.csv")
    ('a\\x1b[2Jb', 'a\\x0a', '\\u202egnp.exe', '\\xff.csv')
    """
    return text if text.isascii() and text.isprintable() else UNPRINTABLE.sub(_spelled_out, text)


def _spelled_out(match: re.Match[str]) -> str:
    number = ord(match[0])
    if _BYTE + 0x80 <= number <= _BYTE + 0xFF:
        number -= _BYTE
    elif number >= 0x80:  # noqa: PLR2004 - beyond ASCII
        return f"\\u{number:04x}"
    return f"\\x{number:02x}"
