"""How many journeys are open, wait and are closed at each step of a month."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.report.animation.ask import Questions
    from outputs.report.animation.clock import Month

Series = dict[str, list[int | None]]


def series_of(questions: Questions, months: Sequence[Month]) -> list[Series]:
    """The figures of each month at each of its steps.

    How many are open, how many of them wait, and how many have been closed and begun since the month began.

    Args:
        questions: over tables of which `animated_idle` has been kept.
        months: earliest first.
    """
    moments = sorted({step for month in months for step in month.steps})
    at = {moment: n for n, moment in enumerate(moments)}
    questions.fill(
        "clock_us", {"step": "bigint", "us": "bigint"}, [(n, us) for us, n in at.items()]
    )
    questions.keep("clock")
    totals = _totals(questions.ask("series"), len(moments))
    return [_month(totals, [at[step] for step in month.steps]) for month in months]


def picked(series: Series, steps: Sequence[int]) -> Series:
    """The figures at these steps alone.

    >>> picked({"open": [4, 5, 6]}, (0, 2))
    {'open': [4, 6]}
    """
    return {name: [figures[step] for step in steps] for name, figures in series.items()}


def guarded(series: Series, smallest: int) -> Series:
    """Without the figures about fewer journeys than `smallest`, which become None.

    Where it is told how many are open, neither those who wait nor those who do not may be a small group.

    >>> guarded({"open": [9, 9], "waiting": [3, 7], "closed": [0, 1], "started": [5, 9]}, 5)
    {'open': [9, 9], 'waiting': [None, None], 'closed': [0, None], 'started': [5, 9]}
    """

    def large(n: int | None) -> bool:
        return n is not None and (n == 0 or n >= smallest)

    kept: Series = {
        name: [n if large(n) else None for n in series[name]]
        for name in ("open", "waiting", "closed", "started")
    }
    for step, (opened, waiting) in enumerate(zip(series["open"], series["waiting"], strict=True)):
        if opened is not None and waiting is not None and not large(opened - waiting):
            kept["waiting"][step] = None
    return kept


def _totals(rows: list[dict[str, Any]], n: int) -> dict[str, list[int]]:
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
