"""Axes with ticks at round numbers, written as the reader writes them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from outputs.palette import stroke
from outputs.pictures.canvas import SMALL, SOFT

if TYPE_CHECKING:
    from collections.abc import Callable

    from outputs.pictures.canvas import Canvas


@dataclass(frozen=True)
class Plot:
    """The field in which values are drawn: its top left corner, its size, and the axis' end."""

    left: float
    top: float
    width: float
    height: float
    most: float

    @property
    def bottom(self) -> float:
        """The y of zero."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.left + self.width

    def y(self, value: float) -> float:
        """Where a value stands.

        >>> Plot(0, 10, 100, 100, most=50).y(25)
        60.0
        """
        return self.bottom - self.height * (value / self.most if self.most else 0)


def ticks(most: float, about: int = 5, *, whole: bool = True) -> tuple[float, ...]:
    """Round numbers from 0 to just beyond `most`, some `about` steps apart.

    Args:
        most: the largest value.
        about: how many steps there should be.
        whole: no step is less than 1.

    >>> ticks(23), ticks(3), ticks(0), ticks(0.4, whole=False)
    ((0.0, 5.0, 10.0, 15.0, 20.0, 25.0), (0.0, 1.0, 2.0, 3.0), (0.0, 1.0), (0.0, 0.1, 0.2, 0.3, 0.4))
    """
    if most <= 0:
        return (0.0, 1.0)
    rough = most / about
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * 0.999)
    if whole:
        step = max(1.0, step)
    return tuple(round(step * at, 9) for at in range(ceil(round(most / step, 6)) + 1))


def value_axis(
    sheet: Canvas, plot: Plot, marks: tuple[float, ...], tell: Callable[[float], str]
) -> None:
    """Lines across the field at `marks`, with what they stand for at the left."""
    for mark in marks:
        y = plot.y(mark)
        sheet.line(plot.left, y, plot.right, y, stroke("soft" if mark == 0 else "line"))
        sheet.text(plot.left - 8, y + 4, tell(mark), SOFT, anchor="end", size=SMALL)
