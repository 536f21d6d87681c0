"""Groups out of pairs, without chains: a group grows only while its pairs agree on the whole."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from journeys.linking.rules import Groups, Link
    from journeys.linking.settings import LinkSettings

MOST: Final = 10.0
"""A pair's log-odds count within ±10 bits (0.999), so that one of them cannot outweigh all others."""
MARGIN: Final = 3.0
"""A group that fits two others, who are not one, is given to neither unless it fits one so many bits
better: without a given name, a record fits both of twins."""
UNSCORED: Final = -2.0
"""A pair that nothing brought together for scoring agrees on little."""


@dataclass(frozen=True)
class Pairs:
    """Scored pairs, by left and right.

    The numbers of two nodes (left < right), log2 of the odds, whether they may be linked by
    probability at all, and whether their given names agree (1), clearly differ (−1) or do not say (0).
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weight: NDArray[np.float64]
    may_link: NDArray[np.bool_]
    given: NDArray[np.int8]

    def __getitem__(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Pairs:
        """Some of the pairs."""
        return Pairs(
            self.left[chosen],
            self.right[chosen],
            self.weight[chosen],
            self.may_link[chosen],
            self.given[chosen],
        )


@dataclass(frozen=True)
class Numbers:
    """Two numbers that a person has one of at most: for each node its key and BSN, −1 for none."""

    key: NDArray[np.int64]
    bsn: NDArray[np.int64]


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


def agglomerate(groups: Groups, pairs: Pairs, numbers: Numbers, settings: LinkSettings) -> None:
    """Join groups by probability, the most probable first.

    Two groups are joined where one pair between them reaches `upper`, the mean over all pairs
    between them reaches `cohesion`, they have no two different keys or BSNs, and no reviewer
    keeps them apart. Where some given names between them clearly differ, that one pair is one
    whose given names agree: a record without one does not make twins one person. Each join
    changes the means; the next most probable one follows.
    """
    of = np.asarray(groups.of, dtype=np.int64)
    strong = pairs.may_link & (pairs.weight >= weight_of(settings.upper))
    strong &= of[pairs.left] != of[pairs.right]
    links = coo_array(
        (
            np.ones(int(strong.sum()), dtype=np.int8),
            (of[pairs.left[strong]], of[pairs.right[strong]]),
        ),
        shape=(len(of), len(of)),
    )
    _, island = connected_components(links, directed=False)
    place = island[of]
    at_work = np.zeros(int(island.max(initial=0)) + 1, dtype=bool)
    at_work[place[pairs.left[strong]]] = True
    inside = (place[pairs.left] == place[pairs.right]) & at_work[place[pairs.left]]
    inside &= of[pairs.left] != of[pairs.right]
    chosen = pairs[inside]
    order = np.lexsort((chosen.right, chosen.left, place[chosen.left]))
    chosen = chosen[order]
    bounds = np.flatnonzero(np.diff(place[chosen.left], prepend=-1, append=-1))
    rows = list(
        zip(
            chosen.left.tolist(),
            chosen.right.tolist(),
            chosen.weight.tolist(),
            chosen.may_link.tolist(),
            chosen.given.tolist(),
            strict=True,
        )
    )
    for start, end in pairwise(bounds.tolist()):
        _Island(groups, rows[start:end], numbers, settings).settle()


@dataclass
class _Side:
    """What is known between two groups: summed weight, how many pairs, and the best link.

    `named` is the best link whose given names agree, `n_differ` counts those that clearly differ.
    """

    total: float
    n: int
    best: tuple[float, int, int]
    named: tuple[float, int, int]
    n_differ: int

    @property
    def link(self) -> tuple[float, int, int]:
        """The link that a join stands on: minus its weight, and two nodes."""
        return self.named if self.n_differ else self.best

    def add(self, other: _Side) -> None:
        self.total += other.total
        self.n += other.n
        self.best = min(self.best, other.best)
        self.named = min(self.named, other.named)
        self.n_differ += other.n_differ


_NONE: Final = (math.inf, -1, -1)


class _Island:
    """Groups that hang together by strong pairs, and touch no other group by one."""

    def __init__(
        self,
        groups: Groups,
        rows: Iterable[tuple[int, int, float, bool, int]],
        numbers: Numbers,
        settings: LinkSettings,
    ) -> None:
        self.groups = groups
        self.upper = weight_of(settings.upper)
        self.cohesion = weight_of(settings.cohesion)
        self.sides: dict[int, dict[int, _Side]] = {}
        for left, right, weight, may_link, given in rows:
            link = (-weight, left, right) if may_link else _NONE
            side = _Side(
                max(-MOST, min(MOST, weight)), 1, link, link if given > 0 else _NONE, int(given < 0)
            )
            one, other = groups.of[left], groups.of[right]
            known = self.sides.setdefault(one, {}).get(other)
            if known is None:
                self.sides[one][other] = side
                self.sides.setdefault(other, {})[one] = side
            else:
                known.add(side)
        self.size = {group: len(groups.members_of(group)) for group in self.sides}
        self.keys = {group: self._held(group, numbers.key) for group in self.sides}
        self.bsns = {group: self._held(group, numbers.bsn) for group in self.sides}

    def settle(self) -> None:
        """Join until nothing more may be joined."""
        queue = [
            entry
            for one, others in self.sides.items()
            for other in others
            if one < other and (entry := self._entry(one, other))
        ]
        heapq.heapify(queue)
        while queue:
            entry = heapq.heappop(queue)
            one, other = entry[2], entry[3]
            if other not in self.sides.get(one, {}) or self._entry(one, other) != entry:
                continue
            if self._is_torn(one, other) or self._is_torn(other, one):
                continue
            weight, left, right = self.sides[one][other].link
            link: Link = (left, right, "probability", -weight)
            self.groups.join(link)
            kept = self.groups.of[link[0]]
            self._merge(kept, other if kept == one else one)
            for third in self.sides[kept]:
                if fresh := self._entry(min(kept, third), max(kept, third)):
                    heapq.heappush(queue, fresh)

    def _held(self, group: int, numbers: NDArray[np.int64]) -> set[int]:
        return {int(numbers[n]) for n in self.groups.members_of(group) if numbers[n] >= 0}

    def _entry(self, one: int, other: int) -> tuple[float, float, int, int] | None:
        """A join as it stands in the queue; None where it may not be made."""
        side = self.sides[one][other]
        if -side.link[0] < self.upper or not self.groups.may_join(one, other):
            return None
        for held in (self.keys, self.bsns):
            if held[one] and held[other] and not held[one] & held[other]:
                return None
        mean = self._mean(one, other)
        if mean < self.cohesion:
            return None
        return (-round(mean, 6), round(side.link[0], 6), one, other)

    def _mean(self, one: int, other: int) -> float:
        side, n_pairs = self.sides[one][other], self.size[one] * self.size[other]
        return (side.total + UNSCORED * (n_pairs - side.n)) / n_pairs

    def _is_torn(self, one: int, other: int) -> bool:
        """Whether `one` fits a third group about as well, which is clearly not `other`: a twin's."""
        rest = self.sides[other]
        wanted = self._mean(one, other) - MARGIN
        return any(
            third != other
            and -side.link[0] >= self.upper
            and third in rest
            and self._mean(other, third) < 0
            and self._mean(one, third) >= wanted
            for third, side in self.sides[one].items()
        )

    def _merge(self, kept: int, gone: int) -> None:
        self.size[kept] += self.size.pop(gone)
        self.keys[kept] |= self.keys.pop(gone)
        self.bsns[kept] |= self.bsns.pop(gone)
        del self.sides[kept][gone]
        for third, side in self.sides.pop(gone).items():
            if third == kept:
                continue
            del self.sides[third][gone]
            known = self.sides[kept].get(third)
            if known is None:
                self.sides[kept][third] = side
                self.sides[third][kept] = side
            else:
                known.add(side)
