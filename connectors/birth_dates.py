"""Birth dates: read as every date is, by one format for the whole column, and never guessed.

A birth date that does not read costs no row: whoever it is of is linked by the rest, and it is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from connectors.errors import ColumnAmbiguousError
from connectors.values import DATES
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

FORMATS: Final = ("%Y-%m-%d", *DATES)
MOSTLY: Final = 0.5
"""The share of the dates that a format must read to be the column's own."""


@dataclass(frozen=True)
class BirthDates:
    """The dates that were read, by their text, and what is to be said of the others."""

    days: dict[str, date]
    notes: tuple[Note, ...] = ()


def read_birth_dates(texts: Collection[str], formats: Sequence[str] = ()) -> BirthDates:
    """The days that these texts mean.

    Args:
        texts: every different text of the column.
        formats: strptime formats, the first that fits; found out from all texts where left out.

    Raises:
        ColumnAmbiguousError: two formats read the column equally well, and differently.

    >>> read_birth_dates({"31-01-2010", "01-02-2011"}).days["01-02-2011"]
    datetime.date(2011, 2, 1)
    """
    given = sorted(text for text in texts if text)
    if not given:
        return BirthDates({})
    used = tuple(formats) or (_only(given),)
    days = {}
    for text in given:
        day = next((day for fmt in used if (day := _day(text, fmt))), None)
        if day is not None:
            days[text] = day
    unread = len(given) - len(days)
    notes = (Note("birth_dates_unread", unread),) if unread else ()
    return BirthDates(days, notes)


def _only(texts: Sequence[str]) -> str:
    """The one format that reads the column."""
    read = {fmt: [_day(text, fmt) for text in texts] for fmt in FORMATS}
    n = {fmt: sum(day is not None for day in days) for fmt, days in read.items()}
    best = max(FORMATS, key=lambda fmt: n[fmt])
    others = [
        fmt
        for fmt in FORMATS
        if fmt != best and n[fmt] == n[best] and n[best] and read[fmt] != read[best]
    ]
    if others or n[best] < MOSTLY * len(texts):
        raise ColumnAmbiguousError(
            "column birth_date: " + ("reads both ways" if others else "no known format reads it"),
            expected="one way to read it",
            got=", ".join(f"{fmt} reads {n[fmt]} of {len(texts)}" for fmt in FORMATS if n[fmt])
            or f"{len(texts)} values that no known format reads",
            hint='say what it is under [sources.formats], e.g. birth_date = "%d-%m-%Y"',
        )
    return best


def _day(text: str, fmt: str) -> date | None:
    """The day that a text means in a format; a clock time behind it is left out."""
    day, _, clock = text.replace("T", " ").partition(" ")
    if clock and "%H" not in fmt and not clock[:2].isdigit():
        return None
    try:
        read = datetime.strptime(text if "%H" in fmt else day, fmt).replace(tzinfo=UTC).date()
    except ValueError:
        return None
    if "%y" in fmt and read > datetime.now(UTC).date():  # nobody is born in the future
        return read.replace(year=read.year - 100)
    return read
