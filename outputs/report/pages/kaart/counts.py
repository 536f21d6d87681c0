"""What is counted of every view, for everyone; each level of the report shows what it may."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.report.pages.kaart.facts import key
from outputs.report.pages.kaart.queries import QUERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine
    from outputs.report.pages.kaart.views import View

LONGEST: Final = 20
"""How many journeys are named that waited longest somewhere."""

GRAVEST: Final = 5
"""How many signals are named."""

N_CLASSES: Final = 6


class Group(NamedTuple):
    """How many, and of how many journeys."""

    n: int
    n_journeys: int


@dataclass
class Figures:
    """One item in one view.

    Attributes:
        n: how often: a place's or partner's events; a move's steps; a pair's handovers.
        n_journeys: in how many journeys.
        n_begin: journeys that begin there; of places and partners.
        n_end: journeys that end there.
        n_waits: waits that belong to it: those that lead to a place or a partner.
        n_waiting_journeys: the journeys that waited so.
        median_s: how long the middle one of those waits was, in seconds; None: nobody waited.
        p90_s: of ten of them, one took longer.
        total_s: of all together.
        periods: by period: how many waits and journeys, and their median.
        classes: by class of waiting: how many steps and journeys.
        signals: by kind and severity.
        gravest: kind, severity, journey and day.
        longest: journey, seconds and day.
    """

    n: int = 0
    n_journeys: int = 0
    n_begin: int = 0
    n_end: int = 0
    n_waits: int = 0
    n_waiting_journeys: int = 0
    median_s: float | None = None
    p90_s: float | None = None
    total_s: float = 0.0
    periods: dict[int, tuple[Group, float]] = field(default_factory=dict)
    classes: dict[int, Group] = field(default_factory=dict)
    signals: dict[tuple[str, str], Group] = field(default_factory=dict)
    gravest: list[tuple[str, str, int, int]] = field(default_factory=list)
    longest: list[tuple[int, float, int]] = field(default_factory=list)


@dataclass
class Totals:
    """How much a view holds; the untold is what the page does not tell apart."""

    n_journeys: int = 0
    n_events: int = 0
    n_steps: int = 0
    idle_s: float = 0.0
    n_untold_events: int = 0
    n_untold_steps: int = 0


@dataclass
class Counted:
    """A view, and everything that is counted of it."""

    view: View
    totals: Totals = field(default_factory=Totals)
    items: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))


def count_views(connection: Engine, views: Sequence[View]) -> dict[int, Counted]:
    """Count all views, a kind at a time.

    Args:
        connection: with the facts and the views laid out.
        views: what to count.
    """
    counted = {view.number: Counted(view) for view in views}
    for kind in dict.fromkeys(view.kind for view in views):
        _count_kind(connection, counted, kind)
    return counted


def _count_kind(connection: Engine, counted: dict[int, Counted], kind: str) -> None:
    """Each query once for all views of a kind."""
    for row in QUERIES.rows(connection, "totals", kind=kind):
        view = row.pop("view")
        counted[view].totals = Totals(**row)
    for row in QUERIES.rows(connection, "visits", kind=kind):
        figures = counted[row["view"]].items[key(row["item"])]
        figures.n, figures.n_journeys = row["n"], row["n_journeys"]
        figures.n_begin, figures.n_end = row["n_begin"], row["n_end"]
    for row in QUERIES.rows(connection, "waiting", kind=kind):
        name = key(row["item"])
        figures = counted[row["view"]].items[name]
        if name[0] in "mr":
            figures.n, figures.n_journeys = row["n"], row["n_journeys"]
        figures.n_waits, figures.n_waiting_journeys = row["n_waits"], row["n_waiting_journeys"]
        figures.total_s = row["total_s"]
        figures.median_s, figures.p90_s = row["quantiles_s"] or (None, None)
    for row in QUERIES.rows(connection, "by_period", kind=kind):
        figures = counted[row["view"]].items[key(row["item"])]
        figures.periods[row["period"]] = (Group(row["n"], row["n_journeys"]), row["median_s"])
    for row in QUERIES.rows(connection, "by_class", kind=kind):
        figures = counted[row["view"]].items[key(row["item"])]
        figures.classes[row["wait_class"]] = Group(row["n"], row["n_journeys"])
    for row in QUERIES.rows(connection, "signal_kinds", kind=kind):
        figures = counted[row["view"]].items[key(row["item"])]
        kind_of_signal = (row["signal_kind"], row["severity"])
        figures.signals[kind_of_signal] = Group(row["n"], row["n_journeys"])
    for row in QUERIES.rows(connection, "gravest", kind=kind, most=GRAVEST):
        counted[row["view"]].items[key(row["item"])].gravest = [
            (signal["kind"], signal["severity"], signal["journey"], signal["day"])
            for signal in row["signals"]
        ]
    for row in QUERIES.rows(connection, "longest", kind=kind, most=LONGEST):
        counted[row["view"]].items[key(row["item"])].longest = [
            (-journey["earlier"], journey["idle_us"] / 1_000_000, journey["day"])
            for journey in row["journeys"]
        ]
