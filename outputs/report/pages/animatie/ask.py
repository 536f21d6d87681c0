"""The animation's questions to a run's tables: one named query each, in `sql`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from outputs.queries import Queries

if TYPE_CHECKING:
    from journeys.engine import Engine

QUERIES: Final = Queries("outputs.report.pages.animatie", "animation")


def by_month(connection: Engine, name: str) -> defaultdict[str, list[dict[str, Any]]]:
    """The rows of `sql/NAME.sql` by their month, each in its order; of a month without rows none.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    months: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in QUERIES.rows(connection, name):
        months[row["month"]].append(row)
    return months


def lay(connection: Engine, name: str, **values: object) -> None:
    """Lay the answer of `sql/NAME.sql` as a table `animated_NAME`, for other questions.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    QUERIES.lay(connection, name, values, called=f"animated_{name}")
