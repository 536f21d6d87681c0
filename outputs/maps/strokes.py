"""Lines as SVG writes them: paths, dashes and heads, the same on paper and on the live map."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Final

from outputs.svg import number

if TYPE_CHECKING:
    from outputs.maps.draw import DrawnLine, Point
    from outputs.maps.scene import Line

CORE_PT: Final = 2.6
"""How much narrower than a double line is the paper between its two strokes."""


def path_of(route: DrawnLine) -> str:
    """A line along its Bézier curves.

    >>> from outputs.maps.draw import DrawnLine
    >>> path_of(DrawnLine(((0, 0), (1, 0), (2, 0.25), (3, 3)), (4, 4), None))
    'M 0 0 C 1 0 2 0.2 3 3'
    """
    start, *rest = route.points
    curves = " C ".join(
        " ".join(_point(point) for point in rest[place : place + 3])
        for place in range(0, len(rest), 3)
    )
    return f"M {_point(start)} C {curves}"


def stroke_width(line: Line) -> float:
    """How wide a line is drawn: a double one has room for two strokes.

    >>> from outputs.maps.scene import Line
    >>> stroke_width(Line(1.2, "#000000", "double")), stroke_width(Line(1.2, "#000000"))
    (4.0, 1.2)
    """
    return max(line.width, 4.0) if line.stroke == "double" else line.width


def dashes(line: Line) -> dict[str, str]:
    """The attributes that tell a dashed, a dash-dotted and a thin line from a solid one.

    >>> from outputs.maps.scene import Line
    >>> dashes(Line(2, "#000000", "dashed")), dashes(Line(2, "#000000"))
    ({'stroke-dasharray': '5 3.5'}, {})
    """
    width = stroke_width(line)
    dash, gap = number(max(5, 2.2 * width)), number(max(3.5, 1.4 * width))
    if line.stroke == "dashed":
        return {"stroke-dasharray": f"{dash} {gap}"}
    if line.stroke == "dashdot":
        return {"stroke-dasharray": f"{dash} {gap} 1.5 {gap}"}
    return {"stroke-dasharray": "1.5 2.5"} if line.stroke == "thin" else {}


def head_points(line: Line, neck: Point, tip: Point, between: str = " ") -> str:
    """The corners of a line's head, from `neck` to `tip`, with what stands between two.

    >>> from outputs.maps.scene import Line
    >>> head_points(Line(1, "#000000"), (0, 0), (8, 0))
    '8 0 0 3.8 0 -3.8'
    """
    across, down = tip[0] - neck[0], tip[1] - neck[1]
    length = hypot(across, down) or 1.0
    half = max(3.8, line.width * 0.95)
    side = (-down / length * half, across / length * half)
    corners = (
        tip,
        (neck[0] + side[0], neck[1] + side[1]),
        (neck[0] - side[0], neck[1] - side[1]),
    )
    return between.join(_point(corner) for corner in corners)


def _point(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
