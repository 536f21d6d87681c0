"""Where everything in a BPMN model stands: a pool, with a lane for each partner from side to side.

Graphviz says how far to the right each node stands and which of two is higher; it is given sizes and no
names. Here each lane gets as many rows as it needs for its nodes not to overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.exports.bpmn_arrows import corners
from outputs.exports.bpmn_graph import SIZES
from outputs.maps import draw, scene

if TYPE_CHECKING:
    from outputs.exports.bpmn_arrows import Box, Point
    from outputs.exports.bpmn_graph import BpmnNode, Graph

EDGE: Final = 40.0
NAME: Final = 30.0
"""How wide the strip with a pool's or a lane's name is."""

ROW: Final = 130.0
STRETCH: Final = 1.35
"""How much further apart than Graphviz sets them columns stand, so that arrows pass between."""

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
    laid = draw.layout(_scene(process), "LR")
    left = EDGE + 2 * NAME + PAD
    across = left + STRETCH * laid.width + PAD
    top = EDGE
    tops: dict[str, float] = {}
    nodes: dict[str, Box] = {}
    lanes: dict[str, Box] = {}
    for lane in process.lanes or {"": ""}:
        mine = [node for node in process.nodes if node.lane == lane]
        rows = _rows(mine, laid.nodes)
        height = (max(rows.values(), default=0) + 1) * ROW + PAD
        for node in mine:
            wide, high = SIZES[node.kind]
            tops[node.key] = top + PAD / 2 + rows[node.key] * ROW
            across_at = left + STRETCH * laid.nodes[node.key][0]
            down = tops[node.key] + (ROW - high) / 2
            nodes[node.key] = (round(across_at - wide / 2), round(down), wide, high)
        if lane:
            lanes[lane] = (EDGE + NAME, top, round(across - EDGE - NAME), height)
        top += height
    arrows = corners(process.arrows, nodes, tops, ROW)
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


def _rows(nodes: list[BpmnNode], middles: dict[str, Point]) -> dict[str, int]:
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
