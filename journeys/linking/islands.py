"""Groups that hang together by probable pairs, and which of them are joined."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from journeys.linking.odds import CALIBRATED, against, weight_of
from journeys.linking.sides import BIRTH_DATES, GIVEN_NAMES, NONE, Side, side

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from journeys.linking.partners import NodeSources
    from journeys.linking.rules import Link, NodeGroups
    from journeys.linking.settings import LinkSettings

WEIGHED: Final = 0.0
"""A pair of at least this log-odds is looked at as another candidate for who somebody is."""
UNLIKELY: Final = -6.0
"""Two groups of less log-odds than this are clearly two people; of more, they may but say little."""
UNSCORED: Final = -2.0
"""A pair that nothing brought together for scoring agrees on little."""


@dataclass(frozen=True)
class NodeValues:
    """What a person has one of at most: for each node the number of its value, −1 for none.

    The key and the BSN, of which no two may differ; the initial of the given name, and the year and the day
    of birth, which tell of two records that nothing brought together whether they can be one person. And
    the source, of which a person has several, but seldom one twice.
    """

    key: NDArray[np.int64]
    bsn: NDArray[np.int64]
    initial: NDArray[np.int64]
    birth_year: NDArray[np.int64]
    birth_month_day: NDArray[np.int64]
    source: NDArray[np.int64]


class Island:
    """Groups that hang together by strong pairs, and touch no other group by one."""

    def __init__(
        self,
        groups: NodeGroups,
        rows: Iterable[tuple[int, int, float, bool, int, int, int]],
        numbers: NodeValues,
        partners: NodeSources,
        settings: LinkSettings,
    ) -> None:
        self.groups = groups
        self.partners = partners
        self.upper = weight_of(settings.upper)
        self.cohesion = weight_of(settings.cohesion)
        self.sides: dict[int, dict[int, Side]] = {}
        for left, right, weight, may_link, tell, differ, twice in rows:
            fresh = side((-weight, left, right) if may_link else NONE, tell, differ, weight, twice)
            one, other = groups.of[left], groups.of[right]
            known = self.sides.setdefault(one, {}).get(other)
            if known is None:
                self.sides[one][other] = fresh
                self.sides.setdefault(other, {})[one] = fresh
            else:
                known.add(fresh)
        self.size = {group: len(groups.members_of(group)) for group in self.sides}
        self.keys = {group: self._held(group, numbers.key) for group in self.sides}
        self.bsns = {group: self._held(group, numbers.bsn) for group in self.sides}
        self.initials = {group: self._held(group, numbers.initial) for group in self.sides}
        self.years = {group: self._held(group, numbers.birth_year) for group in self.sides}
        self.sources = {group: self._held(group, numbers.source) for group in self.sides}
        self.days = {group: self._held(group, numbers.birth_month_day) for group in self.sides}

    def settle(self) -> None:
        """Join until nothing more may be joined: what waited for another candidate to go is tried again."""
        while self._settle_once():
            pass

    def _settle_once(self) -> int:
        queue = [
            entry
            for one, others in self.sides.items()
            for other in others
            if one < other and (entry := self._entry(one, other))
        ]
        heapq.heapify(queue)
        n_joined = 0
        while queue:
            entry = heapq.heappop(queue)
            one, other = entry[2], entry[3]
            if other not in self.sides.get(one, {}) or self._entry(one, other) != entry:
                continue
            _, left, right = self.sides[one][other].link
            certain = against(self._weight(one, other), self._rivals(one, other))
            if certain < self.upper:
                continue
            link: Link = (left, right, "probability", certain)
            self.groups.join(link)
            n_joined += 1
            kept = self.groups.of[link[0]]
            self._merge(kept, other if kept == one else one)
            for third in self.sides[kept]:
                if fresh := self._entry(min(kept, third), max(kept, third)):
                    heapq.heappush(queue, fresh)
        return n_joined

    def _held(self, group: int, numbers: NDArray[np.int64]) -> set[int]:
        return {int(numbers[n]) for n in self.groups.members_of(group) if numbers[n] >= 0}

    def _entry(self, one: int, other: int) -> tuple[float, float, int, int] | None:
        """A join as it stands in the queue; None where it may not be made."""
        weight = self._weight(one, other)
        if weight < self.upper or not self.groups.may_join(one, other):
            return None
        if self._are_numbered_apart(one, other):
            return None
        mean = self._mean(one, other)
        if mean < self.cohesion:
            return None
        return (-round(mean, 6), -round(weight, 6), one, other)

    def _weight(self, one: int, other: int) -> float:
        """What speaks for a join: its link, and of which partners the two have records."""
        side = self.sides[one][other]
        weight = CALIBRATED - side.link[0]
        if side.twice is None or math.isinf(weight):
            return weight
        return weight + self.partners.between(
            self.sources[one], self.sources[other], side.twice, side.link[1:]
        )

    def _mean(self, one: int, other: int) -> float:
        side, n_pairs = self.sides[one][other], self.size[one] * self.size[other]
        return (side.total + UNSCORED * (n_pairs - side.n)) / n_pairs

    def _rivals(self, one: int, other: int) -> list[float]:
        """The weight of each third group that one of the two may be, and that is not the other: a twin's."""
        return [
            weight
            for group, partner in ((one, other), (other, one))
            for third in self.sides[group]
            if third != partner
            and (weight := self._weight(group, third)) >= WEIGHED
            and self._contradict(partner, third)
        ]

    def _contradict(self, one: int, other: int) -> bool:
        """Whether two groups are clearly two people; that little speaks for one says no such thing."""
        if not self.groups.may_join(one, other) or self._are_numbered_apart(one, other):
            return True
        side = self.sides[one].get(other)
        if side:
            differ = side.differ & (GIVEN_NAMES | BIRTH_DATES)
            return bool(differ and math.isinf(side.link[0])) or self._mean(one, other) < UNLIKELY
        return _are_disjoint(self.initials, one, other) or (
            _are_disjoint(self.years, one, other) and not self.days[one] & self.days[other]
        )

    def _are_numbered_apart(self, one: int, other: int) -> bool:
        return _are_disjoint(self.keys, one, other) or _are_disjoint(self.bsns, one, other)

    def _merge(self, kept: int, gone: int) -> None:
        self.size[kept] += self.size.pop(gone)
        for held in (self.keys, self.bsns, self.initials, self.years, self.days, self.sources):
            held[kept] |= held.pop(gone)
        del self.sides[kept][gone]
        for third, known in self.sides.pop(gone).items():
            if third == kept:
                continue
            del self.sides[third][gone]
            there = self.sides[kept].get(third)
            if there is None:
                self.sides[kept][third] = known
                self.sides[third][kept] = known
            else:
                there.add(known)


def _are_disjoint(held: dict[int, set[int]], one: int, other: int) -> bool:
    """Whether two groups both have values, and none in common."""
    return bool(held[one] and held[other] and not held[one] & held[other])
