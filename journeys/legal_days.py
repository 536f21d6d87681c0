"""The days on which no legal term ends: the Algemene termijnenwet, and nothing else.

A list of its own, since calendars of days off differ from the law: 5 May ends no term in any year,
though most people have it off every fifth year alone.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

FIRST_KINGS_DAY = 2014
MOVES_BACK_SINCE = 1980
SATURDAY, SUNDAY = 6, 7


def legal_days(year: int) -> frozenset[date]:
    """The days of a year that the law names (Algemene termijnenwet art. 3, first and second paragraph).

    New Year, Good Friday, Easter Monday, King's Day, 5 May, Ascension, Whit Monday, both Christmas
    days. Not the days that a royal decree adds (third paragraph).

    >>> date(2026, 5, 5) in legal_days(2026), date(2025, 4, 26) in legal_days(2025)
    (True, True)
    """
    sunday = easter(year)
    return frozenset(
        {
            date(year, 1, 1),
            sunday - timedelta(2),
            sunday + timedelta(1),
            kings_day(year),
            date(year, 5, 5),
            sunday + timedelta(39),
            sunday + timedelta(50),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def kings_day(year: int) -> date:
    """The day on which the king's birthday is celebrated: 27 April, or the Saturday before a Sunday.

    Before 2014 it was 30 April (until 1980 a Sunday moved to the Monday).

    >>> kings_day(2025).isoformat(), kings_day(2026).isoformat(), kings_day(2013).isoformat()
    ('2025-04-26', '2026-04-27', '2013-04-30')
    """
    day = date(year, 4, 27 if year >= FIRST_KINGS_DAY else 30)
    if day.isoweekday() != SUNDAY:
        return day
    return day + timedelta(-1 if year >= MOVES_BACK_SINCE else 1)


def runs_on_to(days: list[date]) -> list[date]:
    """For each of these consecutive days: itself, or the next day on which a term can end (art. 1).

    That is the next that is no Saturday, no Sunday and none of `legal_days`.

    >>> [day.isoformat() for day in runs_on_to([date(2024, 3, 28), date(2024, 3, 29)])]
    ['2024-03-28', '2024-04-02']
    """
    if not days:
        return []
    last = days[-1] + timedelta(14)  # the law never joins so many days
    free = frozenset().union(*(legal_days(year) for year in range(days[0].year, last.year + 1)))
    ends: dict[date, date] = {}
    end = last
    for back in range((last - days[0]).days + 1):
        day = last - timedelta(back)
        if day.isoweekday() < SATURDAY and day not in free:
            end = day
        ends[day] = end
    return [ends[day] for day in days]
