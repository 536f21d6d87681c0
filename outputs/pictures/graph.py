"""A scene of boxes and lines, laid out by Graphviz, on a sheet of the pictures."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from outputs.maps.scale import WAIT_CLASSES
from outputs.maps.scene import PAD_PT
from outputs.maps.strokes import number as n
from outputs.maps.text import LINE_PT, SIZE_PT
from outputs.palette import both, fill, stroke
from outputs.pictures.canvas import WIDTH, Canvas, legend, legend_height
from outputs.reader import DAY_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.maps.draw import Layout, Point, Route
    from outputs.maps.scene import Edge, Node, Scene
    from outputs.reader import Reader

BASELINE_PT = 3.6
EDGE = 6.0
"""Around the drawing: a line may bend a little beyond where Graphviz says it ends."""

LARGER = 1.25
"""The maps' text is 10 points, that of the pictures 12 to 13 pixels."""


def wait_class(seconds: float) -> int:
    """The number of the waiting class of outputs.maps.scale.

    >>> wait_class(0), wait_class(7 * 86_400), wait_class(1e9)
    (0, 2, 4)
    """
    return next(at for at, (bound, _, _) in enumerate(WAIT_CLASSES) if seconds < bound * DAY_S)


def draw_graph(scene: Scene, laid: Layout, waits: Sequence[str], reader: Reader) -> str:
    """Draw a scene whose lines have a palette's name for a colour; the legend names the `waits`.

    The sheet is as wide as the drawing, where that is wider than a sheet is.
    """
    key = [(fill(f"wait-{at}"), words) for at, words in enumerate(waits)]
    width = max(WIDTH, laid.width * LARGER + 2 * EDGE)
    top = legend_height([words for _, words in key]) + 8
    sheet = Canvas(
        scene.name,
        scene.title,
        scene.summary,
        height=top + laid.height * LARGER + 4,
        width=width,
        reader=reader,
    )
    legend(sheet, 2, key)
    sheet.enter(
        f"translate({n((width - laid.width * LARGER) / 2)} {n(top)}) scale({LARGER})", size=SIZE_PT
    )
    for edge, route in zip(scene.edges, laid.routes, strict=True):
        _edge(sheet, edge, route)
    for node in scene.nodes:
        _node(sheet, node, laid.nodes[node.key])
    for edge, route in zip(scene.edges, laid.routes, strict=True):
        if route.label:
            _label(sheet, edge, route.label)
    return sheet.markup()


def _edge(sheet: Canvas, edge: Edge, route: Route) -> None:
    start, *rest = route.points
    curves = " C ".join(
        " ".join(_point(point) for point in rest[at : at + 3]) for at in range(0, len(rest), 3)
    )
    data = f"M {_point(start)} C {curves}"
    is_double = edge.line.stroke == "double"
    wide = max(edge.line.width, 4.0) if is_double else edge.line.width
    sheet.path(data, stroke(edge.line.colour, wide), hint=edge.hint)
    if is_double:
        sheet.path(data, stroke("paper", round(wide - 2.6, 1)))
    neck, tip = route.points[-1], route.tip
    across, down = tip[0] - neck[0], tip[1] - neck[1]
    length = hypot(across, down) or 1.0
    half = max(3.8, edge.line.width * 0.95)
    side = (-down / length * half, across / length * half)
    corners = (tip, (neck[0] + side[0], neck[1] + side[1]), (neck[0] - side[0], neck[1] - side[1]))
    head = both("paper" if edge.line.head == "open" else edge.line.colour, edge.line.colour, 1.3)
    sheet.path(f"M {' L '.join(_point(corner) for corner in corners)} Z", head)


def _node(sheet: Canvas, node: Node, middle: Point) -> None:
    x, y = middle
    left, top = x - node.width / 2, y - node.height / 2
    sheet.rect(left, top, node.width, node.height, both("paper", "ink"), rx="3", hint=node.hint)
    for at, line in enumerate((*node.title, *node.lines)):
        baseline = top + PAD_PT + LINE_PT * (at + 0.5) + BASELINE_PT
        bold = at < len(node.title)
        sheet.text(x, baseline, line, anchor="middle", size=SIZE_PT, bold=bold)


def _label(sheet: Canvas, edge: Edge, middle: Point) -> None:
    x, y = middle
    top = y - edge.label_height / 2
    for mark in edge.marks:
        box = (x - mark.width / 2 + PAD_PT, top, mark.width - 2 * PAD_PT, mark.height)
        sheet.rect(*box, {**fill("paper"), "fill-opacity": "0.85"}, hint=edge.hint)
        for at, line in enumerate(mark.lines):
            baseline = top + LINE_PT * (at + 0.5) + BASELINE_PT
            sheet.text(x, baseline, line, anchor="middle", size=SIZE_PT)
        top += mark.height + 1


def _point(point: Point) -> str:
    return f"{n(point[0])} {n(point[1])}"
