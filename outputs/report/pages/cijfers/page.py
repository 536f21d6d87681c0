"""The page of all figures: the counts, the lists, the terms and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.queries import SHARED
from outputs.report.drawings import picture
from outputs.report.figures import FIGURES
from outputs.report.pages.cijfers.matrix import matrix
from outputs.report.rule_status import rule_states
from outputs.route_steps import shorten
from outputs.small_groups import apart, code

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from outputs.options import Level
    from outputs.report.build import Build

MAPS: Final = ("klantreiskaart", "partnernetwerk", "regiekaart")
LONGEST: Final = 10
"""How many of a list are shown."""
WORST: Final = 5
"""How many pairs of partners are shown."""
SINGLE: Final = 2
"""Where no single journey is shown, a route has to be of so many: one is the story of a family."""


def write_figures(build: Build) -> None:
    """Write the page of all figures.

    Raises:
        OutputError: a map is no SVG.
    """
    drawn = {name: build.maps / f"{name}.svg" for name in MAPS}
    # The maps were drawn with every number in them.
    shown = build.level.smallest_group == 1
    told = {
        **told_figures(build.connection, build.level),
        "maps": {name: picture(path) if shown else None for name, path in drawn.items()},
        "found": {name: path.is_file() for name, path in drawn.items()},
        "code": code,
    }
    build.page("cijfers", "cijfers.html.j2", values=lambda _: told)


def told_figures(connection: duckdb.DuckDBPyConnection, level: Level) -> dict[str, Any]:
    """Every figure by its name in the template, as far as the level tells it."""
    smallest = level.smallest_group
    states = FIGURES.ask(connection, "throughput")
    known = {each["closed"]: each for each in apart(states, smallest, disjoint=True).told}
    journeys = FIGURES.row(connection, "journey_totals")
    return {
        "events": FIGURES.row(connection, "event_totals"),
        "journeys": journeys,
        "regisseurs": regisseur_groups(journeys, smallest),
        "rules": rule_states(connection),
        "states": {each["closed"] for each in states},
        "closed": known.get(True),
        "open": known.get(False),
        "durations": next(iter(FIGURES.ask(connection, "durations_with_open")), None),
        "kinds": apart(FIGURES.ask(connection, "handover_kinds"), smallest),
        "outcomes": apart(FIGURES.ask(connection, "referral_outcomes"), smallest),
        "changes": FIGURES.row(connection, "regie"),
        "n_waits": FIGURES.row(connection, "wait_totals")["n_waits"],
        "waits": FIGURES.ask(connection, "longest_waits", limit=LONGEST) if level.journeys else [],
        "matrix": matrix(_told_pairs(connection, smallest), level.least_group),
        "routes": _told_routes(connection, level, journeys["n_journeys"]),
        "places": FIGURES.ask(
            connection, "worst_pairs", smallest=max(smallest, level.least_group), limit=WORST
        ),
        "signal_kinds": apart(FIGURES.ask(connection, "signal_kinds"), smallest),
        "signals": FIGURES.ask(connection, "gravest_signals", limit=LONGEST)
        if level.journeys
        else [],
        "unmapped": FIGURES.ask(connection, "unmapped_terms", limit=LONGEST),
    }


def regisseur_groups(journeys: dict[str, Any], smallest: int) -> dict[str, int | None]:
    """Journeys by how many regisseurs they had: none, one, more, unknown; None for what is not told.

    unknown: no source of the journey ever names a regisseur.

    >>> counts = {"n_without_regisseur": 3, "n_one_regisseur": 50, "n_more_regisseurs": 7}
    >>> regisseur_groups({**counts, "n_unjudged_regisseur": 0}, 5)
    {'none': None, 'one': 50, 'more': None, 'unknown': 0}
    """
    names = {
        "none": "n_without_regisseur",
        "one": "n_one_regisseur",
        "more": "n_more_regisseurs",
        "unknown": "n_unjudged_regisseur",
    }
    groups = [{"name": name, "n_journeys": journeys[column]} for name, column in names.items()]
    told = {
        each["name"]: each["n_journeys"] for each in apart(groups, smallest, disjoint=True).told
    }
    return {name: told.get(name) for name in names}


def _told_pairs(connection: duckdb.DuckDBPyConnection, smallest: int) -> Sequence[dict[str, Any]]:
    """The pairs of partners that may be told: all sums in the matrix are of these."""
    return apart(SHARED.ask(connection, "partner_pairs"), smallest).told


def _told_routes(
    connection: duckdb.DuckDBPyConnection, level: Level, n_journeys: int
) -> list[tuple[Any, int]]:
    """The most taken routes, each with the number of all."""
    smallest = level.smallest_group if level.journeys else max(SINGLE, level.smallest_group)
    found = SHARED.ask(connection, "dominant_routes", smallest=smallest, limit=LONGEST)
    # The others together are a group too.
    while found and 0 < n_journeys - sum(each["n_journeys"] for each in found) < smallest:
        found.pop()
    return [(shorten(each["route"], **_facts(each)), each["n_routes"]) for each in found]


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("n_steps", "n_journeys", "share")}
