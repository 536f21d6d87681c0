"""The front page: what changed, what hurts, where the regie is weak, how certain it is, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outputs.report import figures, front_figures
from outputs.report.rows import row, rows

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.report.build import Build


def write_front(build: Build) -> None:
    """Write the front page."""
    told = told_front(build.connection, build.level)
    build.page("index", "index.html.j2", values=lambda _: told)


def told_front(connection: duckdb.DuckDBPyConnection, level: Level) -> dict[str, Any]:
    """Every figure of the front page by its name in the template."""
    smallest = level.smallest_group
    return {
        "events": row(figures.event_totals(connection)),
        "journeys": row(figures.journey_totals(connection)),
        "changes": rows(front_figures.changed_signals(connection)),
        "trends": rows(front_figures.trends(connection, smallest)),
        "places": rows(front_figures.worst_places(connection, smallest)),
        "hidden": row(front_figures.small_places(connection, smallest)),
        "regie": row(front_figures.regie(connection)),
        "weak": rows(front_figures.weak_regie(connection, smallest)),
        "durations": next(iter(rows(figures.durations_with_open(connection))), None),
        "links": rows(front_figures.links_by_rule(connection)),
        "review": row(front_figures.review_questions(connection)),
        "filled": row(front_figures.filled(connection)),
        "unmapped": rows(figures.unmapped_terms(connection, 1)),
        "signals": row(front_figures.signal_totals(connection)),
    }
