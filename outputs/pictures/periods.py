"""Quarters: which ones the events lie in, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from outputs.pictures.ask import PICTURES, as_of

if TYPE_CHECKING:
    import duckdb

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


def quarters(connection: duckdb.DuckDBPyConnection, reader: Reader) -> tuple[list[Period], int]:
    """The quarters from the first journey's start to as_of, the last 16; and how many came before.

    >>> import duckdb
    >>> from outputs.reader import Reader
    >>> run = duckdb.connect()
    >>> _ = run.execute("create table journeys as select timestamptz '2024-01-05 12:00:00+00' started_at")
    >>> _ = run.execute("create table judged as select timestamptz '2024-05-01 12:00:00+00' as_of")
    >>> [period.name for period in quarters(run, Reader())[0]]
    ['1e kwartaal van 2024', '2e kwartaal van 2024']
    """
    today = as_of(connection, reader)
    start = PICTURES.row(
        connection,
        "first_day",
        zone=reader.timezone,
    )["day"]
    if today is None or start is None:
        return [], 0
    found = []
    first = quarter_of(today)
    while first >= quarter_of(start):
        found.append(_period(first, today, reader))
        first = quarter_of(first - timedelta(days=1))
    found.reverse()
    return found[-SHOWN:], max(0, len(found) - SHOWN)


def quarter_of(day: date) -> date:
    """The first day of a day's quarter.

    >>> quarter_of(date(2024, 12, 31))
    datetime.date(2024, 10, 1)
    """
    return date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)


def about_periods(periods: list[Period], n_before: int, reader: Reader) -> list[str]:
    """What a reader should know of the periods: which came before, and whether the last is whole."""
    told = []
    if n_before:
        told.append(
            reader.plural(
                "{n} eerder kwartaal is niet getoond.",
                "{n} eerdere kwartalen zijn niet getoond.",
                n_before,
            )
        )
    if periods and not periods[-1].is_whole:
        told.append(
            reader.text(
                "Het laatste kwartaal is nog niet voorbij (gestreept in het beeld): het telt tot het"
                " peilmoment."
            )
        )
    return told


def _period(first: date, today: date, reader: Reader) -> Period:
    after = date(first.year + (first.month + MONTHS > 12), (first.month + MONTHS - 1) % 12 + 1, 1)  # noqa: PLR2004
    last = after - timedelta(days=1)
    quarter = (first.month - 1) // MONTHS + 1
    ordinal = {
        1: reader.text("1e"),
        2: reader.text("2e"),
        3: reader.text("3e"),
        4: reader.text("4e"),
    }
    return Period(
        first,
        last,
        reader.text("K{quarter}", quarter=quarter),
        reader.text("{nth} kwartaal van {year}", nth=ordinal[quarter], year=first.year),
        today >= last,
    )
