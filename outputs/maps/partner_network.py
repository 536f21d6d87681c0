"""The partnernetwerk: which partner hands journeys over to which, and where they come back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.maps.choice import in_turns
from outputs.maps.legend import (
    WAIT_ITEM,
    colour_legend,
    told_median,
    wait_mark,
    wait_words,
    width_legend,
)
from outputs.maps.scale import line_width, wait_colour
from outputs.maps.scene import Edge, Head, LegendGroup, LegendItem, Line, Mark, Node, Scene, Stroke
from outputs.maps.text import clean, wrap
from outputs.queries import SHARED
from outputs.words import count_nl, number_nl, share_nl

if TYPE_CHECKING:
    from collections.abc import Callable

    from outputs.maps.options import MapOptions
    from outputs.maps.tables import Tables

NAME: Final = "partnernetwerk"
TITLE: Final = "Partnernetwerk: wie draagt aan wie over"
TITLE_WIDTH_PT: Final = 128.0
_GREY: Final = "#555555"


@dataclass(frozen=True)
class Pass:
    """All handovers from one partner to another; `n_returns` to one that had the journey before.

    `n_waits` of them, in `n_wait_journeys`, waited: `wait_us` together, the middle one `median_wait_s`.
    """

    source: str
    target: str
    n: int
    n_journeys: int
    n_returns: int
    n_waits: int
    n_wait_journeys: int
    wait_us: int
    median_wait_s: float | None


@dataclass(frozen=True)
class Network:
    """Every partner with its number of journeys, and every pass between two."""

    partners: dict[str, int]
    passes: tuple[Pass, ...]


def partner_network(tables: Tables) -> Network:
    """Ask a run's tables who hands over to whom."""
    return Network(
        {row["partner"]: row["n_journeys"] for row in tables.ask("partners", SHARED)},
        tuple(
            Pass(
                row["from_partner"],
                row["to_partner"],
                row["n"],
                row["n_journeys"],
                int(row["n_returns"]),
                row["n_waits"],
                row["n_wait_journeys"],
                int(row["wait_us"]),
                row["median_wait_s"],
            )
            for row in tables.ask("partner_pairs", SHARED)
        ),
    )


def partner_scene(network: Network) -> Callable[[MapOptions], Scene]:
    """The partnernetwerk, for any options: a box for each partner, a line for each direction."""

    def make(options: MapOptions) -> Scene:
        if not network.passes:
            message = "Er zijn geen overdrachten tussen partners."
            return Scene(NAME, TITLE, "", message, message=(message,))
        return _scene(network, options)

    return make


def _scene(network: Network, options: MapOptions) -> Scene:
    waiting: Counter[str] = Counter()
    handing: Counter[str] = Counter()
    for each in network.passes:
        for partner in (each.source, each.target):
            waiting[partner] += each.wait_us
            handing[partner] += each.n
    partners = in_turns(
        sorted(handing),
        [
            handing.__getitem__,
            waiting.__getitem__,
            lambda partner: network.partners.get(partner, 0),
        ],
        options.max_partners,
    )
    inside = [each for each in network.passes if {each.source, each.target} <= set(partners)]
    shown = in_turns(
        inside, [lambda p: p.n, lambda p: p.wait_us, lambda p: p.n_returns], options.max_edges
    )
    keys = {partner: f"n{at}" for at, partner in enumerate(partners, 1)}
    marked = set(in_turns(shown, [lambda p: p.wait_us], options.max_wait_marks))
    both_ways = {(each.target, each.source) for each in network.passes}
    most = max((each.n for each in shown), default=0)
    total = sum(each.n for each in network.passes)
    subtitle = (
        f"{count_nl(total, 'overdracht', 'overdrachten')} tussen"
        f" {count_nl(len(handing), 'partner', 'partners')};"
        f" {number_nl(len(partners))} partners en {number_nl(len(shown))} lijnen getoond"
    )
    return Scene(
        NAME,
        TITLE,
        subtitle,
        _summary(network, subtitle, total),
        nodes=tuple(_node(partner, keys[partner], network) for partner in partners),
        edges=tuple(
            _edge(
                each,
                keys,
                most,
                options.smallest_group,
                wait=each in marked,
                is_both_ways=(each.source, each.target) in both_ways,
            )
            for each in shown
        ),
        legend=_legend([each.n for each in shown], options.smallest_group),
        notes=_notes(network, partners, shown),
    )


