"""What is known between two groups of records, and the one link that joining them would stand on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from journeys.linking.partners import AWAY

GIVEN_NAMES: Final = 1
BIRTH_DATES: Final = 2
SURNAMES: Final = 4
ADDRESSES: Final = 8
KINDS: Final = 16
"""Sets of what two records tell of each other: a bit for each of the four."""

MOST: Final = 10.0
"""A pair's log-odds count within ±10 bits (0.999), so that one of them cannot outweigh all others."""

Best = tuple[float, int, int]
"""A link: minus its weight, and two nodes."""
NONE: Final[Best] = (math.inf, -1, -1)


@dataclass
class Side:
    """What is known between two groups.

    Attributes:
        total: the summed weight of the pairs between them.
        n: how many those are.
        best: the best link among the pairs that tell at least each set of things.
        differ: of what some pair says that it differs.
        twice: the sources that have both at one address, under another name or date; None: no pair is of
            one address.
    """

    total: float
    n: int
    best: list[Best]
    differ: int
    twice: frozenset[int] | None

    @property
    def link(self) -> Best:
        """The link that a join stands on: a record that does not say joins no two that clearly differ."""
        return self.best[self.differ]

    def add(self, other: Side) -> None:
        """Take in what is known between the same two groups by other pairs."""
        self.total += other.total
        self.n += other.n
        self.best = [min(pair) for pair in zip(self.best, other.best, strict=True)]
        self.differ |= other.differ
        if other.twice is not None:
            self.twice = other.twice | (self.twice or frozenset())


def side(link: Best, tell: int, differ: int, weight: float, twice: int) -> Side:
    """What one pair makes known."""
    return Side(
        total=max(-MOST, min(MOST, weight)),
        n=1,
        best=[link if kinds & ~tell == 0 else NONE for kinds in range(KINDS)],
        differ=differ,
        twice=None if twice == AWAY else frozenset([twice] if twice >= 0 else []),
    )
