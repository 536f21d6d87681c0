"""Quarters: which ones the events lie in, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outputs.pictures.ask import Inquiry
    from outputs.reader import Reader

SHOWN: Final = 16
"""Quarters that are shown at most, the last ones: four years."""

MONTHS: Final = 3


@dataclass(frozen=True)
class Period:
    """A quarter.

    Attributes:
        first: its first day.
        last: its last day.
        label: its short name at an axis, without the year.
        name: its whole name.
        is_whole: false where the data is judged from a day before its last.
    """

    first: date
    last: date
    label: str
    name: str
    is_whole: bool = True

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.first.year


@dataclass(frozen=True)
class Quarters:
    """The quarters that are shown, and how many came before."""

    periods: list[Period]
    n_before: int

    def ask(self, inquiry: Inquiry, query: str) -> list[dict[str, Any]]:
        """The row of a query for each, in order; none where there are no quarters."""
        first_days = tuple(period.first for period in self.periods)
        if not first_days:
            return []
        return inquiry.ask(query, zone=inquiry.reader.timezone, first_days=first_days)

    def notes(self, reader: Reader) -> list[str]:
        """What a reader should know: which came before, and whether the last is whole."""
        notes = []
        if self.n_before:
            notes.append(
                reader.plural(
                    "{n} eerder kwartaal is niet getoond.",
                    "{n} eerdere kwartalen zijn niet getoond.",
                    self.n_before,
                )
            )
        if not self.periods[-1].is_whole:
            notes.append(
                reader.text(
                    "Het laatste kwartaal is nog niet voorbij (gestreept in het beeld): het telt tot het"
                    " peilmoment."
                )
            )
        return notes


def quarters(inquiry: Inquiry) -> Quarters:
    """The quarters from the first journey's start to as_of, the last 16; none without journeys.

    >>> import duckdb
    >>> from outputs.options import Level
    >>> from outputs.pictures.ask import Inquiry
    >>> from outputs.reader import Reader
    >>> run = duckdb.connect()
    >>> _ = run.execute("create table journeys as select timestamptz '2024-01-05 12:00:00+00' started_at")
    >>> _ = run.execute("create table judged as select timestamptz '2024-05-01 12:00:00+00' as_of")
    >>> [period.name for period in quarters(Inquiry(run, Reader(), Level("manager"))).periods]
    ['1e kwartaal van 2024', '2e kwartaal van 2024']
    """
    reader, today = inquiry.reader, inquiry.today()
    start = inquiry.value("first_day", zone=reader.timezone)
    periods: list[Period] = []
    if today is not None and start is not None:
        first = quarter_of(today)
        while first >= quarter_of(start):
            periods.insert(0, _period(first, today, reader))
            first = quarter_of(first - timedelta(days=1))
    return Quarters(periods[-SHOWN:], max(0, len(periods) - SHOWN))


def quarter_of(day: date) -> date:
    """The first day of a day's quarter.

    >>> quarter_of(date(2024, 12, 31))
    datetime.date(2024, 10, 1)
    """
    return date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)


def _period(first: date, today: date, reader: Reader) -> Period:
    after = date(first.year + (first.month + MONTHS > 12), (first.month + MONTHS - 1) % 12 + 1, 1)  # noqa: PLR2004
    last = after - timedelta(days=1)
    quarter = (first.month - 1) // MONTHS
    nth = (reader.text("1e"), reader.text("2e"), reader.text("3e"), reader.text("4e"))[quarter]
    return Period(
        first,
        last,
        reader.text("K{quarter}", quarter=quarter + 1),
        reader.text("{nth} kwartaal van {year}", nth=nth, year=first.year),
        today >= last,
    )
