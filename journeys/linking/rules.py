"""What links and what forbids without any probability: decisions, keys and numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from journeys.linking.settings import Decision

Pair = tuple[int, int]
Link = tuple[int, int, str, "float | None"]
"""Two nodes, the rule and, for the rule probability, the log2 of the odds."""


@dataclass
class NodeGroups:
    """Nodes that belong together, and which may not.

    Attributes:
        of: the group of each node; a group is named after one of its nodes.
        members: the nodes of each group.
        apart: for each group the groups that a reviewer keeps apart from it.
        links: the joins that were made.
    """

    of: list[int]
    members: dict[int, list[int]] = field(default_factory=dict)
    apart: dict[int, set[int]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def members_of(self, group: int) -> list[int]:
        """The nodes of a group; one that was never joined holds itself alone."""
        return self.members.get(group) or [group]

    def may_join(self, one: int, other: int) -> bool:
        """Whether no reviewer keeps two groups apart."""
        return other not in self.apart.get(one, ())

    def join(self, link: Link) -> None:
        """Make one group of the groups of a link's two nodes; nothing where they are one already."""
        one, other = self.of[link[0]], self.of[link[1]]
        if one == other:
            return
        kept, gone = self.members_of(one), self.members_of(other)
        if len(kept) < len(gone):
            one, other, kept, gone = other, one, gone, kept
        for node in gone:
            self.of[node] = one
        self.members[one] = kept + gone
        self.members.pop(other, None)
        for foe in self.apart.pop(other, ()):
            self.apart[foe].discard(other)
            self.apart[foe].add(one)
            self.apart.setdefault(one, set()).add(foe)
        self.links.append(link)

    def keep_apart(self, one: int, other: int) -> None:
        """Forbid that the groups of two nodes are ever joined; nothing where they are one already."""
        one, other = self.of[one], self.of[other]
        if one != other:
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)


def decided(
    decisions: Iterable[Decision], place: Mapping[str, int]
) -> tuple[list[Pair], list[Pair]]:
    """The pairs that are said to be one person, and those that are not; the last word counts.

    A decision about a node that is no longer there says nothing.
    """
    last: dict[Pair, bool] = {}
    for decision in decisions:
        one, other = place.get(decision.person_a), place.get(decision.person_b)
        if one is None or other is None or one == other:
            continue
        pair = (min(one, other), max(one, other))
        last.pop(pair, None)
        last[pair] = decision.is_same
    return (
        [pair for pair, is_same in last.items() if is_same],
        [pair for pair, is_same in last.items() if not is_same],
    )


def by_rule(
    n: int,
    same: Sequence[Pair],
    apart: Sequence[Pair],
    shared: Iterable[tuple[str, Sequence[Sequence[int]]]],
    doubted: Iterable[Pair],
) -> NodeGroups:
    """Join what decisions, keys and BSNs join.

    Where decisions contradict each other (a is b, b is c, a is not c), those that join win, since
    they are as much a reviewer's word and a join can be looked at. Members of one key or
    BSN are joined one by one in order of their number, each to the first it may be joined with.

    Args:
        n: how many nodes there are.
        same: pairs that are one person, by decision.
        apart: pairs that are not, by decision.
        shared: rule (`key`, `bsn`) and the nodes that share one value, the stronger rule first.
        doubted: pairs that share a BSN and look like two people: joined by nothing but a decision.
    """
    groups = NodeGroups(list(range(n)))
    for one, other in sorted(same):
        groups.join((one, other, "review", None))
    for one, other in sorted(apart):
        groups.keep_apart(one, other)
    doubt: dict[int, set[int]] = defaultdict(set)
    for one, other in doubted:
        doubt[one].add(other)
        doubt[other].add(one)
    for rule, values in shared:
        for nodes in values:
            _gather(groups, rule, nodes, doubt if rule == "bsn" else {})
    return groups


def _gather(
    groups: NodeGroups, rule: str, nodes: Sequence[int], doubt: Mapping[int, set[int]]
) -> None:
    """Join the nodes that share a value, as far as nothing forbids it."""
    leaders: list[list[int]] = []
    for node in sorted(nodes):
        for led in leaders:
            if groups.may_join(groups.of[led[0]], groups.of[node]) and not any(
                other in doubt.get(node, ()) for other in led
            ):
                groups.join((led[0], node, rule, None))
                led.append(node)
                break
        else:
            leaders.append([node])
