"""The klantreiskaart: what happens at which partner, what follows what, and where people wait."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from outputs.maps.choice import in_turns
from outputs.maps.journey_choice import choose, coverage, coverage_notes
from outputs.maps.journey_flow import STEPS
from outputs.maps.journey_words import LOOKS, legend, summary
from outputs.maps.legend import GREY, shown_median, wait_mark, wait_words
from outputs.maps.scale import line_width, wait_colour
from outputs.maps.scene import Cluster, Edge, Line, Mark, Node, Scene
from outputs.maps.text import clean, partner_name, wrap
from outputs.words import count_nl, number_nl

if TYPE_CHECKING:
    from outputs.maps.journey_choice import JourneyChoice
    from outputs.maps.journey_flow import JourneyFlow, Key, Move, Place
    from outputs.maps.options import MapOptions

NAME: Final = "klantreiskaart"
TITLE: Final = "Klantreiskaart: wat gezinnen meemaken tussen ketenpartners"
TITLE_WIDTH_PT: Final = 128.0


def journey_scene(flow: JourneyFlow, options: MapOptions) -> Scene:
    """The klantreiskaart of a flow.

    A box is an activity at a partner; boxes of one partner share a frame. A line is what follows
    directly upon what, its width by how often, its colour by the median waiting.
    """
    if not flow.places:
        message = "Er zijn geen gebeurtenissen."
        return Scene(NAME, TITLE, "", message, message=(message,))
    choice = choose(flow, options)
    keys = {place.key: f"n{at}" for at, place in enumerate(choice.places, 1)}
    partners = list(dict.fromkeys(place.key.partner for place in choice.places))
    frames = {partner: f"p{at}" for at, partner in enumerate(partners, 1)}
    inside = [move for move in choice.moves if move.kind in STEPS and not move.is_loop]
    counted = set(in_turns(inside, [lambda m: m.n], options.max_counts))
    marked = set(in_turns(choice.moves, [lambda m: m.wait_us], options.max_wait_marks))
    loops = {move.source: move for move in choice.moves if move.is_loop}
    lines = [move for move in choice.moves if not move.is_loop]
    counts = [
        *(move.n for move in lines),
        *(place.n_begin for place in choice.begins),
        *(place.n_end for place in choice.ends),
    ]
    most = max(counts, default=0)
    n_events = sum(place.n for place in flow.places)
    subtitle = (
        f"{count_nl(flow.n_journeys, 'klantreis', 'klantreizen')},"
        f" {count_nl(n_events, 'gebeurtenis', 'gebeurtenissen')};"
        f" {number_nl(len(choice.places))} activiteiten en {number_nl(len(lines))} lijnen getoond"
    )
    return Scene(
        NAME,
        TITLE,
        subtitle,
        summary(flow, subtitle, options.smallest_group),
        nodes=(
            _end("begin", "Begin", flow),
            *(
                _node(
                    place,
                    keys,
                    frames,
                    loops.get(place.key),
                    wait=loops.get(place.key) in marked,
                    least=options.smallest_group,
                )
                for place in choice.places
            ),
            _end("einde", "Einde", flow),
        ),
        edges=(
            *(_border(place, keys, most, is_begin=True) for place in choice.begins),
            *(
                _edge(
                    move,
                    keys,
                    most,
                    wait=move in marked,
                    count=move.kind not in STEPS or move in counted,
                    least=options.smallest_group,
                )
                for move in lines
            ),
            *(_border(place, keys, most, is_begin=False) for place in choice.ends),
        ),
        clusters=_clusters(flow, choice, frames),
        legend=legend(counts, options.smallest_group, has_unknown=None in frames),
        notes=coverage_notes(coverage(flow, choice)),
    )


def _node(
    place: Place,
    keys: dict[Key, str],
    frames: dict[str | None, str],
    loop: Move | None,
    *,
    wait: bool,
    least: int,
) -> Node:
    lines = [count_nl(place.n_journeys, "klantreis", "klantreizen")]
    marks: list[Mark] = []
    if loop:
        lines.append(f"herhaald {number_nl(loop.n)}×")
        marks = _trouble(loop, least, wait=wait)
    return Node(
        keys[place.key],
        tuple(wrap(clean(place.key.activity), TITLE_WIDTH_PT, bold=True)),
        tuple(lines),
        frames[place.key.partner],
        marks=tuple(marks),
        hint=f"{partner_name(place.key.partner)}: {clean(place.key.activity)};"
        f" {count_nl(place.n, 'keer', 'keer')} in {lines[0]}",
        order=place.mean_seq,
    )


def _edge(
    move: Move, keys: dict[Key, str], most: int, *, wait: bool, count: bool, least: int
) -> Edge:
    stroke, head, word = LOOKS[move.kind]
    counted = f"{word} {number_nl(move.n)}×".strip()
    return Edge(
        keys[move.source],
        keys[move.target],
        move.n,
        Line(line_width(move.n, most), _colour(move, least), stroke, head),
        (*([Mark((counted,))] if count else []), *_trouble(move, least, wait=wait)),
        hint=f"{move.source.name} > {move.target.name}: {counted}; {_waited(move, least)}",
    )


def _colour(move: Move, least: int) -> str:
    """Of the median waiting; grey where nobody knows whether anybody waited."""
    return GREY if move.kind == "contacts" else wait_colour(shown_median(move, least))


def _waited(move: Move, least: int) -> str:
    """How long people waited there, in words."""
    if move.kind == "contacts":
        return "geen wachttijd: de bron legt geen eindes vast"
    return wait_words(move, least)


def _trouble(move: Move, least: int, *, wait: bool) -> list[Mark]:
    """The marks of waiting and of a regisseur who changes."""
    marks = []
    if wait and move.n_waits:
        marks.append(wait_mark(move, least))
    if move.n_changes:
        marks.append(Mark((f"regie {number_nl(move.n_changes)}×",), "change"))
    return marks


def _border(place: Place, keys: dict[Key, str], most: int, *, is_begin: bool) -> Edge:
    """The line from the begin to a place, or from it to the end."""
    n = place.n_begin if is_begin else place.n_end
    key, name, counted = keys[place.key], place.key.name, f"{number_nl(n)}×"
    source, target, hint = (
        ("begin", key, f"Begin > {name}") if is_begin else (key, "einde", f"{name} > einde")
    )
    line = Line(line_width(n, most), GREY, "thin")
    return Edge(source, target, n, line, (Mark((counted,)),), hint=f"{hint}: {counted}")


def _end(key: str, name: str, flow: JourneyFlow) -> Node:
    return Node(
        key,
        (name,),
        (count_nl(flow.n_journeys, "klantreis", "klantreizen"),),
        shape="end",
        order=float("-inf") if key == "begin" else float("inf"),
    )


def _clusters(
    flow: JourneyFlow, choice: JourneyChoice, frames: dict[str | None, str]
) -> tuple[Cluster, ...]:
    """A frame for each partner; it says how many of its activities are shown."""
    every = Counter(place.key.partner for place in flow.places)
    shown = Counter(place.key.partner for place in choice.places)
    return tuple(
        Cluster(
            key,
            partner_name(partner, 34),
            f"{number_nl(shown[partner])} van {number_nl(every[partner])} activiteiten"
            if shown[partner] < every[partner]
            else "",
        )
        for partner, key in frames.items()
    )
