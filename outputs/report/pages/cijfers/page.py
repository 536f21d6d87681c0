"""The page of all figures: the counts, the lists, the terms and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.report.drawings import picture
from outputs.report.figures import FIGURES
from outputs.report.marks import code
from outputs.report.rule_status import rule_states
from outputs.small_groups import GROUP, Rest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeys.engine import Engine
    from outputs.options import Level
    from outputs.report.build import Build
    from outputs.small_groups import Gate, GatedRows

MAPS: Final = ("klantreiskaart", "partnernetwerk", "regiekaart")
LONGEST: Final = 10
"""How many of a list are shown."""


def write_figures(build: Build) -> None:
    """Write the page of all figures.

    Raises:
        OutputError: a map is no SVG.
    """
    drawn = {name: build.maps / f"{name}.svg" for name in MAPS}
    # The maps were drawn with every number in them.
    is_shown = build.level.gate.is_open
    figures = {
        **all_figures(build.connection, build.level),
        "maps": {name: picture(path) if is_shown else None for name, path in drawn.items()},
        "found": {name: path.is_file() for name, path in drawn.items()},
        "code": code,
    }
    build.page("cijfers", "cijfers.html.j2", values=lambda _: figures)


def all_figures(connection: Engine, level: Level) -> dict[str, Any]:
    """Every figure by its name in the template, as far as the level shows it."""
    gate = level.gate
    journeys = FIGURES.row(connection, "journey_totals")
    n = journeys[GROUP]
    events = FIGURES.row(connection, "event_totals")
    changes = FIGURES.row(connection, "regie")
    states = FIGURES.ask(connection, "throughput")
    shown = gate.rows(states, Rest.TOGETHER, figures=lambda row: _summaries(row, gate)).shown
    known = {row["closed"]: row for row in shown}
    terms, whole = FIGURES.ask(connection, "unmapped_terms", limit=LONGEST), events["n_events"]
    return {
        "n": gate.count(n),
        "events": gate.row(
            events,
            n,
            per_journey=gate.figure(events["n_events"] / n if n else 0, n),
            first_at=gate.let_pass(events["first_at"]),
            last_at=gate.let_pass(events["last_at"]),
        ),
        "n_steps": gate.figure(events["n_events"] - n, n),
        "journeys": gate.row(
            journeys,
            n,
            n_handed_over=gate.part(journeys["n_handed_over"], journeys["n_handed_over"], n),
            handed_over_share=gate.share(journeys["n_handed_over"], n),
            median_waiting_s=gate.summary(journeys["median_waiting_s"], n),
            p90_waiting_s=gate.summary(journeys["p90_waiting_s"], n),
        ),
        "rules": rule_states(connection),
        "states": {row["closed"] for row in states},
        "closed": known.get(True),
        "open": known.get(False),
        "kinds": _by_kind(FIGURES.ask(connection, "handover_kinds"), gate),
        "outcomes": _by_outcome(FIGURES.ask(connection, "referral_outcomes"), gate),
        "changes": gate.row(changes, changes[GROUP]),
        **(_longest(connection, gate, n) if level.journeys else {}),
        "signal_kinds": gate.rows(FIGURES.ask(connection, "signal_kinds"), sums=["n"]),
        "signals": FIGURES.ask(connection, "gravest_signals", limit=LONGEST)
        if level.journeys
        else [],
        "n_terms": gate.figure(terms[0]["n_terms"] if terms else 0, n),
        "terms": [
            gate.row(row, n, share=gate.let_pass(row["n_events"] / whole if whole else 0))
            for row in terms
            if gate.is_open
        ],
    }


def _longest(connection: Engine, gate: Gate, n: int) -> dict[str, Any]:
    """The longest waits of single journeys, and of how many they are."""
    return {
        "waits": gate.row(FIGURES.row(connection, "wait_totals"), n),
        "longest": FIGURES.ask(connection, "longest_waits", limit=LONGEST),
    }


def _summaries(row: Mapping[str, Any], gate: Gate) -> dict[str, Any]:
    """The median and the p90 of a row, whatever they are of: all that a page says of too few is that."""
    names = [name for name in row if name.startswith(("median_", "p90_"))]
    return {name: gate.summary(row[name], row[GROUP]) for name in names}


def _by_kind(rows: Sequence[Mapping[str, Any]], gate: Gate) -> GatedRows:
    """The handovers by their judgement; a median is that of those in which was waited."""
    n = sum(row["n"] for row in rows)
    return gate.rows(
        rows,
        sums=["n", "share"],
        figures=lambda row: {
            "share": gate.summary(row["share"], n),
            "n_returns": gate.figure(row["n_returns"], row["n_returning_journeys"]),
            "median_wait_s": gate.summary(row["median_wait_s"], row["n_wait_journeys"]),
        },
    )


def _by_outcome(rows: Sequence[Mapping[str, Any]], gate: Gate) -> GatedRows:
    """The referrals by what became of them."""
    n = sum(row["n"] for row in rows)
    return gate.rows(
        rows,
        sums=["n", "share"],
        figures=lambda row: {"share": gate.summary(row["share"], n), **_summaries(row, gate)},
    )
