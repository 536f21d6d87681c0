"""Texts that a source wrote, made fit to be shown: nothing in them can act, hide or push aside."""

from __future__ import annotations

import re

from outputs.maps.text import cut

__all__ = ["cut", "visible"]

_UNSEEN = {
    **{code: 0x2400 + code for code in range(0x20)},  # a picture of each control character
    0x7F: 0x2421,
    **dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD),
}
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def visible(text: str) -> str:
    r"""A text whose control characters are seen and do nothing, on one line.

    What overrides the direction of its surroundings, and what is no character at all, becomes U+FFFD.

    >>> visible("a\x00b\n\u202ec")
    'a␀b␊�c'
    """
    return _NO_CHARACTER.sub("\ufffd", text.translate(_UNSEEN))
