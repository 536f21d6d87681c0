"""What a database's driver gives, as text that reads in one way, whatever the type."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import singledispatch
from typing import Any, Final

_THREE_DECIMALS: Final = re.compile(r"-?\d+\.\d{3}")


@singledispatch
def as_text(value: object) -> str | None:
    """A value as text; null stays null.

    Times are ISO 8601, in UTC where they have a zone; numbers have a point and no exponent, whole ones
    no decimals; JSON is JSON; bytes that are no UTF-8 are carried as surrogates, for the reader to see.

    >>> from datetime import timezone, timedelta
    >>> summer = timezone(timedelta(hours=2))
    >>> [as_text(v) for v in (True, 17.0, Decimal("1E+3"), datetime(2024, 5, 1, tzinfo=summer), {"a": 1})]
    ['true', '17', '1000', '2024-04-30T22:00:00+00:00', '{"a": 1}']
    """
    return None if value is None else str(value)


@as_text.register
def _(value: bool) -> str:
    return "true" if value else "false"


@as_text.register
def _(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() else repr(value)


@as_text.register
def _(value: Decimal) -> str:
    return f"{value:f}"


@as_text.register
def _(value: datetime) -> str:
    return (value if value.tzinfo is None else value.astimezone(UTC)).isoformat()


@as_text.register(date)
@as_text.register(time)
def _(value: date | time) -> str:
    return value.isoformat()


@as_text.register(dict)
@as_text.register(list)
def _(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


@as_text.register(bytes)
@as_text.register(bytearray)
@as_text.register(memoryview)
def _(value: Any) -> str:
    return bytes(value).decode("utf-8", "surrogateescape")


def as_amount(value: object) -> str | None:
    """An amount as text: a number with three decimals would read as thousands, so it gets a fourth.

    >>> as_amount(Decimal("1.234")), as_amount("1.234,50")
    ('1.2340', '1.234,50')
    """
    told = as_text(value)
    if told is not None and not isinstance(value, str) and _THREE_DECIMALS.fullmatch(told):
        return told + "0"
    return told
