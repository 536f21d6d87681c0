"""What a page tells of: what had begun by as_of. A later event, and an end that lies later, is ahead.

A run's tables hold every event that the sources hold, also a plan for next month and a day typed a year
late. What is ahead makes nobody present, active or waiting (docs/definitions.md, as_of). So before a page
asks, the tables that hold it are laid as they are up to as_of, by the models' own definitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlglot
from sqlglot import exp

from journeys.engine import n_rows, table_names
from journeys.models import models
from outputs.queries import SHARED

if TYPE_CHECKING:
    from datetime import datetime

    from journeys.engine import Engine


BY_MODEL: Final = ("events", "waits", "handovers", "referrals")
"""Tables with a model `past_NAME` of their own (journeys/sql/parts)."""

BY_QUERY: Final = (
    "steps", "journeys", "routes", "resident_steps", "waiting_causes", "waits_working",
)  # fmt: skip
"""Tables with a query `past_NAME` here (outputs/sql)."""

WHOLE: Final = "whole_"
"""What comes before the name of a table as the run has it, where the past is laid over it."""


def lay_past(
    connection: Engine,
    as_of: datetime | None,
    timezone: str = "Europe/Amsterdam",
) -> None:
    """Lay as_of beside a run's tables (`judged`), and over them their past, where anything is `ahead`.

    Args:
        connection: with views on the run's tables; at least `events`. What it has not is not laid.
        as_of: of the run; None: there is no data.
        timezone: in which the days of a journey are counted.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    SHARED.lay(connection, "judged", {"as_of": as_of})
    have = table_names(connection)
    SHARED.lay(connection, "ahead")
    if not n_rows(connection, "ahead"):
        return
    names = [name for name in (*BY_MODEL, *BY_QUERY) if name in have]
    for name in names:
        connection.execute(f'alter view "{name}" rename to "{WHOLE}{name}"')
    SHARED.lay(connection, "zone", {"timezone": timezone})
    for name in names:
        sql = models()[f"past_{name}"].sql if name in BY_MODEL else SHARED.sql(f"past_{name}")
        with SHARED.running(f"past_{name}"):
            connection.execute(f'create or replace view "{name}" as {_over(sql, name)}')


def _over(sql: str, name: str) -> str:
    """The query, with the run's own table of this name."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for table in tree.find_all(exp.Table):
        if table.name == name:
            table.set(
                "alias", table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(name))
            )
            table.set("this", exp.to_identifier(f"{WHOLE}{name}"))
    return tree.sql("duckdb")
