"""A scene of boxes and lines, laid out by Graphviz, on a sheet of the pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.maps.scene import PAD_PT
from outputs.maps.strokes import CORE_PT, head_points, path_of, stroke_width
from outputs.maps.svg import write_lines
from outputs.maps.text import SIZE_PT
from outputs.palette import both, fill, stroke
from outputs.pictures.canvas import WIDTH, Canvas, legend, legend_height
from outputs.svg import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.maps.draw import DrawnLine, Layout, Point
    from outputs.maps.scene import Edge, Node, Scene
    from outputs.pictures.canvas import Caption

EDGE: Final = 6.0
"""Around the drawing: a line may bend a little beyond where Graphviz says it ends."""

LARGER: Final = 1.25
"""The maps' text is 10 points, that of the pictures 12 to 13 pixels."""


def draw_graph(scene: Scene, laid: Layout, waits: Sequence[str], caption: Caption) -> str:
    """Draw a scene whose lines have a palette's name for a colour; the legend names the `waits`.

    The sheet is as wide as the drawing, where that is wider than a sheet is.
    """
    width = max(WIDTH, laid.width * LARGER + 2 * EDGE)
    top = legend_height(waits) + 8
    sheet = Canvas(caption, scene.summary, height=top + laid.height * LARGER + 4, width=width)
    legend(sheet, 2, [(fill(f"wait-{at}"), words) for at, words in enumerate(waits)])
    moved = f"translate({number((width - laid.width * LARGER) / 2)} {number(top)}) scale({LARGER})"
    with sheet.group({"transform": moved, "font-size": number(SIZE_PT)}):
        for edge, route in zip(scene.edges, laid.routes, strict=True):
            _edge(sheet, edge, route)
        for node in scene.nodes:
            _node(sheet, node, laid.nodes[node.key])
        for edge, route in zip(scene.edges, laid.routes, strict=True):
            if route.label:
                _label(sheet, edge, route.label)
    return sheet.markup()


def _edge(sheet: Canvas, edge: Edge, route: DrawnLine) -> None:
    line, data = edge.line, path_of(route)
    width = stroke_width(line)
    sheet.path(data, stroke(line.colour, width), hint=edge.hint)
    if line.stroke == "double":
        sheet.path(data, stroke("paper", round(width - CORE_PT, 1)))
    head = head_points(line, route.points[-1], route.tip, " L ")
    inside = "paper" if line.head == "open" else line.colour
    sheet.path(f"M {head} Z", both(inside, line.colour, 1.3))


def _node(sheet: Canvas, node: Node, middle: Point) -> None:
    x, y = middle
    left, top = x - node.width / 2, y - node.height / 2
    look = {**both("paper", "ink"), "rx": "3"}
    sheet.rect(left, top, node.width, node.height, look, hint=node.hint)
    write_lines(sheet, x, top + PAD_PT, (*node.title, *node.lines), n_bold=len(node.title))


def _label(sheet: Canvas, edge: Edge, middle: Point) -> None:
    x, y = middle
    top = y - edge.label_height / 2
    for mark in edge.marks:
        box = (x - mark.width / 2 + PAD_PT, top, mark.width - 2 * PAD_PT, mark.height)
        sheet.rect(*box, {**fill("paper"), "fill-opacity": "0.85"}, hint=edge.hint)
        write_lines(sheet, x, top, mark.lines)
        top += mark.height + 1
