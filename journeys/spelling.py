"""One spelling of a text: what looks the same is the same.

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
