"""Birth dates: read as every date is (`connectors.values.columns`), by one format, and never guessed.

A birth date that does not read costs no row: whoever it is of is linked by the rest, and it is counted. The
dates are held in memory alone, as all that says who somebody is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from connectors.values.columns import MACROS, configured_time, inferred_time
from connectors.values.date_texts import with_parts
from journeys.engine import connect_off_disk
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MOSTLY: Final = 0.5
"""The share of the dates that a format must read to be the column's own."""

_CENTURY: Final = 100
_YEAR: Final = r"\d{4}"
_EVENING: Final = r"[ T](1[3-9]|2[0-3]):\d{2}.*(Z|\+00(:?00)?)$"


@dataclass(frozen=True)
class BirthDates:
    """The dates that were read, by their text, and what is to be said of the others."""

    days: dict[str, date]
    notes: tuple[Note, ...] = ()


def read_birth_dates(
    texts: Collection[str], formats: Sequence[str] = (), name: str = "birth_date"
) -> BirthDates:
    """The days that these texts mean.

    Args:
        texts: every different text of the column.
        formats: as `connectors.values.columns.configured_time` has them, the first that fits; found out from
            all texts where left out.
        name: the source's name of the column.

    Raises:
        ColumnAmbiguousError: two formats read the column equally well, and differently.

    >>> read_birth_dates({"31-01-2010", "01-02-2011"}).days["01-02-2011"]
    datetime.date(2011, 2, 1)
    """
    filled = sorted(text for text in texts if text)
    if not filled:
        return BirthDates({})
    with connect_off_disk() as connection:
        connection.execute(MACROS)
        connection.register("texts", pa.table({"text": filled}))
        # What follows the day of a birth is the export's, a clock time or a zone; an evening in UTC is the
        # midnight of the next day, as it is east of Greenwich.
        connection.execute(
            "create temp table written as select text,"
            r" regexp_replace(trim(text), '^(\d{4}-\d{2}-\d{2})[ T]\d{2}.*$', '\1') as written from texts"
        )
        connection.execute(
            f"create temp view births as select * from {with_parts('written', ['written'])}"
        )
        reading = (
            configured_time("written", formats)
            if formats
            else inferred_time(connection, "births", "written", name, "birth_date", mostly=MOSTLY)
        )
        rows = connection.execute(
            f"select text, cast({reading.value} as date)"
            f" + case when regexp_matches(trim(text), '{_EVENING}') then 1 else 0 end,"
            f" not regexp_matches(written, '{_YEAR}') from births"
        ).fetchall()
    days = {text: _born(day, is_short=is_short) for text, day, is_short in rows if day is not None}
    unread = len(filled) - len(days)
    notes = (Note("birth_dates_unread", unread),) if unread else ()
    return BirthDates(days, notes)


def _born(day: date, *, is_short: bool) -> date:
    """The day of a birth: where its year has two digits, nobody is born in the future."""
    if is_short and day > datetime.now(UTC).date():
        return day.replace(year=day.year - _CENTURY)
    return day
