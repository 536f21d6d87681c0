"""Texts that a source wrote, made fit to be shown: nothing in them can act, hide or push aside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from outputs.maps.text import cut

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["MONTHS", "cut", "local_date", "local_moment", "visible"]

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

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


def local_date(moment: datetime, timezone: str) -> str:
    """The local date of a moment, as a Dutch reader writes it.

    >>> from datetime import UTC, datetime
    >>> local_date(datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "Europe/Amsterdam")
    '1 april 2026'
    """
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def local_moment(moment: datetime, timezone: str) -> str:
    """The local date and time of a moment, to the minute.

    >>> from datetime import UTC, datetime
    >>> local_moment(datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "Europe/Amsterdam")
    '1 april 2026, 00:30 uur'
    """
    clock = moment.astimezone(ZoneInfo(timezone)).strftime("%H:%M")
    return f"{local_date(moment, timezone)}, {clock} uur"