def _node(partner: str, key: str, network: Network) -> Node:
    journeys = count_nl(network.partners.get(partner, 0), "klantreis", "klantreizen")
    into = sum(each.n for each in network.passes if each.target == partner)
    out = sum(each.n for each in network.passes if each.source == partner)
    return Node(
        key,
        tuple(wrap(clean(partner), TITLE_WIDTH_PT, bold=True)),
        (journeys, f"in {number_nl(into)}×, uit {number_nl(out)}×"),
        hint=f"{clean(partner)}: {journeys}; {count_nl(into, 'overdracht', 'overdrachten')} ernaartoe,"
        f" {number_nl(out)} ervandaan",
    )


def _edge(
    each: Pass, keys: dict[str, str], most: int, least: int, *, wait: bool, is_both_ways: bool
) -> Edge:
    marks = [Mark((f"{number_nl(each.n)}×",))]
    if wait and each.n_waits:
        marks.append(wait_mark(each, least))
    if each.n_returns:
        marks.append(Mark((f"terug {number_nl(each.n_returns)}×",), "change"))
    stroke: Stroke = "double" if is_both_ways else "solid"
    head: Head = "open" if is_both_ways else "filled"
    return Edge(
        keys[each.source],
        keys[each.target],
        each.n,
        Line(line_width(each.n, most), wait_colour(told_median(each, least)), stroke, head),
        tuple(marks),
        hint=f"{clean(each.source)} > {clean(each.target)}:"
        f" {count_nl(each.n, 'overdracht', 'overdrachten')},"
        f" waarvan {number_nl(each.n_returns)} terug bij wie er eerder was;"
        f" {wait_words(each, least)}",
    )


def _summary(network: Network, subtitle: str, total: int) -> str:
    returns = sum(each.n_returns for each in network.passes)
    busiest = max(network.passes, key=lambda each: each.n)
    return (
        f"Netwerk van {subtitle}. {share_nl(returns, total)} van de overdrachten gaat terug naar een"
        f" partner die er eerder was (pingpong). Het vaakst draagt {clean(busiest.source)} over aan"
        f" {clean(busiest.target)}: {number_nl(busiest.n)} keer."
    )


def _notes(network: Network, partners: list[str], shown: list[Pass]) -> list[str]:
    """What is left out, in Dutch sentences with numbers."""
    every = {partner for each in network.passes for partner in (each.source, each.target)}
    alone = sorted(set(network.partners) - every)
    notes = []
    if len(every) > len(partners):
        hidden = len(every) - len(partners)
        notes.append(f"Niet getoond: {number_nl(hidden)} van de {number_nl(len(every))} partners.")
    if len(shown) < len(network.passes):
        n = sum(each.n for each in network.passes)
        idle = sum(each.wait_us for each in network.passes)
        notes.append(
            f"Niet getoond: {number_nl(len(network.passes) - len(shown))} van de"
            f" {number_nl(len(network.passes))} lijnen"
            f" ({share_nl(n - sum(each.n for each in shown), n)} van de overdrachten,"
            f" {share_nl(idle - sum(each.wait_us for each in shown), idle)} van de wachttijd)."
        )
    if alone:
        names = ", ".join(clean(partner, 40) for partner in alone[:3])
        more = f" en {number_nl(len(alone) - 3)} andere" if len(alone) > 3 else ""  # noqa: PLR2004
        notes.append(f"Zonder overdrachten, en dus niet op de kaart: {names}{more}.")
    return notes or ["Niets: alle partners en alle overdrachten staan op de kaart."]


def _legend(counts: list[int], least: int) -> tuple[LegendGroup, ...]:
    return (
        LegendGroup(
            "Soort lijn",
            (
                LegendItem("overdrachten in één richting", Line(2.4, _GREY)),
                LegendItem(
                    "pingpong: er gaat ook werk de andere kant op",
                    Line(2.4, _GREY, "double", "open"),
                ),
            ),
        ),
        LegendGroup(
            "Merken",
            (
                WAIT_ITEM,
                LegendItem(
                    "12 keer terug bij een partner die er eerder was",
                    mark=Mark(("terug 12×",), "change"),
                ),
            ),
        ),
        colour_legend("Kleur: mediaan van de wachttijd", least),
        width_legend("Dikte: hoe vaak", counts),
    )
