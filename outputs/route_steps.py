"""A route as a reader sees it: its steps, the middle of a long one left out and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FIRST: Final = 5
LAST: Final = 3


@dataclass(frozen=True)
class Route:
    """The steps of a route that are shown.

    Attributes:
        head: the first ones.
        n_left_out: how many are not shown between head and tail.
        tail: the last ones; empty where nothing is left out.
        n_steps: all of them.
        n_journeys: how many journeys took the route.
        share: that number over all journeys.
    """

    head: tuple[str, ...]
    n_left_out: int
    tail: tuple[str, ...]
    n_steps: int
    n_journeys: int
    share: float


def shorten(route: str, *, n_steps: int, n_journeys: int, share: float) -> Route:
    """The route's steps, without the middle where there are more than nine.

    Where an activity's own name holds the sign between steps, the pieces are no steps, and the route
    is told whole.

    >>> shorten(" > ".join("abcdefghijkl"), n_steps=1, n_journeys=3, share=0.5).head
    ('a > b > c > d > e > f > g > h > i > j > k > l',)
    >>> shorten(" > ".join("abcdefghijkl"), n_steps=12, n_journeys=3, share=0.5).n_left_out
    4
    """
    steps = tuple(route.split(" > "))
    if len(steps) != n_steps:
        return Route((route,), 0, (), n_steps, n_journeys, share)
    if len(steps) <= FIRST + LAST + 1:
        return Route(steps, 0, (), n_steps, n_journeys, share)
    left_out = n_steps - FIRST - LAST
    return Route(steps[:FIRST], left_out, steps[-LAST:], n_steps, n_journeys, share)
