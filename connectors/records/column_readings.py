"""How an extract's columns of times and amounts are read; all that is wrong with them is said at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connectors.errors import ColumnUnreadError, ConnectorError, raise_all
from connectors.records.staging import COST, NUMBER, TIMES, TYPED
from connectors.values.columns import amount, configured_time, inferred_time, typed_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.records.staging import Staged
    from connectors.source import Source
    from connectors.values.reading import TimeReading
    from journeys.engine import Engine


@dataclass(frozen=True)
class ColumnReadings:
    """How an extract's columns are read.

    Attributes:
        times: canonical column to the reading of each of its source columns.
        cost: the SQL of the amount; null where the source has none.
        formats: source column to the format or notation that reads it; '' where no text stands in it.
    """

    times: Mapping[str, Sequence[TimeReading]]
    cost: str
    formats: Mapping[str, str]


def readings_of(connection: Engine, source: Source, staged: Staged) -> ColumnReadings:
    """How the columns of the view `staged` are read.

    Args:
        connection: with that view, and the macros of `connectors.values.columns`.
        source: with the configured formats.
        staged: what the first pass left, and what it found wrong.

    Raises:
        ConnectorError: a column reads in more than one way, or in none; `SeveralError` where several do.
    """
    wrong = list(staged.faults)
    formats: dict[str, str] = {}
    times: dict[str, list[TimeReading]] = {}
    for column in TIMES:
        for at, name in enumerate(staged.columns.get(column, ())):
            several = len(staged.columns[column]) > 1
            try:
                reading = _time(connection, source, column, at, name, has_others=several)
            except ConnectorError as error:
                wrong.append(error)
                continue
            formats[name] = reading.format
            times.setdefault(column, []).append(typed_time(f"{column}.{at}{TYPED}", reading))
    arms = []
    for at, name in enumerate(staged.columns.get(COST, ())):
        notations = source.formats.get(name) or source.formats.get(COST) or ()
        text, number = f"{COST}.{at}", f'"{COST}.{at}{NUMBER}"'
        try:
            value, formats[name] = amount(
                connection, "staged", text, notations=notations, name=name
            )
        except ConnectorError as error:
            wrong.append(error)
            continue
        arms.append(
            f'when "{text}" is not null or {number} is not null then coalesce({number}, {value})'
        )
    raise_all(wrong)
    cost = f"case {' '.join(arms)} end" if arms else "cast(null as double)"
    return ColumnReadings(times, cost, formats)


def _time(
    connection: Engine, source: Source, column: str, at: int, name: str, *, has_others: bool
) -> TimeReading:
    """How the text of one source column of a canonical time is read."""
    staged = f"{column}.{at}"
    formats = source.formats.get(name) or source.formats.get(column)
    if formats:
        return configured_time(staged, formats)
    try:
        return inferred_time(connection, "staged", staged, name, column, has_others=has_others)
    except ColumnUnreadError:
        if not _is_mostly_typed(connection, staged):
            raise
        each_costs_its_row = configured_time(staged, ("%Y-%m-%d",))
        return replace(each_costs_its_row, format="")


def _is_mostly_typed(connection: Engine, column: str) -> bool:
    """Whether the source types most cells of a column as times, so that a text among them is a fault."""
    row = connection.execute(
        f'select count("{column}{TYPED}"), count("{column}") from staged'
    ).fetchone()
    return row is not None and row[0] > row[1]
