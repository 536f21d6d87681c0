"""Numbers and durations as a Dutch reader writes them, the same in every product.

Rounding never lies about the ends: a share is only called 0 % or 100 % where it is, and a duration
is only called nothing where nobody waited.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

MINUTE_S: Final = 60
HOUR_S: Final = 3_600
DAY_S: Final = 86_400
HOURS_OF_DAY: Final = 24
MINUTES_OF_HOUR: Final = 60
FINE_BELOW_DAYS: Final = 10
"""Below so many days a tenth of a day still tells something."""


def number_nl(value: float, decimals: int | None = None) -> str:
    """A number with a point between thousands and a decimal comma.

    Args:
        value: what to write; halves round away from zero.
        decimals: how many to write; None: none for a whole number, else one.

    >>> number_nl(1234.5), number_nl(9400), number_nl(0.125, 2), number_nl(-1500.0)
    ('1.234,5', '9.400', '0,13', '-1.500')
    """
    exact = Decimal(str(value))
    if decimals is None:
        decimals = 0 if exact == exact.to_integral_value() else 1
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{rounded + 0:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


def percent_nl(share: float) -> str:
    """A share from 0 to 1 as a percentage, in whole percents.

    >>> percent_nl(0.123), percent_nl(0), percent_nl(0.001), percent_nl(0.9999), percent_nl(1)
    ('12 %', '0 %', 'minder dan 1 %', 'meer dan 99 %', '100 %')
    """
    if 0 < share < 0.005:  # noqa: PLR2004 - what would round to 0 %
        return "minder dan 1 %"
    if 0.995 <= share < 1:  # noqa: PLR2004 - what would round to 100 %
        return "meer dan 99 %"
    return f"{number_nl(float(Decimal(str(share)) * 100), 0)} %"


def share_nl(part: float, whole: float) -> str:
    """A part of a whole as a percentage; of nothing it is 0 %.

    >>> share_nl(1, 8), share_nl(23, 40), share_nl(0, 0)
    ('13 %', '58 %', '0 %')
    """
    return percent_nl(part / whole if whole else 0)


def days_nl(seconds: float | None, *, short: bool = False) -> str:  # noqa: PLR0911 - a unit each
    """A duration in the unit that fits it: days, hours or minutes.

    Args:
        seconds: how long; None: not known.
        short: with the unit's letter alone, as on a map.

    >>> days_nl(38 * 86_400), days_nl(86_400), days_nl(1.5 * 86_400), days_nl(5 * 3_600)
    ('38 dagen', '1 dag', '1,5 dagen', '5 uur')
    >>> days_nl(90), days_nl(3), days_nl(0), days_nl(None)
    ('2 minuten', 'minder dan 1 minuut', '0 dagen', 'onbekend')
    >>> days_nl(9_400 * 86_400, short=True), days_nl(7_200, short=True), days_nl(3, short=True)
    ('9.400 d', '2 u', '< 1 min')
    """
    if seconds is None:
        return "onbekend"
    if seconds == 0:
        return "0 d" if short else "0 dagen"
    minutes = _whole(seconds / MINUTE_S)
    hours = _whole(seconds / HOUR_S)
    if minutes < 1:
        return "< 1 min" if short else "minder dan 1 minuut"
    if minutes < MINUTES_OF_HOUR:
        return f"{minutes} min" if short else f"{minutes} {'minuut' if minutes == 1 else 'minuten'}"
    if hours < HOURS_OF_DAY:
        return f"{hours} u" if short else f"{hours} uur"
    days = seconds / DAY_S
    text = number_nl(days, 1 if days < FINE_BELOW_DAYS else 0).removesuffix(",0")
    if short:
        return f"{text} d"
    return f"{text} {'dag' if text == '1' else 'dagen'}"


def count_nl(n: int, one: str, many: str) -> str:
    """A number with its noun in the right form.

    >>> count_nl(1, "klantreis", "klantreizen"), count_nl(1200, "klantreis", "klantreizen")
    ('1 klantreis', '1.200 klantreizen')
    """
    return f"{number_nl(n)} {one if n == 1 else many}"


def _whole(value: float) -> int:
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
