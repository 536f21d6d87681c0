"""The partner network: who hands over to whom, laid out as the maps are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.maps.draw import layout
from outputs.maps.labels import settle
from outputs.maps.network import read_network
from outputs.maps.scale import line_width, wait_class
from outputs.maps.scene import Edge, Line, Mark, Node, Scene
from outputs.maps.text import clean, wrap
from outputs.pictures.graph import draw_graph
from outputs.pictures.passes import COLUMNS, sifted_network, table_rows, wait_label, waited
from outputs.pictures.picture import Subject, Words
from outputs.texts import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.maps.network import Network, Pass
    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.pictures.sieve import Sieve
    from outputs.reader import Reader

MOST_PARTNERS: Final = 12
MOST_LINES: Final = 24
NAME_WIDTH: Final = 128.0


@dataclass(frozen=True)
class DrawnNetwork:
    """A network, what of it is drawn, and the sieve."""

    network: Network
    partners: Sequence[str]
    lines: Sequence[Pass]
    sieve: Sieve


def figures(inquiry: Inquiry) -> DrawnNetwork | None:
    """The passes between partners, and those that are drawn."""
    sieve = inquiry.sieve()
    network = sifted_network(read_network(inquiry.connection), sieve)
    if network is None:
        return None
    return DrawnNetwork(
        network, *network.choice(MOST_PARTNERS, MOST_LINES, by_journeys=False), sieve
    )


def words(drawn: DrawnNetwork, reader: Reader) -> Words:
    """How many handovers there are between how many partners, and every pass."""
    network, sieve = drawn.network, drawn.sieve
    n_partners = len(network.busiest)
    notes = [*sieve.left_out(reader), *sieve.few(reader)]
    if len(drawn.lines) < len(network.passes):
        notes.append(
            reader.text(
                "Getekend zijn {partners} van de {all_partners} partners en {lines} van de {all_lines}"
                " lijnen ({share} van de overdrachten). De tabel heeft ze alle.",
                partners=reader.number(len(drawn.partners)),
                all_partners=reader.number(n_partners),
                lines=reader.number(len(drawn.lines)),
                all_lines=reader.number(len(network.passes)),
                share=reader.share(sum(pair.n for pair in drawn.lines), network.n),
            )
        )
    n_text = reader.text(
        "{handovers} tussen {partners}, waarvan {returns} terug",
        handovers=reader.plural("{n} overdracht", "{n} overdrachten", network.n),
        partners=reader.plural("{n} partner", "{n} partners", n_partners),
        returns=reader.number(sum(pair.n_returns for pair in network.passes)),
    )
    return Words(n_text, table_rows(network), notes)


def draw(drawn: DrawnNetwork, caption: Caption) -> str:
    """A box per partner and a line per direction, in the direction nearest to the sheet's width."""
    reader = caption.reader
    scene = _scene(drawn, caption)
    names = (
        reader.text("minder dan 1 dag"),
        reader.text("1 tot 7 dagen"),
        reader.text("7 tot 28 dagen"),
        reader.text("28 tot 84 dagen"),
        reader.text("84 dagen of meer"),
    )
    laid = min((layout(scene, way) for way in ("TB", "LR")), key=lambda drawing: drawing.width)
    return draw_graph(scene, settle(scene, laid), names, caption)


def _scene(drawn: DrawnNetwork, caption: Caption) -> Scene:
    reader, busiest = caption.reader, drawn.lines[0]
    keys = {partner: f"n{at}" for at, partner in enumerate(drawn.partners, 1)}
    most = max(pair.n for pair in drawn.lines)
    summary = reader.text(
        "Het vaakst draagt {start} over aan {end}: {n} keer.",
        start=clean(busiest.from_partner),
        end=clean(busiest.to_partner),
        n=reader.number(busiest.n),
    )
    return Scene(
        caption.name,
        caption.title,
        "",
        summary,
        nodes=[_node(partner, keys[partner], drawn, reader) for partner in drawn.partners],
        edges=[
            _edge(pair, keys, most, reader, is_both_ways=pair[1::-1] in drawn.network.directions)
            for pair in drawn.lines
        ],
    )


def _node(partner: str, key: str, drawn: DrawnNetwork, reader: Reader) -> Node:
    network = drawn.network
    n = network.partners.get(partner, 0)
    counts = [reader.plural("{n} klantreis", "{n} klantreizen", n)] * drawn.sieve.gate.shows(n)
    handed = reader.text(
        "in {n_in}×, uit {n_out}×",
        n_in=reader.number(network.n_in[partner]),
        n_out=reader.number(network.n_out[partner]),
    )
    title = wrap(clean(partner), NAME_WIDTH, bold=True)
    return Node(key, tuple(title), (*counts, handed), hint=clean(partner))


def _edge(
    pair: Pass, keys: dict[str, str], most: int, reader: Reader, *, is_both_ways: bool
) -> Edge:
    is_unknown = pair.n_waits and pair.median_wait_s is None
    colour = "soft" if is_unknown else f"wait-{wait_class(pair.median_wait_s or 0)}"
    width = line_width(pair.n, most)
    return Edge(
        keys[pair.from_partner],
        keys[pair.to_partner],
        pair.n,
        Line(width, colour, "double", "open") if is_both_ways else Line(width, colour),
        (Mark((f"{reader.number(pair.n)}×", wait_label(pair, reader))),),
        hint=reader.text(
            "{start} naar {end}: {n}, waarvan {returns} terug; {wait}",
            start=clean(pair.from_partner),
            end=clean(pair.to_partner),
            n=reader.plural("{n} overdracht", "{n} overdrachten", pair.n),
            returns=reader.number(pair.n_returns),
            wait=waited(pair, reader),
        ),
    )


SUBJECT: Final = Subject(
    "partnernetwerk",
    marked("Partnernetwerk: wie draagt aan wie over"),
    marked(
        "Een lijn is een richting waarin partners aan elkaar overdragen: hoe dikker, hoe vaker; de"
        " kleur is de mediaan van de wachttijd. Een dubbele lijn: er gaat ook werk de andere"
        " kant op."
    ),
    COLUMNS,
    figures,
    words,
    draw,
    thing="handover",
    n_names=2,
)
