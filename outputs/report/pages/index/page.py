"""The front page: what changed, what hurts, where the regie is weak, how certain it is, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.options import LEAST_GROUP
from outputs.queries import SHARED
from outputs.report.figures import FIGURES
from outputs.report.pages.cijfers.page import regisseur_groups
from outputs.report.pages.index.noticed import noticed
from outputs.report.rule_status import rule_states, unjudged_signals
from outputs.small_groups import GROUP, apart

if TYPE_CHECKING:
    import duckdb

    from outputs.report.build import Build

SHOWN: Final = 5
"""How many of a list are shown."""


def write_front(build: Build) -> None:
    """Write the front page."""
    level = build.level
    told = told_front(
        build.connection, level.smallest_group, build.about.level, least=level.least_group
    )
    told["noticed"] = noticed(build.about.sources)
    build.page("index", "index.html.j2", values=lambda _: told)


def told_front(
    connection: duckdb.DuckDBPyConnection,
    smallest: int = 1,
    journey_is: str = "case",
    *,
    least: int = LEAST_GROUP,
) -> dict[str, Any]:
    """Every figure of the front page by its name in the template.

    Args:
        connection: to a run's tables.
        smallest: figures about fewer journeys are left out.
        journey_is: `case`, `client` or `household`.
        least: of fewer journeys nothing is ranked.
    """
    journeys = FIGURES.row(connection, "journey_totals")
    return {
        "events": FIGURES.row(connection, "event_totals"),
        "journeys": journeys,
        "people": _people(connection, journey_is),
        **_changes(connection, smallest),
        "n_compared": FIGURES.row(connection, "compared")["n"],
        "trends": FIGURES.ask(connection, "trends", smallest=max(smallest, least), limit=SHOWN),
        **_places(connection, smallest, max(smallest, least)),
        "regie": FIGURES.row(connection, "regie"),
        "layers": FIGURES.row(connection, "layers"),
        "regisseurs": regisseur_groups(journeys, smallest),
        "rules": rule_states(connection),
        "unjudged": unjudged_signals(rule_states(connection)),
        "ahead": FIGURES.row(connection, "ahead"),
        "contacts": FIGURES.row(connection, "between_contacts"),
        "weak": apart(FIGURES.ask(connection, "weak_regie"), smallest).told[:SHOWN],
        "durations": next(iter(FIGURES.ask(connection, "durations_with_open")), None),
        "links": apart(FIGURES.ask(connection, "links_by_rule"), smallest),
        "review": FIGURES.row(connection, "review_questions"),
        "filled": FIGURES.row(connection, "filled"),
        "unmapped": FIGURES.ask(connection, "unmapped_terms", limit=1),
    }


def _people(connection: duckdb.DuckDBPyConnection, journey_is: str) -> str:
    """As whom journeys may be counted: households or clients where each has one, else journeys."""
    counted = FIGURES.row(connection, "families")
    for name, column in (("household", "n_households"), ("client", "n_clients")):
        if journey_is == name and counted[column] == counted["n_journeys"]:
            return name
    return "journey"


def _changes(connection: duckdb.DuckDBPyConnection, smallest: int) -> dict[str, Any]:
    """All signals by what became of them (changed), and the kinds of which any came or went (changes)."""
    all_of_them, *kinds = SHARED.ask(connection, "changed_signals")
    moved = [
        {**each, GROUP: min(filter(None, (each["n_new_journeys"], each["n_gone"])))}
        for each in kinds
        if each["n_new"] or each["n_gone"]
    ]
    return {"changed": all_of_them, "changes": apart(moved, smallest).told[:SHOWN]}


def _places(connection: duckdb.DuckDBPyConnection, smallest: int, least: int) -> dict[str, Any]:
    """The places where journeys waited longest, and those after a closing apart.

    shares: whether the share of the former may be told; not where the others are small ones alone.
    cases, few_returns: where no place is of `least` journeys, those of fewer, as what they are; none
    where a level leaves small groups out.
    """
    found = FIGURES.ask(connection, "worst_places", smallest=least, limit=SHOWN)
    within = [each for each in found if not each["is_return"]]
    returns = [each for each in found if each["is_return"]]
    few = FIGURES.ask(connection, "worst_places", smallest=1, limit=SHOWN) if smallest == 1 else []
    cases = [] if within else [each for each in few if not each["is_return"]]
    few_returns = [] if returns else [each for each in few if each["is_return"]]
    counts = within[0] if within else {"n_places": 0, "n_large": 0}
    return {
        "n_waits": FIGURES.row(connection, "wait_totals")["n_waits"],
        "places": within,
        "returns": returns,
        "few_returns": few_returns,
        "n_places": counts["n_places"],
        "n_large": counts["n_large"],
        "cases": cases,
        "shares": smallest == 1
        or counts["n_large"] == counts["n_places"]
        or counts["n_large"] > SHOWN,
    }
