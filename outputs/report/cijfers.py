"""The page of all figures: the counts, the lists, the terms and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.report import figures
from outputs.report.matrix import matrix
from outputs.report.pictures import picture
from outputs.route_steps import shorten
from outputs.report.rows import row, rows

if TYPE_CHECKING:
    import duckdb

    from outputs.report.build import Build

MAPS: Final = ("klantreiskaart", "partnernetwerk", "regiekaart")


def write_figures(build: Build) -> None:
    """Write the page of all figures.

    Raises:
        OutputError: a map is no SVG.
    """
    told = {
        **told_figures(build.connection),
        "maps": {name: picture(build.maps / f"{name}.svg") for name in MAPS},
        "found": {name: (build.maps / f"{name}.svg").is_file() for name in MAPS},
    }
    build.page("cijfers", "cijfers.html.j2", values=lambda _: told)


def told_figures(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Every figure by its name in the template."""
    closed = {each["closed"]: each for each in rows(figures.throughput(connection))}
    return {
        "events": row(figures.event_totals(connection)),
        "journeys": row(figures.journey_totals(connection)),
        "closed": closed.get(True),
        "open": closed.get(False),
        "durations": next(iter(rows(figures.durations_with_open(connection))), None),
        "kinds": rows(figures.handover_kinds(connection)),
        "outcomes": rows(figures.referral_outcomes(connection)),
        "changes": row(figures.regisseur_changes(connection)),
        "n_waits": row(figures.wait_totals(connection))["n_waits"],
        "waits": rows(figures.longest_waits(connection)),
        "matrix": matrix(figures.partner_pairs(connection)),
        "routes": [
            (shorten(each["route"], **_facts(each)), each["n_routes"])
            for each in rows(figures.dominant_routes(connection))
        ],
        "places": rows(figures.worst_places(connection)),
        "signal_kinds": rows(figures.signal_kinds(connection)),
        "signals": rows(figures.gravest_signals(connection)),
        "unmapped": rows(figures.unmapped_terms(connection)),
    }


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("n_steps", "n_journeys", "share")}
