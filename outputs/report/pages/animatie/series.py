"""How many journeys are open, wait and are closed at each step of a month."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from outputs.queries import lay_table
from outputs.report.pages.animatie.ask import QUERIES, lay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journeys.engine import Engine
    from outputs.report.pages.animatie.clock import Month

Series = dict[str, list[int]]


def series_of(connection: Engine, months: Sequence[Month]) -> list[Series]:
    """The figures of each month at each of its steps.

    How many are open, how many of them wait, and how many have been closed and begun since the month began.

    Args:
        connection: to tables beside which `animated_idle` is laid.
        months: earliest first.
    """
    moments = sorted({step for month in months for step in month.steps})
    at = {moment: n for n, moment in enumerate(moments)}
    steps = pa.table({"step": pa.array(at.values(), pa.int64()), "us": pa.array(at, pa.int64())})
    lay_table(connection, "animated_clock_us", steps)
    lay(connection, "clock")
    totals = _totals(QUERIES.rows(connection, "series"), len(moments))
    return [_month(totals, [at[step] for step in month.steps]) for month in months]


def picked(series: Series, steps: Sequence[int]) -> Series:
    """The figures at these steps alone.

    >>> picked({"open": [4, 5, 6]}, (0, 2))
    {'open': [4, 6]}
    """
    return {name: [figures[step] for step in steps] for name, figures in series.items()}


def _totals(rows: Iterable[dict[str, Any]], n: int) -> dict[str, list[int]]:
    """What has begun, waits and is closed at each moment."""
    changes = {row["step"]: row for row in rows}
    return {
        name: list(accumulate(changes[step][name] if step in changes else 0 for step in range(n)))
        for name in ("started", "waiting", "closed")
    }


def _month(totals: dict[str, list[int]], steps: list[int]) -> Series:
    started = [totals["started"][step] for step in steps]
    closed = [totals["closed"][step] for step in steps]
    return {
        "open": [begun - done for begun, done in zip(started, closed, strict=True)],
        "waiting": [totals["waiting"][step] for step in steps],
        "closed": [done - closed[0] for done in closed],
        "started": [begun - started[0] for begun in started],
    }
