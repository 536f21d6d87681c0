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

from journeys.engine import columns_of
from journeys.errors import said
from journeys.models import models, needed, published
from outputs.errors import OutputError
from outputs.queries import Queries
from outputs.run_tables import lay_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from journeys.engine import Engine


JOURNEY: Final = "journey_id"
HOUSEHOLD: Final = "household_id"
EVENT: Final = "event_id"

WORDS: Final = {
    "municipality": "gemeente {}",
    "domain": "domein {}",
    "partner": "met partner {}",
    "route": "route {}",
    "since": "begonnen vanaf {}",
    "until": "begonnen voor {}",
    "journeys": "{} gekozen klantreizen",
}
"""Each filter (`sql/chosen.sql`), in words."""

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

    def and_also(self, timezone: str, filters: Mapping[str, Any]) -> Selection:
        """These filters and those.

        Args:
            timezone: of a date without one.
            filters: by name; None is no filter.

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
            for name, value in filters.items()
            if value is not None
        ]
        return Selection((*self.filters, *more))

    @property
    def words(self) -> str:
        """What is chosen, in Dutch; '' where all is.

        >>> Selection((("municipality", ["Noord", "Zuid"]), ("journeys", ["a", "b"]))).words
        'gemeente Noord of Zuid; 2 gekozen klantreizen'
        """
        parts = []
        for name, value in self.filters:
            if name == "journeys":
                value = len(value)  # noqa: PLW2901 - ids are no words
            elif isinstance(value, datetime):
                value = f"{value:%d-%m-%Y}"  # noqa: PLW2901 - as a Dutch reader writes it
            else:
                value = " of ".join(value)  # noqa: PLW2901 - likewise
            parts.append(WORDS[name].format(value))
        return "; ".join(parts)


def lay_out(
    connection: Engine, files: Mapping[str, Sequence[Path]], chosen: Selection
) -> dict[str, str]:
    """Make a view of each table that holds for a selection.

    Args:
        connection: to make them in.
        files: each table of the run, and the Parquet files that it stands in.
        chosen: the journeys.

    Returns:
        The tables that there are, in the order of their names, and the view of each in its own order.
    """
    if not chosen.filters:
        for name, paths in files.items():
            lay_files(connection, name, paths)
        return {name: name for name in sorted(files)}
    for name, paths in files.items():
        lay_files(connection, f"whole_{name}", paths, numbered=True)
    connection.execute(f"create table chosen as {QUERIES.sql('all_journeys')}")
    for name, value in chosen.filters:
        values = {**dict.fromkeys(WORDS), name: value}
        connection.execute(f"create or replace table chosen as {QUERIES.sql('chosen')}", values)
    laid = {}
    for name in files:
        if query := _query(columns_of(connection, f"whole_{name}")):
            _lay(connection, query, f"whole_{name}", f"part_{name}")
            _lay(connection, "plain", f"part_{name}", name)
            _lay(connection, "in_order", f"part_{name}", f"ordered_{name}")
            laid[name] = f"ordered_{name}"
    recounted = {name: QUERIES.sql(name) for name in RECOUNTED if name in files}
    for name, sql in recounted.items():
        connection.execute(f'create view "{name}" as {sql}')
    counted = _countable(files, {*laid, *recounted})
    for name in counted:
        connection.execute(f'create view "{name}" as {models()[name].sql}')
    laid |= {name: name for name in (*recounted, *counted)}
    return {name: laid[name] for name in sorted(files) if name in laid}


def _lay(connection: Engine, query: str, table: str, called: str) -> None:
    """Make a view of a query over one table."""
    sql = QUERIES.sql(query).replace("each_table", f'"{table}"')
    connection.execute(f'create view "{called}" as {sql}')


def _query(columns: Collection[str]) -> str:
    """The query for a table's rows that are of the chosen journeys; empty where they name none."""
    if JOURNEY in columns:
        return "of_households" if HOUSEHOLD in columns else "of_journeys"
    return "of_events" if EVENT in columns else ""


def _countable(files: Iterable[str], have: Iterable[str]) -> list[str]:
    """The models that can be worked out from these tables alone, each after those that it reads."""
    there = set(have)
    counted: list[str] = []
    for name in published():
        if name not in files or name in there:
            continue
        chain = [model for model in needed([name], there) if model not in there]
        if all(models()[model].reads <= {*there, *chain} for model in chain):
            counted += chain
            there |= set(chain)
    return counted


def _texts(name: str, value: Any) -> list[str]:
    """One text, or several, as a list."""
    if isinstance(value, str):
        return [value]
    try:
        texts = [text for text in value if isinstance(text, str)]
        if len(texts) == len(value):
            return texts
    except TypeError:
        pass
    raise OutputError(
        said("{name} cannot be filtered by", name=name),
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
        said("{name} is no moment", name=name),
        expected='a date such as "2025-01-31", a date or a datetime',
        got=type(value).__name__ if value is not None else "another text",
    )
