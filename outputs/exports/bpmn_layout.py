"""Where everything in a BPMN model stands: a pool, with a lane for each partner from side to side.

Graphviz says how far to the right each node stands and which of two is higher; it is given sizes and no
names. Here each lane gets as many rows as it needs for its nodes not to overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.exports.bpmn_graph import SIZES
from outputs.maps import draw, scene

if TYPE_CHECKING:
    from outputs.exports.bpmn_graph import Graph, Node

Box = tuple[float, float, float, float]
"""Left, top, width, height."""

Point = tuple[float, float]

EDGE: Final = 40.0
NAME: Final = 30.0
"""How wide the strip with a pool's or a lane's name is."""

ROW: Final = 110.0
GAP: Final = 20.0
PAD: Final = 20.0


@dataclass(frozen=True)
class _Sized(scene.Node):
    """A box for Graphviz with a size of its own."""

    size: tuple[float, float] = (0.0, 0.0)

    @property
    def width(self) -> float:
        """As given."""
        return self.size[0]

    @property
    def height(self) -> float:
        """As given."""
        return self.size[1]


@dataclass(frozen=True)
class Places:
    """Where the pool, the lanes, the nodes and the corners of the arrows stand, by key."""

    pool: Box
    lanes: dict[str, Box]
    nodes: dict[str, Box]
    arrows: dict[str, tuple[Point, ...]]


def places(process: Graph) -> Places:
    """Lay a process out."""
    found = draw.layout(_scene(process), "LR")
    left = EDGE + 2 * NAME + PAD
    across = left + found.width + PAD
    top = EDGE
    nodes: dict[str, Box] = {}
    lanes: dict[str, Box] = {}
    for lane in process.lanes or {"": ""}:
        mine = [node for node in process.nodes if node.lane == lane]
        rows = _rows(mine, found.nodes)
        height = (max(rows.values(), default=0) + 1) * ROW + PAD
        for node in mine:
            wide, high = SIZES[node.kind]
            middle = top + PAD / 2 + (rows[node.key] + 0.5) * ROW
            nodes[node.key] = (
                round(left + found.nodes[node.key][0] - wide / 2),
                round(middle - high / 2),
                wide,
                high,
            )
        if lane:
            lanes[lane] = (EDGE + NAME, top, round(across - EDGE - NAME), height)
        top += height
    arrows = {
        arrow.key: _corners(nodes[arrow.source], nodes[arrow.target]) for arrow in process.arrows
    }
    return Places((EDGE, EDGE, round(across - EDGE), top - EDGE), lanes, nodes, arrows)


def _scene(process: Graph) -> scene.Scene:
    """The process as Graphviz is asked for it: sizes, and what should be straight."""
    return scene.Scene(
        "bpmn",
        "",
        "",
        "",
        nodes=[_Sized(n.key, ("",), order=n.order, size=SIZES[n.kind]) for n in process.nodes],
        edges=[
            scene.Edge(arrow.source, arrow.target, arrow.n, scene.Line(1, "#000000"))
            for arrow in process.arrows
        ],
    )


def _rows(nodes: list[Node], middles: dict[str, Point]) -> dict[str, int]:
    """A row of its lane for each node, so that no two in one row overlap."""
    ends: list[list[tuple[float, float]]] = []
    rows = {}
    for node in sorted(nodes, key=lambda node: (middles[node.key][1], middles[node.key][0])):
        middle, half = middles[node.key][0], SIZES[node.kind][0] / 2 + GAP / 2
        mine = (middle - half, middle + half)
        row = next((at for at, taken in enumerate(ends) if _is_free(mine, taken)), len(ends))
        if row == len(ends):
            ends.append([])
        ends[row].append(mine)
        rows[node.key] = row
    return rows


def _is_free(mine: tuple[float, float], taken: list[tuple[float, float]]) -> bool:
    return all(mine[1] <= left or right <= mine[0] for left, right in taken)


def _corners(source: Box, target: Box) -> tuple[Point, ...]:
    """An arrow with square corners: forwards from right to left side, backwards along the undersides."""
    (x1, y1, wide1, high1), (x2, y2, wide2, high2) = source, target
    out, into = (x1 + wide1, y1 + high1 / 2), (x2, y2 + high2 / 2)
    if out[0] < into[0]:
        if out[1] == into[1]:
            return out, into
        bend = round((out[0] + into[0]) / 2)
        return out, (bend, out[1]), (bend, into[1]), into
    below = max(y1 + high1, y2 + high2) + 12
    from_, to = x1 + wide1 / 2, x2 + wide2 / 2
    return (from_, y1 + high1), (from_, below), (to, below), (to, y2 + high2)
