"""The front page: what changed, what hurts, where the regie is weak, how certain it is, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.queries import SHARED
from outputs.report.figures import FIGURES
from outputs.report.pages.index.noticed import noticed
from outputs.report.rule_status import rule_states, unjudged_signals
from outputs.small_groups import GROUP, Rest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeys.engine import Engine
    from outputs.report.build import Build
    from outputs.small_groups import Gate

SHOWN: Final = 5
"""How many of a list are shown."""


def write_front(build: Build) -> None:
    """Write the front page."""
    gate = build.level.gate
    figures = {
        **front_figures(build.connection, gate, build.about.level),
        "noticed": noticed(build.about.sources, gate),
    }
    build.page("index", "index.html.j2", values=lambda _: figures)


def front_figures(connection: Engine, gate: Gate, journey_is: str = "case") -> dict[str, Any]:
    """Every figure of the front page by its name in the template.

    Args:
        connection: to a run's tables.
        gate: of the level.
        journey_is: `case`, `client` or `household`.
    """
    journeys = FIGURES.row(connection, "journey_totals")
    n = journeys[GROUP]

    def whole(name: str) -> dict[str, Any]:
        return gate.row(FIGURES.row(connection, name), n)

    links = FIGURES.ask(connection, "links_by_rule")
    n_links = sum(row["n"] for row in links)
    rules = rule_states(connection)
    return {
        "n": gate.count(n),
        "events": whole("event_totals"),
        "people": _people(connection, journey_is),
        **_changes(connection, gate),
        "compared": whole("compared"),
        "trends": gate.rows(
            FIGURES.ask(connection, "trends", smallest=gate.ranked, limit=SHOWN), Rest.NONE
        ).shown,
        **_places(connection, gate, n),
        "regie": _regie(FIGURES.row(connection, "regie"), gate, n),
        "layers": _layers(FIGURES.row(connection, "layers"), gate),
        "regisseurs": _regisseurs(journeys, gate),
        "unjudged": unjudged_signals(rules),
        "ahead": _ahead(FIGURES.row(connection, "ahead"), gate),
        "contacts": _contacts(FIGURES.row(connection, "between_contacts"), gate),
        "weak": gate.rows(
            FIGURES.ask(connection, "weak_regie"), figures=lambda row: _gaps(row, gate)
        ).shown[:SHOWN],
        "durations": _durations(FIGURES.ask(connection, "durations_with_open"), gate),
        "links": gate.rows(
            links, figures=lambda row: {"share": gate.summary(row["share"], n_links)}
        ).shown,
        "n_reviews": gate.count(FIGURES.row(connection, "review_questions")["n"]),
        **_filled(connection, gate, n),
    }


def _people(connection: Engine, journey_is: str) -> str:
    """As whom journeys may be counted: households or clients where each has one, else journeys."""
    counted = FIGURES.row(connection, "families")
    for name, column in (("household", "n_households"), ("client", "n_clients")):
        if journey_is == name and counted[column] == counted[GROUP]:
            return name
    return "journey"


def _changes(connection: Engine, gate: Gate) -> dict[str, Any]:
    """All signals by what became of them (changed), and the kinds of which any came or went (changes)."""

    def counted(row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "n_new": gate.figure(row["n_new"], row["n_new_journeys"]),
            "n_still": gate.figure(row["n_still"], row["n_still_journeys"]),
            "n_gone": gate.count(row["n_gone"]),
        }

    all_of_them, *kinds = SHARED.ask(connection, "changed_signals")
    moved = [
        {**row, GROUP: min(filter(None, (row["n_new_journeys"], row["n_gone"])))}
        for row in kinds
        if row["n_new"] or row["n_gone"]
    ]
    return {
        "changed": counted(all_of_them),
        "changes": gate.rows(moved, figures=counted).shown[:SHOWN],
    }


def _places(connection: Engine, gate: Gate, n: int) -> dict[str, Any]:
    """The places where journeys waited longest, and those after a closing apart.

    places_share: of all waiting, of those that are shown; None where the others are small ones alone.
    cases, few_returns: where no place is of `least` journeys, those of fewer, as what they are; none
    where a level holds small groups back.
    """

    def worst(smallest: int) -> list[list[dict[str, Any]]]:
        rows = FIGURES.ask(connection, "worst_places", smallest=smallest, limit=SHOWN)
        shown = gate.rows(rows, Rest.NONE).shown
        return [
            [row for row in shown if row["is_return"] == is_return] for is_return in (False, True)
        ]

    places, returns = worst(gate.ranked)
    few, few_returns = worst(1) if gate.is_open else ([], [])
    n_places, n_large = (places[0][name] if places else 0 for name in ("n_places", "n_large"))
    is_share_shown = gate.is_open or n_large == n_places or n_large > SHOWN
    return {
        "waits": gate.row(FIGURES.row(connection, "wait_totals"), n),
        "places": places,
        "returns": returns,
        "few_returns": [] if returns else few_returns,
        "n_places": n_places,
        "n_large": n_large,
        "cases": [] if places else few,
        "places_share": sum(row["share"] for row in places) if is_share_shown else None,
    }


def _regie(row: Mapping[str, Any], gate: Gate, n: int) -> dict[str, Any]:
    """The changes of regisseur, their gaps, and the journeys without or with several of them."""
    return gate.row(
        row,
        row[GROUP],
        n_late=gate.part(row["n_late"], row["n_late"], n),
        n_double=gate.count(row["n_double"]),
        **_gaps(row, gate),
    )


def _gaps(row: Mapping[str, Any], gate: Gate) -> dict[str, Any]:
    """The gaps between two regisseurs: of one its own length, of more a median."""
    median, size = row["median_gap_s"], row["n_gap_journeys"]
    return {
        "n_gaps": gate.part(row["n_gaps"], size, row[GROUP]),
        "n_gap_journeys": gate.part(size, size, row[GROUP]),
        "median_gap_s": gate.figure(median, size)
        if row["n_gaps"] == 1
        else gate.summary(median, size),
    }


def _regisseurs(journeys: Mapping[str, Any], gate: Gate) -> dict[str, dict[str, Any] | None]:
    """Journeys by how many regisseurs they had: none, one, more, unknown; None for what is held back.

    unknown: no source of the journey ever names a regisseur.

    >>> from outputs.small_groups import Gate
    >>> counts = {"n_without_regisseur": 3, "n_one_regisseur": 50, "n_more_regisseurs": 7}
    >>> groups = _regisseurs({**counts, "n_unjudged_regisseur": 0, "n_journeys": 60}, Gate(5))
    >>> [group and group["n"] for group in groups.values()]
    [None, 50, None, 0]
    """
    sizes = {
        "none": journeys["n_without_regisseur"],
        "one": journeys["n_one_regisseur"],
        "more": journeys["n_more_regisseurs"],
        "unknown": journeys["n_unjudged_regisseur"],
    }
    held = gate.held_back(sizes, Rest.TOGETHER)
    return {
        name: None
        if name in held
        else {"n": gate.count(n), "share": gate.share(n, journeys[GROUP], is_shown=True)}
        for name, n in sizes.items()
    }


def _layers(row: Mapping[str, Any], gate: Gate) -> dict[str, Any]:
    """Whether the regie has layers, and the events whose role is in none."""
    return gate.row(row, row[GROUP], n_outside=gate.let_pass(row["n_outside"]))


def _ahead(row: Mapping[str, Any], gate: Gate) -> dict[str, Any]:
    """The events that lie after as_of."""
    return gate.row(row, row[GROUP], as_of=row["as_of"])


def _contacts(row: Mapping[str, Any], gate: Gate) -> dict[str, Any]:
    """The time between contacts, and the handovers that cannot be judged for want of a referral."""
    share = row["n_unknown"] / row["n_handovers"] if row["n_handovers"] else 0
    return gate.row(
        row,
        row[GROUP],
        unknown_share=gate.figure(share, row["n_unknown_journeys"]),
        silent_sources=row["silent_sources"],
    )


def _durations(rows: list[dict[str, Any]], gate: Gate) -> dict[str, Any] | None:
    """How long half of the journeys take, the open ones with them; None without journeys."""
    for row in rows:
        n = row["n_open"] + row["n_ended"]
        return gate.row(row, n, n_open=gate.summary(gate.part(row["n_open"], row["n_open"], n), n))
    return None


def _meanings(row: Mapping[str, Any], gate: Gate, n: int) -> dict[str, Any]:
    """The events whose meaning nobody confirmed, and those without one."""
    shares = {
        f"{name}_share": gate.share(row[f"n_{name}"], row["n_events"])
        for name in ("proposed", "unknown")
    }
    return gate.row(row, n, **shares)


def _filled(connection: Engine, gate: Gate, n: int) -> dict[str, Any]:
    """What the events lack that figures stand on (filled), and what is known of their terms."""
    row = FIGURES.row(connection, "filled")
    n_events = row["n_events"]
    unmapped = FIGURES.ask(connection, "unmapped_terms", limit=1)
    return {
        "filled": gate.row(
            row,
            n,
            n_running=gate.count(row["n_running"]),
            days_share=gate.share(row["n_days"], n_events),
            without_partner_share=gate.share(row["n_without_partner"], n_events),
        ),
        "meanings": _meanings(FIGURES.row(connection, "proposed_meanings"), gate, n),
        "unmapped": [
            gate.row(term, n, share=gate.share(term["n_events"], n_events)) for term in unmapped
        ],
    }
