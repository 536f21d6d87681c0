"""Days that mean "not filled in": an ISO day in `missing` holds in every time column, in any notation."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from connectors.records.staging import TYPED
from journeys.engine import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.values.reading import TimeReading
    from journeys.engine import Engine

_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def days_of(missing: Sequence[str]) -> list[str]:
    """The days among the texts that mean "not filled in".

    >>> days_of(("EMPTY", "2099-12-31", "31-12-2099", "2099-13-31"))
    ['2099-12-31']
    """
    return [text for text in missing if _ISO_DAY.fullmatch(text) and _is_day(text)]


def leave_unfilled(
    connection: Engine,
    times: Mapping[str, Sequence[TimeReading]],
    missing: Sequence[str],
    timezone: str,
) -> None:
    """Let the view `staged` have null for a time on a day that means "not filled in".

    Args:
        connection: with that view.
        times: how the source columns of each canonical time are read.
        missing: of the source.
        timezone: in which a time that has a zone is a day.
    """
    listed = ", ".join(f"date {quoted(day)}" for day in days_of(missing))
    if not listed:
        return
    zone, columns = quoted(timezone), []
    for column, readings in times.items():
        for at, reading in enumerate(readings):
            local = (
                f"case when {reading.is_local} then {reading.value}"
                f" else timezone({zone}, timezone('UTC', {reading.value})) end"
            )
            columns += [
                f"case when cast({local} as date) in ({listed}) then null else {name} end as {name}"
                for name in (f'"{column}.{at}"', f'"{column}.{at}{TYPED}"')
            ]
    connection.execute(
        "drop view if exists laid_out; alter view staged rename to laid_out;"
        f" create temp view staged as select * replace ({', '.join(columns)}) from laid_out"
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
