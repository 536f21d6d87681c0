"""The region's time: its period, its zone, its working days and its clock changes.

Nothing here asks what time it is now: the same seed tells the same region in any year.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Amsterdam")
"""The zone in which the partners write their times."""

FIRST_DAY: Final = date(2023, 1, 2)
LAST_DAY: Final = date(2025, 6, 30)
"""The day that the exports were made: what comes later is not in them."""

CLOCK_CHANGES: Final = (
    (date(2023, 10, 29), date(2024, 3, 31)),
    (date(2024, 10, 27), date(2025, 3, 30)),
)
"""The winters of the period: the Sunday on which each began and the one on which it ended."""

OFFICE_OPENS: Final = time(8, 30)
OFFICE_CLOSES: Final = time(17, 30)


def utc(local: datetime) -> datetime:
    """The instant of a local time without zone.

    >>> utc(datetime(2024, 7, 1, 9, 30)).isoformat()
    '2024-07-01T07:30:00+00:00'
    """
    return local.replace(tzinfo=ZONE).astimezone(UTC)


def local(instant: datetime) -> datetime:
    """The local time of an instant, without zone: what a partner's screen shows.

    >>> local(datetime(2024, 1, 1, 8, 30, tzinfo=UTC)).isoformat()
    '2024-01-01T09:30:00'
    """
    return instant.astimezone(ZONE).replace(tzinfo=None)


def midnight(day: date) -> datetime:
    """The instant at which a local day begins: what a bare date means."""
    return utc(datetime.combine(day, time()))


def workday(day: date) -> date:
    """The day itself, or the Monday after its weekend.

    >>> workday(date(2024, 6, 1)).isoformat()
    '2024-06-03'
    """
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def is_office_time(moment: datetime) -> bool:
    """Whether an office is open at a local time."""
    return moment.weekday() < 5 and OFFICE_OPENS <= moment.time() <= OFFICE_CLOSES
