"""What hangs together: the connected components of a graph whose nodes are numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def components(n: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """The lowest node that each of n nodes hangs together with, over edges between `left` and `right`.

    Every round hands the lowest node on over each edge and then follows it to its own lowest, so that a long
    chain takes few rounds.

    >>> components(5, np.array([3, 1]), np.array([1, 4])).tolist()
    [0, 1, 2, 1, 1]
    """
    lowest = np.arange(n, dtype=np.int64)
    while True:
        before = lowest.copy()
        np.minimum.at(lowest, before[left], before[right])
        np.minimum.at(lowest, before[right], before[left])
        lowest = np.minimum(lowest, lowest[lowest])
        if np.array_equal(lowest, before):
            return lowest
