"""`[[calendars]]` of the config: when partners work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, model_validator

from journeys.errors import AnalysisError, listed, said, unknown
from journeys.working_time import MONDAY_TO_FRIDAY, Calendar, Opening, weekly
from pipelines.config.sections import Names, Section, Terms, several

WEEKDAYS: Final = {
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
}  # fmt: skip
MOST_DAYS_CLOSED: Final = 3660


def _every_weekday(value: object) -> object:
    """Hours that name no day are those of Monday to Friday."""
    if isinstance(value, str | list | tuple):
        names = list(WEEKDAYS)
        return {names[day - 1]: value for day in MONDAY_TO_FRIDAY}
    return value


Day = Annotated[str, BeforeValidator(lambda day: str(day) if type(day) is date else day)]
"""A day, or "first/last"; TOML has a day of its own."""


class CalendarSection(Section):
    """`[[calendars]]`: when one partner, several or all others work."""

    partner: Terms | None = None
    hours: Annotated[dict[str, Names], BeforeValidator(_every_weekday), Field(min_length=1)]
    holidays: bool = True
    closed: Annotated[tuple[Day, ...], BeforeValidator(several)] = ()

    @model_validator(mode="after")
    def _can_be_read(self) -> CalendarSection:
        self.calendars()
        return self

    def calendars(self) -> list[Calendar]:
        """A calendar for each partner; for all others where none is named.

        Raises:
            ValueError: hours or days do not read as such.
        """
        hours: dict[int, list[Opening]] = {}
        for day, texts in self.hours.items():
            if day not in WEEKDAYS:
                raise ValueError(unknown("hours", day, WEEKDAYS))
            try:
                hours |= weekly(*texts, days=[WEEKDAYS[day]])
            except AnalysisError as error:
                raise ValueError(
                    said(
                        "hours.{day}: expected {expected}, got {got}",
                        day=day,
                        expected=error.expected,
                        got=error.got,
                    )
                ) from error
        closed = frozenset(day for each in self.closed for day in _days(each))
        return [
            Calendar(hours, partner=partner, holidays=self.holidays, closed=closed)
            for partner in self.partner or ("",)
        ]


def _days(days: str) -> list[date]:
    """The days of a day, or of "first/last".

    >>> len(_days("2024-12-23/2025-01-03"))
    12
    """
    try:
        ends = [date.fromisoformat(text) for text in days.split("/", 1)]
    except ValueError as error:
        raise ValueError(
            'closed: a day is written as 2024-12-24, several as "2024-12-23/2025-01-03"'
        ) from error
    n = (ends[-1] - ends[0]).days
    if not 0 <= n <= MOST_DAYS_CLOSED:
        raise ValueError("closed: the last day comes before the first, or is ten years later")
    return [ends[0] + timedelta(days) for days in range(n + 1)]


def fault_of_all(sections: Any) -> str:
    """What is wrong with the calendars together: a partner that has two."""
    partners = [each.partner for section in sections for each in section.calendars()]
    twice = sorted({partner for partner in partners if partners.count(partner) > 1})
    return listed(
        [
            said("two calendars for {name!r}", name=name) if name else "two calendars for all"
            for name in twice
        ],
        "; ",
    )
