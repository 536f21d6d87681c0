"""What it tells of two groups which partners they are of: one seldom registers one person twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from journeys.linking.rules import NodeGroups, Pair
    from journeys.linking.scored import Pairs

AWAY: Final = -2
"""Of two addresses: who moved is registered anew, so that one source twice tells nothing."""
APART: Final = -1


@dataclass(frozen=True)
class NodeSources:
    """The source of each node, and the weight (bits) of two records of one source and of two sources."""

    source: NDArray[np.int64]
    same: float
    other: float

    def between(
        self, one: Collection[int], other: Collection[int], twice: Collection[int], link: Pair
    ) -> float:
        """What the sources of two groups add to the weight of the one link between them (bits).

        Each two sources speak for themselves, once: records of three partners and one of a fourth look like
        one person more than two records do; a partner that has both does not.

        Args:
            one: the sources of a group.
            other: those of the other one.
            twice: the sources that have both, at one address.
            link: the two nodes whose weight counts their own sources already.

        >>> partners = NodeSources(np.array([7, 8, 9]), same=-5.0, other=0.5)
        >>> partners.between({7, 8}, {9}, (), (0, 2)), partners.between({7, 8}, {8, 9}, {8}, (0, 2))
        (0.5, -4.0)
        """
        n_pairs = len(one) * len(other) - len(set(one) & set(other))
        bits = len(twice) * self.same + n_pairs * self.other
        left, right = (int(self.source[node]) for node in link)
        if left != right:
            return bits - self.other
        return bits - (self.same if left in twice else 0.0)

    def weights(
        self, groups: NodeGroups, pairs: Pairs, links: Mapping[Pair, Pair]
    ) -> dict[Pair, float]:
        """What the sources add to each link, by the two groups that it ties; 0 between two addresses."""
        of = np.asarray(groups.of, dtype=np.int64)
        left, right = of[pairs.left], of[pairs.right]
        low, high = np.minimum(left, right), np.maximum(left, right)
        wanted = np.array([one * len(of) + other for one, other in links], dtype=np.int64)
        chosen = (pairs.twice != AWAY) & np.isin(low * len(of) + high, wanted)
        twice: dict[Pair, set[int]] = {}
        for one, other, source in zip(
            low[chosen].tolist(), high[chosen].tolist(), pairs.twice[chosen].tolist(), strict=True
        ):
            twice.setdefault((one, other), set()).update([source] if source != APART else [])
        held = {each: self._sources(groups, each) for pair in twice for each in pair}
        return {
            pair: self.between(held[pair[0]], held[pair[1]], twice[pair], link)
            if pair in twice
            else 0.0
            for pair, link in links.items()
        }

    def _sources(self, groups: NodeGroups, group: int) -> set[int]:
        return {int(self.source[node]) for node in groups.members_of(group)}
