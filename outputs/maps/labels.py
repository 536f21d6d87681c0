"""Room for the words on lines: none of them over a box, or over another line's words.

Graphviz reserves the room, but between frames it sometimes gives the same place twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outputs.maps.draw import Box, DrawnLine, Layout, Point
    from outputs.maps.scene import Edge, Scene

ALONG: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where along a line its words may stand, the first that is free."""


def settle(scene: Scene, layout: Layout) -> Layout:
    """The same layout with each label where it covers least: where Graphviz put it, if that is free."""
    taken = [_around(layout.nodes[node.key], node.width, node.height) for node in scene.nodes]
    routes = []
    for edge, route in zip(scene.edges, layout.routes, strict=True):
        if route.label is None:
            routes.append(route)
            continue
        places = list(_places(edge, route))
        free = (at for at in places if not _covered(_of(edge, at), taken))
        place = next(free, None) or min(places, key=lambda at: _covered(_of(edge, at), taken))
        taken.append(_of(edge, place))
        routes.append(replace(route, label=place))
    return replace(layout, routes=tuple(routes))


def _places(edge: Edge, route: DrawnLine) -> Iterator[Point]:
    """Where a label could stand, the best first: `min` keeps the first of equals."""
    if route.label:
        yield route.label
    for share in ALONG:
        x, y = _on(route.points, share)
        yield x + edge.label_width / 2, y
        yield x - edge.label_width / 2, y


def _on(points: Sequence[Point], share: float) -> Point:
    """A point on a chain of Bézier curves, `share` of the way along its pieces."""
    pieces = (len(points) - 1) // 3
    at = min(int(share * pieces), pieces - 1)
    t = share * pieces - at
    a, b, c, d = points[3 * at : 3 * at + 4]
    s = 1 - t

    def mixed(axis: int) -> float:
        return s * s * (s * a[axis] + 3 * t * b[axis]) + t * t * (3 * s * c[axis] + t * d[axis])

    return mixed(0), mixed(1)


def _of(edge: Edge, at: Point) -> Box:
    return _around(at, edge.label_width, edge.label_height)


def _around(middle: Point, width: float, height: float) -> Box:
    x, y = middle
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _covered(box: Box, taken: Sequence[Box]) -> float:
    """How much of what is taken a box would cover, in square points; a point or two is nothing.

    >>> _covered((0, 0, 10, 10), [(5, 5, 20, 20), (50, 50, 60, 60)])
    25.0
    """
    total = 0.0
    for other in taken:
        across = min(box[2], other[2]) - max(box[0], other[0])
        down = min(box[3], other[3]) - max(box[1], other[1])
        if across > 1 and down > 1:
            total += across * down
    return total
