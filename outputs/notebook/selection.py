"""A part of a run: which journeys, and what of its tables still holds for them.

A table that says of each row which journey it is of is narrowed. A table that counts over journeys is
counted anew, by its own model, from tables that are. What can be neither (it needs what only a whole run
knows: as_of, who is who) is not there in a part of a run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from journeys.engine import parquet
from journeys.models import models, needed, published
from outputs.errors import OutputError
from outputs.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

JOURNEY: Final = "journey_id"
HOUSEHOLD: Final = "household_id"
EVENT: Final = "event_id"

CONDITIONS: Final = {
    "municipality": "municipality in (select unnest($1))",
    "domain": "journey_id in (select journey_id from whole_events where domain in (select unnest($1)))",
    "partner": "journey_id in (select journey_id from whole_events where partner in (select unnest($1)))",
    "route": "route_id in (select unnest($1))",
    "since": "started_at >= $1",
    "until": "started_at < $1",
    "journeys": "journey_id in (select unnest($1))",
}
"""Each filter as a condition on a row of the table `journeys`."""

WORDS: Final = {
    "municipality": "gemeente {}",
    "domain": "domein {}",
    "partner": "met partner {}",
    "route": "route {}",
    "since": "begonnen vanaf {}",
    "until": "begonnen voor {}",
    "journeys": "{} gekozen klantreizen",
}


QUERIES: Final = Queries("outputs.notebook", "notebook")
RECOUNTED: Final = ("routes",)
"""Tables whose rows stay what they are, and are counted anew over the chosen journeys."""


@dataclass(frozen=True)
class Selection:
    """Filters that all have to hold; none is the whole run.

    Attributes:
        filters: the name of each, and its value: a list of texts or a moment.
    """

    filters: tuple[tuple[str, Any], ...] = field(default=())

    def and_also(self, timezone: str, given: Mapping[str, Any]) -> Selection:
        """These filters and those.

        Args:
            timezone: of a date without one.
            given: by name; None is no filter.

        Raises:
            OutputError: a value is of another kind than its filter takes.
        """
        more = [
            (
                name,
                _moment(name, value, timezone)
                if name in ("since", "until")
                else _texts(name, value),
            )
            for name, value in given.items()
            if value is not None
        ]
        return Selection((*self.filters, *more))

    @property
    def words(self) -> str:
        """What is chosen, in Dutch; '' where all is.

        >>> Selection((("municipality", ["Noord", "Zuid"]), ("journeys", ["a", "b"]))).words
        'gemeente Noord of Zuid; 2 gekozen klantreizen'
        """
        told = []
        for name, value in self.filters:
            if name == "journeys":
                value = len(value)  # noqa: PLW2901 - ids are no words
            elif isinstance(value, datetime):
                value = f"{value:%d-%m-%Y}"  # noqa: PLW2901 - as a Dutch reader writes it
            else:
                value = " of ".join(value)  # noqa: PLW2901 - likewise
            told.append(WORDS[name].format(value))
        return "; ".join(told)


def lay_out(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]], chosen: Selection
) -> dict[str, str]:
    """Make a view of each table that holds for a selection.

    Args:
        connection: to make them in.
        files: each table of the run, and the Parquet files that it stands in.
        chosen: the journeys.

    Returns:
        The tables that there are, in the order of their names, and the SQL that reads each in its own order.
    """
    if not chosen.filters:
        for name, paths in files.items():
            connection.execute(f'create view "{name}" as select * from {parquet(paths)}')
        return {name: f'select * from "{name}"' for name in sorted(files)}
    for name in ("journeys", "events"):
        connection.execute(f"create view whole_{name} as select * from {parquet(files[name])}")
    connection.execute("create table chosen as select journey_id from whole_journeys")
    for name, value in chosen.filters:
        connection.execute(
            "delete from chosen where journey_id not in"
            f" (select journey_id from whole_journeys where {CONDITIONS[name]})",
            [value],
        )
    made = {}
    for name, paths in files.items():
        if where := _where(connection, paths):
            connection.execute(
                f'create view "{name}" as select * from {parquet(paths)} where {where}'
            )
            made[name] = (
                f"select * exclude (in_file, file_row_number) from {_numbered(paths)}"
                f" where {where} order by in_file, file_row_number"
            )
    for name in sorted({*RECOUNTED} & files.keys()):
        connection.execute(f"create view whole_{name} as select * from {parquet(files[name])}")
        made[name] = QUERIES.sql(name)
        connection.execute(f'create view "{name}" as {made[name]}')
    for name in _countable(files, made):
        connection.execute(f'create view "{name}" as {models()[name].sql}')
        made[name] = f'select * from "{name}"'
    return {name: made[name] for name in sorted(files) if name in made}


def _numbered(paths: Sequence[Path]) -> str:
    """The SQL that reads a table with the place of each row: a filter may turn rows around."""
    return parquet(paths).removesuffix(")") + ", filename = 'in_file', file_row_number = true)"


def _where(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> str:
    """The condition on a table's rows that are of the chosen journeys; '' where they name none."""
    described = connection.execute(f"describe select * from {parquet(paths)}").fetchall()
    columns = {row[0] for row in described}
    if JOURNEY in columns:
        mine = "journey_id in (select journey_id from chosen)"
        if HOUSEHOLD not in columns:
            return mine
        return (
            f"({mine} or (journey_id is null and household_id in"
            f" (select household_id from whole_journeys where {mine})))"
        )
    if EVENT in columns:
        return (
            "event_id in (select event_id from whole_events"
            " where journey_id in (select journey_id from chosen))"
        )
    return ""


def _countable(files: Iterable[str], have: Iterable[str]) -> list[str]:
    """The models that can be worked out from these tables alone, each after those that it reads."""
    there = set(have)
    found: list[str] = []
    for name in published():
        if name not in files or name in there:
            continue
        chain = [each for each in needed([name], there) if each not in there]
        if all(models()[each].reads <= {*there, *chain} for each in chain):
            found += chain
            there |= set(chain)
    return found


def _texts(name: str, value: Any) -> list[str]:
    """One text, or several, as a list."""
    if isinstance(value, str):
        return [value]
    try:
        texts = [each for each in value if isinstance(each, str)]
        if len(texts) == len(value):
            return texts
    except TypeError:
        pass
    raise OutputError(
        f"{name} cannot be filtered by",
        expected="a text or a list of texts",
        got=type(value).__name__,
        hint='a column of a frame will do, such as run.waits["journey_id"]'
        if name == "journeys"
        else "",
    )


def _moment(name: str, value: Any, timezone: str) -> datetime:
    """A moment; a date is its midnight in the run's zone."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(timezone))
    if isinstance(value, date):
        return datetime.combine(value, time(), ZoneInfo(timezone))
    raise OutputError(
        f"{name} is no moment",
        expected='a date such as "2025-01-31", a date or a datetime',
        got=type(value).__name__ if value is not None else "another text",
    )
