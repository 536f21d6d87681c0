"""Expectation maximisation of a mixture of two kinds of pairs, with a belief to start and to stay near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from journeys.linking.parameters import PRIOR_PAIRS, SMALLEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROUNDS: Final = 200
CLOSE: Final = 1e-7
"""No parameter moves more than this: it has converged."""


@dataclass(frozen=True)
class Patterns:
    """Combinations of levels, and how often each occurs.

    Attributes:
        levels: a row for each combination, a column for each comparison: the level, −1 if it says nothing.
        count: of each combination.
    """

    levels: NDArray[np.int64]
    count: NDArray[np.float64]


@dataclass(frozen=True)
class Expected:
    """What was found: m and u of each comparison's levels, the shares of one person and of the third kind."""

    m: list[list[float]]
    u: list[list[float]]
    share: float
    third: float = 0.0


def expect(
    patterns: Patterns,
    *,
    m: Sequence[Sequence[float]],
    u: Sequence[Sequence[float]],
    share: float,
    is_u_fixed: bool,
    third: tuple[float, Sequence[Sequence[float]]] | None = None,
) -> Expected:
    """The most probable parameters, given the pairs and a belief that counts for `PRIOR_PAIRS` pairs.

    Comparisons are taken as independent within each kind (Fellegi and Sunter, 1969). The belief is a
    Dirichlet prior around `m`, `u` and `share`, so that no probability becomes 0 and little data change
    little (maximum a posteriori; Dempster, Laird and Rubin, 1977). `third` is a kind of pairs beside the two,
    such as twins: its believed share, and its levels, which stay as they are.

    >>> import numpy as np
    >>> pairs = Patterns(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([81.0, 18, 18, 883]) * 1e3)
    >>> found = expect(pairs, m=[[0.8, 0.2]] * 2, u=[[0.01, 0.99]] * 2, share=0.3, is_u_fixed=True)
    >>> 0.09 < found.share < 0.11, 0.85 < found.m[0][0] < 0.95, found.u[0]
    (True, True, [0.01, 0.99])
    """
    now_m, now_u = (
        [np.array(probabilities) for probabilities in m],
        [np.array(probabilities) for probabilities in u],
    )
    prior_m, prior_u = (
        [probabilities.copy() for probabilities in now_m],
        [probabilities.copy() for probabilities in now_u],
    )
    rest = _likelihood(patterns, third[1]) if third else np.zeros(len(patterns.count))
    believed = third[0] if third else 0.0
    now, now_third = share, believed
    for _ in range(ROUNDS):
        likelihood = now * _likelihood(patterns, now_m)
        twins = now_third * rest
        every = likelihood + twins + (1 - now - now_third) * _likelihood(patterns, now_u)
        weight, weight_third = patterns.count * likelihood / every, patterns.count * twins / every
        before = now
        now = (weight.sum() + PRIOR_PAIRS * share) / (patterns.count.sum() + PRIOR_PAIRS)
        now_third = (weight_third.sum() + PRIOR_PAIRS * believed) / (
            patterns.count.sum() + PRIOR_PAIRS
        )
        moved = abs(now - before)
        for n, level in enumerate(patterns.levels.T):
            fresh = _shares(level, weight, prior_m[n])
            moved = max(moved, float(np.abs(fresh - now_m[n]).max()))
            now_m[n] = fresh
            if not is_u_fixed:
                fresh = _shares(level, patterns.count - weight - weight_third, prior_u[n])
                moved = max(moved, float(np.abs(fresh - now_u[n]).max()))
                now_u[n] = fresh
        if moved < CLOSE:
            break
    return Expected(
        [probabilities.tolist() for probabilities in now_m],
        [probabilities.tolist() for probabilities in now_u],
        float(f"{now:.6g}"),
        float(f"{now_third:.6g}"),
    )


def _likelihood(
    patterns: Patterns, levels: Sequence[NDArray[np.float64] | Sequence[float]]
) -> NDArray[np.float64]:
    """Of each combination, its probability in one kind of pairs."""
    log_odds = np.zeros(len(patterns.count))
    for level, values in zip(patterns.levels.T, levels, strict=True):
        log_odds += np.where(level < 0, 0.0, np.log(np.maximum(values, SMALLEST))[level])
    likely: NDArray[np.float64] = np.exp(log_odds)
    return likely


def _shares(
    level: NDArray[np.int64], weight: NDArray[np.float64], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The share of each level by weight, with the belief counted in."""
    known = level >= 0
    seen = np.bincount(level[known], weights=weight[known], minlength=len(prior))
    shares: NDArray[np.float64] = (seen + PRIOR_PAIRS * prior) / (seen.sum() + PRIOR_PAIRS)
    return shares
