"""The corners of arrows in a BPMN model: around the nodes, never through one.

Nodes stand in columns and rows. Between two columns is a corridor and between two rows a track that no node
reaches into: an arrow goes out to the right into a corridor, along a track, and through the corridor before
its target. Arrows that share one run a little apart.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from outputs.exports.bpmn_graph import Arrow

Box = tuple[float, float, float, float]
"""Left, top, width, height."""

Point = tuple[float, float]

APART: Final = (0.5, 0.35, 0.65, 0.2, 0.8)
"""Where in a corridor or on a track arrows run, one after another, as a part of its width."""


def corners(
    arrows: Sequence[Arrow], nodes: Mapping[str, Box], tops: Mapping[str, float], row: float
) -> dict[str, tuple[Point, ...]]:
    """Each arrow's corners, from its source to its target.

    Args:
        arrows: of the process.
        nodes: where each node stands; nodes of one column have one middle.
        tops: where the row that each node stands in begins.
        row: how high a row is.
    """
    edges = _columns(nodes)
    places: dict[str, tuple[Point, ...]] = {}
    for n, arrow in enumerate(arrows):
        source, target = nodes[arrow.source], nodes[arrow.target]
        out = (source[0] + source[2], source[1] + source[3] / 2)
        into = (target[0], target[1] + target[3] / 2)
        part = APART[n % len(APART)]
        behind, before = _corridor(edges, source, 1, part), _corridor(edges, target, -1, part)
        is_next = out[0] < into[0] and _column(edges, source) + 1 == _column(edges, target)
        if _is_free(out, into, nodes.values()):
            places[arrow.key] = (out, into)
        elif is_next:
            places[arrow.key] = (out, (behind, out[1]), (behind, into[1]), into)
        else:
            room = row - _highest(nodes)
            edge = tops[arrow.source] + (row if into[1] >= out[1] else 0)
            track = round(edge + (part - 0.5) * room)
            places[arrow.key] = (
                out, (behind, out[1]), (behind, track), (before, track), (before, into[1]), into,
            )  # fmt: skip
    return places


def _is_free(out: Point, into: Point, nodes: Iterable[Box]) -> bool:
    """Whether a straight line to the right meets no node on its way."""
    return (
        out[1] == into[1]
        and out[0] < into[0]
        and not any(
            out[0] < left + wide and left < into[0] and top < out[1] < top + high
            for left, top, wide, high in nodes
        )
    )


def _highest(nodes: Mapping[str, Box]) -> float:
    return max(box[3] for box in nodes.values())


def _columns(nodes: Mapping[str, Box]) -> list[tuple[float, float]]:
    """The left and right edge of each column, from left to right."""
    places: list[tuple[float, float]] = []
    for left, _, wide, _ in sorted(nodes.values()):
        if places and left < places[-1][1]:
            places[-1] = (places[-1][0], max(places[-1][1], left + wide))
        else:
            places.append((left, left + wide))
    return places


def _column(edges: Sequence[tuple[float, float]], box: Box) -> int:
    """Which column a node stands in."""
    middle = box[0] + box[2] / 2
    return next(n for n, (left, right) in enumerate(edges) if left <= middle <= right)


def _corridor(edges: Sequence[tuple[float, float]], box: Box, side: int, part: float) -> float:
    """A place in the corridor behind (1) or before (-1) a node's column."""
    at = _column(edges, box)
    gaps = [right[0] - left[1] for left, right in pairwise(edges)]
    usual = min(gaps, default=40.0)
    if side > 0:
        gap = gaps[at] if at < len(gaps) else usual
        return round(edges[at][1] + part * gap)
    gap = gaps[at - 1] if at else usual
    return round(edges[at][0] - (1 - part) * gap)
