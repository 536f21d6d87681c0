"""The partnernetwerk: which partner hands journeys over to which, and where they come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.maps.choice import in_turns
from outputs.maps.legend import (
    GREY,
    WAIT_ITEM,
    colour_legend,
    off_the_map,
    shown_median,
    signs,
    wait_mark,
    wait_words,
    width_legend,
)
from outputs.maps.scale import line_width, wait_colour
from outputs.maps.scene import Edge, LegendGroup, LegendItem, Line, Mark, Node, Scene
from outputs.maps.text import clean, wrap
from outputs.words import count_nl, number_nl, share_nl

if TYPE_CHECKING:
    from outputs.maps.network import Network, Pass
    from outputs.maps.options import MapOptions

NAME: Final = "partnernetwerk"
TITLE: Final = "Partnernetwerk: wie draagt aan wie over"
TITLE_WIDTH_PT: Final = 128.0


def partner_scene(network: Network, options: MapOptions) -> Scene:
    """The partnernetwerk: a box for each partner, a line for each direction."""
    if not network.passes:
        message = "Er zijn geen overdrachten tussen partners."
        return Scene(NAME, TITLE, "", message, message=(message,))
    partners, shown = network.choice(options.max_partners, options.max_edges, by_journeys=True)
    keys = {partner: f"n{at}" for at, partner in enumerate(partners, 1)}
    marked = set(in_turns(shown, [lambda p: p.wait_us], options.max_wait_marks))
    most = max((pair.n for pair in shown), default=0)
    subtitle = (
        f"{count_nl(network.n, 'overdracht', 'overdrachten')} tussen"
        f" {count_nl(len(network.n_handovers), 'partner', 'partners')};"
        f" {number_nl(len(partners))} partners en {number_nl(len(shown))} lijnen getoond"
    )
    return Scene(
        NAME,
        TITLE,
        subtitle,
        _summary(network, subtitle),
        nodes=tuple(_node(partner, keys[partner], network) for partner in partners),
        edges=tuple(
            _edge(
                pair,
                keys,
                most,
                options.smallest_group,
                wait=pair in marked,
                is_both_ways=pair[1::-1] in network.directions,
            )
            for pair in shown
        ),
        legend=_legend([pair.n for pair in shown], options.smallest_group),
        notes=_notes(network, partners, shown),
    )


def _node(partner: str, key: str, network: Network) -> Node:
    journeys = count_nl(network.partners.get(partner, 0), "klantreis", "klantreizen")
    into, out = network.n_in[partner], network.n_out[partner]
    return Node(
        key,
        tuple(wrap(clean(partner), TITLE_WIDTH_PT, bold=True)),
        (journeys, f"in {number_nl(into)}×, uit {number_nl(out)}×"),
        hint=f"{clean(partner)}: {journeys}; {count_nl(into, 'overdracht', 'overdrachten')} ernaartoe,"
        f" {number_nl(out)} ervandaan",
    )


def _edge(
    pair: Pass, keys: dict[str, str], most: int, least: int, *, wait: bool, is_both_ways: bool
) -> Edge:
    marks = [Mark((f"{number_nl(pair.n)}×",))]
    if wait and pair.n_waits:
        marks.append(wait_mark(pair, least))
    if pair.n_returns:
        marks.append(Mark((f"terug {number_nl(pair.n_returns)}×",), "change"))
    look = (line_width(pair.n, most), wait_colour(shown_median(pair, least)))
    return Edge(
        keys[pair.from_partner],
        keys[pair.to_partner],
        pair.n,
        Line(*look, "double", "open") if is_both_ways else Line(*look),
        tuple(marks),
        hint=f"{clean(pair.from_partner)} > {clean(pair.to_partner)}:"
        f" {count_nl(pair.n, 'overdracht', 'overdrachten')},"
        f" waarvan {number_nl(pair.n_returns)} terug bij wie er eerder was;"
        f" {wait_words(pair, least)}",
    )


def _summary(network: Network, subtitle: str) -> str:
    returns = sum(pair.n_returns for pair in network.passes)
    busiest = max(network.passes, key=lambda pair: pair.n)
    return (
        f"Netwerk van {subtitle}. {share_nl(returns, network.n)} van de overdrachten gaat terug naar een"
        f" partner die er eerder was (pingpong). Het vaakst draagt {clean(busiest.from_partner)} over aan"
        f" {clean(busiest.to_partner)}: {number_nl(busiest.n)} keer."
    )


def _notes(network: Network, partners: list[str], shown: list[Pass]) -> list[str]:
    """What is left out, in Dutch sentences with numbers."""
    every = network.n_handovers
    alone = sorted(network.partners.keys() - every)
    notes = []
    if len(every) > len(partners):
        hidden = len(every) - len(partners)
        notes.append(f"Niet getoond: {number_nl(hidden)} van de {number_nl(len(every))} partners.")
    if len(shown) < len(network.passes):
        n = network.n
        idle = sum(pair.wait_us for pair in network.passes)
        notes.append(
            f"Niet getoond: {number_nl(len(network.passes) - len(shown))} van de"
            f" {number_nl(len(network.passes))} lijnen"
            f" ({share_nl(n - sum(pair.n for pair in shown), n)} van de overdrachten,"
            f" {share_nl(idle - sum(pair.wait_us for pair in shown), idle)} van de wachttijd)."
        )
    if alone:
        notes.append(off_the_map("Zonder overdrachten", [clean(name, 40) for name in alone]))
    return notes or ["Niets: alle partners en alle overdrachten staan op de kaart."]


def _legend(counts: list[int], least: int) -> tuple[LegendGroup, ...]:
    return (
        *signs(
            (
                LegendItem("overdrachten in één richting", Line(2.4, GREY)),
                LegendItem(
                    "pingpong: er gaat ook werk de andere kant op",
                    Line(2.4, GREY, "double", "open"),
                ),
            ),
            (
                WAIT_ITEM,
                LegendItem(
                    "12 keer terug bij een partner die er eerder was",
                    mark=Mark(("terug 12×",), "change"),
                ),
            ),
        ),
        colour_legend(least),
        width_legend(counts),
    )
