"""Working time: when a partner is open, and how long it was open between two instants.

A `Calendar` is data. `journeys.layout.lay_out` lays calendars out as two tables:

- `calendars`: partner, worker (`''`: every one), calendar (a number).
- `working_hours`: a row per calendar and stretch of a local day: calendar, day, from_at, until_at,
  opens_at, closes_at (instants), seconds_before. The stretches of a day follow each other without a
  gap, each with at most one opening; so every instant is in exactly one of them, and a stretch in
  which nobody works opens and closes at from_at.

The part `partner_calendars` says which calendar each partner of the log goes by. The working time
between two instants is then a difference of two sums, for any number of rows at once:

    inner join working_hours as hours
        on mine.calendar = hours.calendar
        and cast(mine.some_at at time zone settings.timezone as date) = hours.day
        and mine.some_at >= hours.from_at and mine.some_at < hours.until_at
    …
    hours.seconds_before * 1000000
        + least(greatest(epoch_us(some_at), epoch_us(opens_at)), epoch_us(closes_at))
        - epoch_us(opens_at) as worked_us

`waits_working` is the example. Times are the wall clock's: from 9 to 17 is 8 hours in summer and in
winter, and a stretch over a clock change is as long as it really was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

import holidays as public_holidays

from journeys.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

DAY_MINUTES: Final = 24 * 60
MONDAY_TO_FRIDAY: Final = range(1, 6)


class Opening(NamedTuple):
    """From one minute of a local day to another, the last one not within: 0 … 1440."""

    opens: int
    closes: int


@dataclass(frozen=True)
class Calendar:
    """When a partner works.

    Attributes:
        hours: ISO weekday (1 is Monday) to the openings of such a day; a day that is not there is free.
        partner: whose; empty: of every partner without one of its own.
        worker: whose within the partner; empty: of everybody there.
        holidays: whether Dutch public holidays are free (5 May only every fifth year).
        closed: days on which it is closed besides.
    """

    hours: Mapping[int, Sequence[Opening]] = field(default_factory=dict)
    partner: str = ""
    worker: str = ""
    holidays: bool = True
    closed: Collection[date] = ()

    @property
    def times(self) -> Times:
        """When it is, whosever it is: calendars of equal times are laid out once."""
        hours = sorted((day, tuple(sorted(openings))) for day, openings in self.hours.items())
        return Times(tuple(hours), self.holidays, frozenset(self.closed))


class Times(NamedTuple):
    """What calendars can have in common."""

    hours: tuple[tuple[int, tuple[Opening, ...]], ...]
    holidays: bool
    closed: frozenset[date]


class Stretch(NamedTuple):
    """A row of `working_hours`."""

    calendar: int
    day: date
    from_at: datetime
    until_at: datetime
    opens_at: datetime
    closes_at: datetime
    seconds_before: int


def opening(text: str) -> Opening:
    """An opening as a person writes it.

    Raises:
        AnalysisError: it is none, or it does not end later on the same day.

    >>> opening("09:00-17:30")
    Opening(opens=540, closes=1050)
    >>> opening("22:00-24:00").closes
    1440
    """
    try:
        opens, closes = (_minute(part) for part in text.split("-"))
    except ValueError as error:
        raise AnalysisError(
            "opening hours", expected='hours such as "09:00-17:00"', got=repr(text)
        ) from error
    if not opens < closes <= DAY_MINUTES:
        raise AnalysisError(
            "opening hours",
            expected="an end after the begin, on the same day",
            got=repr(text),
            hint='a night is two openings: "22:00-24:00" and, on the next day, "00:00-06:00"',
        )
    return Opening(opens, closes)


def weekly(*texts: str, days: Iterable[int] = MONDAY_TO_FRIDAY) -> dict[int, list[Opening]]:
    """The same openings on each of these days.

    Raises:
        AnalysisError: one is no opening, or two overlap.

    >>> weekly("13:00-17:00", "09:00-12:30", days=[1])
    {1: [Opening(opens=540, closes=750), Opening(opens=780, closes=1020)]}
    """
    openings = sorted(opening(text) for text in texts)
    for before, after in pairwise(openings):
        if after.opens < before.closes:
            raise AnalysisError(
                "opening hours", expected="openings that do not overlap", got=", ".join(texts)
            )
    return dict.fromkeys(days, openings)


def stretches(
    calendars: Sequence[Times], timezone: str, first_year: int, last_year: int
) -> Iterator[Stretch]:
    """The rows of `working_hours`: calendars are numbered as they come.

    >>> mine = Calendar(weekly("09:00-17:00")).times
    >>> rows = {row.day: row for row in stretches([mine], "Europe/Amsterdam", 2024, 2024)}
    >>> summer = rows[date(2024, 7, 1)]
    >>> str(summer.opens_at), str(summer.closes_at - summer.opens_at)
    ('2024-07-01 07:00:00+00:00', '8:00:00')
    """
    zone = ZoneInfo(timezone)
    free = public_holidays.country_holidays("NL", years=range(first_year, last_year + 1))
    first, n_days = (
        date(first_year, 1, 1),
        (date(last_year + 1, 1, 1) - date(first_year, 1, 1)).days,
    )
    for number, calendar in enumerate(calendars):
        closed, hours = (
            {*calendar.closed, *(free if calendar.holidays else ())},
            dict(calendar.hours),
        )
        seconds = 0
        for day in (first + timedelta(n) for n in range(n_days)):
            openings = () if day in closed else hours.get(day.isoweekday(), ())
            begin, end = _instant(day, 0, zone), _instant(day, DAY_MINUTES, zone)
            open_at = [
                (_instant(day, opening.opens, zone), _instant(day, opening.closes, zone))
                for opening in openings
            ] or [(begin, begin)]
            borders = [begin, *(opens for opens, _ in open_at[1:]), end]
            for (from_at, until_at), (opens_at, closes_at) in zip(
                pairwise(borders), open_at, strict=True
            ):
                yield Stretch(number, day, from_at, until_at, opens_at, closes_at, seconds)
                seconds += int((closes_at - opens_at).total_seconds())


def _minute(text: str) -> int:
    hour, minute = text.strip().split(":")
    if hour == "24" and minute == "00":
        return DAY_MINUTES
    at = time(int(hour), int(minute))
    return at.hour * 60 + at.minute


@cache
def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant at which a wall clock shows a minute of a day.

    A time that comes twice is the first; one that is skipped is the moment of the clock change.
    """
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=minute)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    at = wall.replace(fold=1).astimezone(UTC)
    before = at.astimezone(zone).utcoffset()
    while at.astimezone(zone).utcoffset() == before:
        at += timedelta(minutes=1)
    return at


@cache
def working_days(first_year: int, last_year: int) -> tuple[list[date], list[int]]:
    """Every day of the years, and how many working days there were up to and including it.

    Monday to Friday, but for Dutch public holidays (5 May only every fifth year). The difference
    of two days' numbers is the working days after the first up to and including the second.

    >>> days, n = working_days(2024, 2024)
    >>> n[days.index(date(2024, 4, 2))] - n[days.index(date(2024, 3, 28))]  # over Easter
    1
    """
    free = public_holidays.country_holidays("NL", years=range(first_year, last_year + 1))
    first = date(first_year, 1, 1)
    days = [first + timedelta(n) for n in range((date(last_year + 1, 1, 1) - first).days)]
    numbers, n = [], 0
    for day in days:
        n += day.isoweekday() <= 5 and day not in free  # noqa: PLR2004 - Friday
        numbers.append(n)
    return days, numbers
