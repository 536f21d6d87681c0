"""Scored pairs of nodes: what linking knows of every two that it compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Pairs:
    """Scored pairs, by left and right.

    The numbers of two nodes (left < right), log2 of the odds, whether they may be linked by probability
    at all, the sets of what they tell of each other and of what differs (`journeys.linking.sides`), and
    the source that has both (`APART`: two sources have them; `AWAY`: they are of two addresses).
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weight: NDArray[np.float64]
    may_link: NDArray[np.bool_]
    tell: NDArray[np.int8]
    differ: NDArray[np.int8]
    twice: NDArray[np.int64]

    def __getitem__(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Pairs:
        """Some of the pairs."""
        return Pairs(
            self.left[chosen],
            self.right[chosen],
            self.weight[chosen],
            self.may_link[chosen],
            self.tell[chosen],
            self.differ[chosen],
            self.twice[chosen],
        )
