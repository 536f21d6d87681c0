"""The months that are shown, and the steps in which their time is shown.

A step is a moment; what is shown at it holds there exactly. Step 0 is the last moment before the month,
the others are the ends of its hours (or days), and the last one is the month's end, or as_of.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST_OF: Final = timedelta(microseconds=1)
"""How long before the next hour an hour's last moment is: intervals are half-open."""

HOUR: Final = timedelta(hours=1)
DAY_H: Final = 24
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Month:
    """One month's clock.

    Attributes:
        name: as in `2026-03`.
        start: its first moment, by the local calendar.
        steps: the moments that are shown, as microseconds since 1970.
        days: the steps that end a local day; the first is 0, the last is the last step.
        weeks: likewise of a week (Monday to Sunday).
        is_cut: whether it ends at as_of, and not at the end of the month.
        day: how many steps there are in a day (a day of a clock change has one more or less).
    """

    name: str
    start: datetime
    steps: tuple[int, ...]
    days: tuple[int, ...]
    weeks: tuple[int, ...]
    is_cut: bool
    day: int = DAY_H

    @property
    def last(self) -> datetime:
        """The last moment that belongs to it."""
        return EPOCH + timedelta(microseconds=self.steps[-1])

    @property
    def hours(self) -> list[float]:
        """How many hours after the month's start each step is, as a reader would say."""
        begin = micros(self.start)
        return [
            round((step - begin + (not (self.is_cut and step == self.steps[-1]))) / 3.6e9, 4)
            for step in self.steps
        ]

    def step_of(self, moment: int) -> int:
        """The first step at or after a moment, in microseconds; one beyond the last is its number."""
        return bisect_left(self.steps, moment)

    def by_day(self) -> Month:
        """The same month, shown at the ends of its days alone."""
        weeks = tuple(self.days.index(step) for step in self.weeks)
        steps = tuple(self.steps[step] for step in self.days)
        days = tuple(range(len(steps)))
        return Month(self.name, self.start, steps, days, weeks, self.is_cut, day=1)


def micros(moment: datetime) -> int:
    """Microseconds since 1970.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC))
    1000005
    """
    return (moment - EPOCH) // timedelta(microseconds=1)


def month_of(first_day: date, timezone: str, as_of: datetime) -> Month:
    """A month's clock, up to as_of.

    >>> made = month_of(date(2026, 3, 1), "Europe/Amsterdam", datetime(2026, 5, 1, tzinfo=UTC))
    >>> made.start.isoformat(), len(made.steps), len(made.days), made.hours[-1]
    ('2026-02-28T23:00:00+00:00', 744, 32, 743.0)
    >>> cut = month_of(date(2026, 3, 1), "Europe/Amsterdam", datetime(2026, 3, 2, 12, 30, tzinfo=UTC))
    >>> cut.hours[-2:], cut.days, cut.weeks, cut.is_cut
    ([37.0, 37.5], (0, 24, 38), (0, 24, 38), True)
    """
    zone = ZoneInfo(timezone)
    days = [first_day]
    while days[-1].month == first_day.month:
        days.append(days[-1] + timedelta(days=1))
    midnights = [_midnight(day, zone) for day in days]
    cut = as_of < midnights[-1] - LAST_OF
    end = as_of if cut else midnights[-1] - LAST_OF
    ends = {midnights[0] - LAST_OF, end}
    for begin, until in pairwise(midnights):
        ends |= {begin + HOUR * n - LAST_OF for n in range(1, -(-(until - begin) // HOUR))}
        ends.add(until - LAST_OF)
    steps = sorted(moment for moment in ends if moment <= end)
    mondays = [at for day, at in zip(days, midnights, strict=True) if not day.weekday()]
    return Month(
        f"{first_day:%Y-%m}",
        midnights[0],
        tuple(micros(step) for step in steps),
        _borders(steps, midnights),
        _borders(steps, mondays),
        cut,
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _borders(steps: Sequence[datetime], begins: Sequence[datetime]) -> tuple[int, ...]:
    """The steps just before one of these moments, with the first and the last step."""
    ends_before = {begin - LAST_OF for begin in begins}
    inside = {n for n, step in enumerate(steps) if step in ends_before}
    return tuple(sorted({0, *inside, len(steps) - 1}))
