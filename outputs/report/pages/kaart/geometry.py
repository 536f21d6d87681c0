"""Where everything on a level stands: from names alone, so that a count that grows moves nothing.

Graphviz is given boxes whose size hangs on their names, in last night's order, and lines that all
weigh the same. If the same things stand on a level as last night, last night's places are taken over
to the letter; if only lines differ, the boxes stay and the new lines find their way between them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from outputs.maps.draw import DrawnLine, Layout, layout, through
from outputs.maps.labels import settle
from outputs.maps.scene import Cluster, Edge, Line, Mark, Node, Scene
from outputs.maps.strokes import path_of
from outputs.maps.text import clean, partner_name, wrap
from outputs.report.pages.kaart.levels import PARTNERS
from outputs.svg import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.maps.draw import Direction
    from outputs.report.pages.kaart.levels import MapLevel
    from outputs.report.pages.kaart.memory import LevelMemory
    from outputs.report.pages.kaart.things import Things

TITLE_WIDTH_PT: Final = 140.0
ROOM: Final = ("12.345 klantreizen", "12.345 d wacht")
"""Room for what a box says; never the figures themselves."""

LABEL: Final = Mark(("12.345 d",))
"""Room for what a line says."""

_LINE: Final = Line(1, "#000000")
WINDOW: Final = (1180.0, 720.0)
"""What a page of 1280 pixels wide shows of a map, in pixels, one to a point."""

SPOILED: Final = 0.2
"""If more of the lines are new than this, the level is laid out anew."""


@dataclass(frozen=True)
class PlacedLevel:
    """A level's geometry, in points from the top left corner; as JSON has it.

    Attributes:
        width: of the drawing.
        height: of the drawing.
        boxes: by key: middle across and down, width, height, and the lines of its title.
        frames: by the partner's key: left, top, right, bottom, and the title.
        lines: by key: the path, the neck and the tip of its head, and the middle of its label.
        digest: of what it was laid out from.
        nodes: of its boxes alone.
        new: how many lines were added since it was laid out.
    """

    width: float
    height: float
    boxes: dict[str, list[Any]]
    frames: dict[str, list[Any]]
    lines: dict[str, list[Any]]
    digest: str
    nodes: str
    new: int = 0

    @property
    def scale(self) -> float:
        """How large the whole is shown in the window: 1 is a pixel to a point."""
        return min(WINDOW[0] / self.width, WINDOW[1] / self.height)


def place(level: MapLevel, things: Things, before: LevelMemory | None) -> PlacedLevel:
    """Lay a level out, or take over where things stood last night.

    Raises:
        OutputError: Graphviz cannot lay it out.
    """
    scene = scene_of(level, things)
    digest, nodes = _digest(scene.nodes, scene.edges), _digest(scene.nodes, ())
    old = PlacedLevel(**before.placed) if before and before.placed else None
    if old and old.digest == digest:
        return old
    if old and old.nodes == nodes:
        keys = [line_key(edge) for edge in scene.edges]
        new = old.new + len(set(keys) - old.lines.keys())
        if new <= SPOILED * len(keys):
            return replace(old, lines=_joined(scene, old, keys), digest=digest, new=new)
    tried = [(settle(scene, laid), laid) for laid in _layouts(scene)]
    best = max(tried, key=lambda pair: min(WINDOW[0] / pair[0].width, WINDOW[1] / pair[0].height))
    return _placed(scene, best[0], digest, nodes)


def scene_of(level: MapLevel, things: Things) -> Scene:
    """A level as the layout sees it: names and who follows whom, and not one count."""
    if level.name == PARTNERS:
        names = {n: things.partners[n].name for n in level.boxes}
        ends = {
            n: (things.partner(things.pairs[n].source), things.partner(things.pairs[n].target))
            for n in level.lines
        }
    else:
        names = {n: things.places[n].key.activity for n in level.boxes}
        ends = {n: things.ends(n) for n in level.lines}
    frames = {}
    if level.name != PARTNERS:
        frames = {n: things.partner(things.places[n].key.partner) for n in level.boxes}
    nodes = [
        Node(
            f"{level.box}{n}",
            tuple(wrap(_named(level, names[n]), TITLE_WIDTH_PT, bold=True)),
            ROOM,
            f"q{frames[n]}" if frames else None,
            order=at,
        )
        for at, n in enumerate(level.boxes)
    ]
    terminal: list[Node] = []
    edges = [
        Edge(f"{level.box}{source}", f"{level.box}{target}", 1, _LINE, (LABEL,), f"{level.line}{n}")
        for n, (source, target) in sorted(ends.items())
    ]
    if level.begins:
        terminal.append(Node("begin", ("Begin",), ROOM[:1], shape="end", order=-1))
        edges += [Edge("begin", f"p{n}", 1, _LINE, (LABEL,), f"b{n}") for n in level.begins]
    if level.ends:
        terminal.append(Node("einde", ("Einde",), ROOM[:1], shape="end", order=len(nodes)))
        edges += [Edge(f"p{n}", "einde", 1, _LINE, (LABEL,), f"e{n}") for n in level.ends]
    clusters = [
        Cluster(f"q{n}", partner_name(things.partners[n].name, 34))
        for n in dict.fromkeys(frames.values())
    ]
    return Scene(f"kaart-{level.name}", "", "", "", [*nodes, *terminal], edges, clusters)


def line_key(edge: Edge) -> str:
    """The key of a line in such a scene."""
    return edge.hint


def _named(level: MapLevel, name: str | None) -> str:
    return partner_name(name) if level.name == PARTNERS else clean(name)


def _layouts(scene: Scene) -> list[Layout]:
    bare = replace(scene, edges=[replace(edge, marks=()) for edge in scene.edges])
    return [_labelled(layout(bare, direction)) for direction in _DIRECTIONS]


_DIRECTIONS: Final[tuple[Direction, ...]] = ("TB", "LR")


def _labelled(laid: Layout) -> Layout:
    """The same with each label on the middle of its line, from where `settle` finds it room."""
    routes = tuple(replace(route, label=_middle(route)) for route in laid.routes)
    return replace(laid, routes=routes)


def _middle(route: DrawnLine) -> tuple[float, float]:
    at = len(route.points) // 2
    return route.points[at]


def _joined(scene: Scene, old: PlacedLevel, keys: Sequence[str]) -> dict[str, list[Any]]:
    """Last night's lines that are still there, and a way between the boxes for each that is new."""
    new = [edge for edge in scene.edges if line_key(edge) not in old.lines]
    routes = through(
        replace(scene, edges=new), {key: (box[0], box[1]) for key, box in old.boxes.items()}
    )
    drawn_anew = {
        line_key(edge): _line(replace(route, label=_middle(route)))
        for edge, route in zip(new, routes, strict=True)
    }
    return {key: old.lines.get(key) or drawn_anew[key] for key in keys}


def _placed(scene: Scene, laid: Layout, digest: str, nodes: str) -> PlacedLevel:
    return PlacedLevel(
        _round(laid.width),
        _round(laid.height),
        {
            node.key: [
                *map(_round, (*laid.nodes[node.key], node.width, node.height)),
                list(node.title),
            ]
            for node in scene.nodes
        },
        {
            frame.key: [*map(_round, laid.clusters[frame.key]), frame.title]
            for frame in scene.clusters
        },
        {
            line_key(edge): _line(route)
            for edge, route in zip(scene.edges, laid.routes, strict=True)
        },
        digest,
        nodes,
    )


def _line(route: DrawnLine) -> list[Any]:
    assert route.label is not None  # noqa: S101 - each has been given one
    return [path_of(route), *map(_round, (*route.points[-1], *route.tip, *route.label))]


def _round(value: float) -> float:
    return float(number(value))


def _digest(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """What a layout hangs on, in a few letters."""
    parts = [(n.key, n.title, n.cluster, n.order) for n in nodes]
    lines = [(line_key(e), e.source, e.target) for e in edges]
    return sha256(repr((parts, lines)).encode("utf-8", "replace")).hexdigest()[:16]
