"""Odds as their base-2 logarithm, the weight that pairs are told in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

CALIBRATED: Final = 2.0
"""Bits by which two groups, each all that is known of somebody, are more probably one person than one pair
of their records is: others in a household have mostly more than that one record. By logistic regression
of right on weight, over 17,000 joins of less than 12 bits in six populations of the benchmark (seeds 1
and 5: as they are, twins 10 %, 10 % empty): slope 1.06, intercept 1.97. Held out: benchmarks/README.md.
"""


def weight_of(probability: float) -> float:
    """The log2 of the odds.

    >>> weight_of(0.5), round(weight_of(0.95), 2), weight_of(1.0)
    (0.0, 4.25, inf)
    """
    if probability <= 0:
        return -math.inf
    return math.inf if probability >= 1 else math.log2(probability / (1 - probability))


def probability_of(weight: float) -> float:
    """The probability that belongs to the log2 of the odds.

    >>> probability_of(0.0), round(probability_of(4.2479275), 3)
    (0.5, 0.95)
    """
    return 1.0 / (1.0 + math.exp2(-max(min(weight, 60.0), -60.0)))


def against(weight: float, rivals: Iterable[float]) -> float:
    """The log2 of the odds that two are one, where each of them may be one of others instead.

    Somebody is one person at most: with two candidates of equal odds, either is less probable than not.

    >>> against(8.0, []), round(probability_of(against(8.0, [8.0])), 2), round(against(12.0, [4.0]), 2)
    (8.0, 0.5, 7.91)
    """
    return weight - math.log2(1.0 + sum(math.exp2(min(rival, 60.0)) for rival in rivals))
