"""The questions for a person: what is neither clearly one client nor clearly two."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from journeys.linking.comparisons import LIKENESS
from journeys.linking.islands import WEIGHED
from journeys.linking.odds import CALIBRATED, against, probability_of, weight_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeys.engine import Engine
    from journeys.linking.comparisons import Comparison
    from journeys.linking.islands import NodeValues
    from journeys.linking.partners import NodeSources
    from journeys.linking.rules import NodeGroups, Pair
    from journeys.linking.scored import Pairs
    from journeys.linking.settings import LinkSettings

MARGIN: Final = 3.0
"""Two candidates whose log-odds (base 2) are no further apart fit about equally: it is a tie."""
AGAIN: Final = 3.0
"""Bits against two clients for each record that the smaller one has beyond its first: a mistake that keeps
them apart is seldom made twice."""
SECOND: Final = 0.1
"""What the second question of a tie counts for: the first answers it mostly."""


def review_table(
    connection: Engine,
    tables: tuple[str, str],
    groups: NodeGroups,
    pairs: Pairs,
    numbers: NodeValues,
    partners: NodeSources,
    *,
    doubted: Sequence[Pair],
    settings: LinkSettings,
) -> tuple[pa.Table, int]:
    """The questions, and how many more there would be without the limit.

    One question for each two clients: about their most probable pair. The most useful comes first: the
    pairs of records that a yes would join, times its probability; before those, one BSN for what looks
    like two people. Where somebody fits two clients about equally it is a tie: the first question of it
    counts for both, since a no leaves the other; the second comes last. What partners have of both
    counts as where groups are joined. What a reviewer decided is not asked.

    Args:
        connection: holds the two tables.
        tables: the names of those of the records and of the scored pairs.
        groups: who is who so far.
        pairs: the scored pairs; of those below `lower` none is asked.
        numbers: the keys, of which two different ones are told as a conflict.
        partners: what it tells which sources two clients are of.
        doubted: pairs with one BSN that look like two people.
        settings: the limits.
    """
    records, scored = tables
    questions = _questions(groups, pairs, partners, doubted, settings)
    most = max(settings.min_review, int(settings.max_review_share * len(groups.of)))
    asked = questions[:most]
    left = np.array([question[1] for question in asked], dtype=np.int64)
    right = np.array([question[2] for question in asked], dtype=np.int64)
    keys = numbers.key[left], numbers.key[right]
    connection.register(
        "linking_asked",
        pa.table(
            {
                "place": np.arange(len(asked)),
                "l": left,
                "r": right,
                "is_doubted": np.array(
                    [question[0] == -math.inf for question in asked], dtype=bool
                ),
                "chance": pa.array(
                    [round(probability_of(question[3]), 6) for question in asked], pa.float64()
                ),
                "is_tie": np.array([question[4] for question in asked], dtype=bool),
                "is_key": (keys[0] >= 0) & (keys[1] >= 0) & (keys[0] != keys[1]),
            }
        ),
    )
    levels = ", ".join(_named(comparison) for comparison in LIKENESS)
    review_rows = connection.execute(
        "select p.person as person_a, q.person as person_b,"
        " case when best.weight is null then 0.0 else asked.chance end as probability,"
        f" {levels}, case when is_doubted then 'identity' when best.blocked is not null then best.blocked"
        " when is_key then 'key' when is_tie then 'tie' end as conflict"
        f" from linking_asked asked join {records} p on p.n = asked.l join {records} q on q.n = asked.r"
        f" left join {scored} best on best.l = asked.l and best.r = asked.r order by asked.place"
    ).to_arrow_table()
    connection.unregister("linking_asked")
    return review_rows, len(questions) - len(asked)


_Question = tuple[float, int, int, float, bool]
"""Urgency (low is first), two nodes, the log2 of the odds, and whether it is a tie."""


def _questions(
    groups: NodeGroups,
    pairs: Pairs,
    partners: NodeSources,
    doubted: Sequence[Pair],
    settings: LinkSettings,
) -> list[_Question]:
    """The best pair of each two clients that may be one, the most useful first."""
    of = np.asarray(groups.of, dtype=np.int64)
    lower = weight_of(settings.lower)
    open_ = (pairs.weight >= lower - CALIBRATED) & (of[pairs.left] != of[pairs.right])
    chosen = pairs[open_]
    rows = [
        (-weight, one, other, may_link)
        for one, other, weight, may_link in zip(
            chosen.left.tolist(),
            chosen.right.tolist(),
            chosen.weight.tolist(),
            chosen.may_link.tolist(),
            strict=True,
        )
    ]
    rows += [(-math.inf, one, other, False) for one, other in doubted]
    best: dict[Pair, tuple[float, int, int, bool]] = {}
    for row in sorted(rows):
        one, other = sorted((groups.of[row[1]], groups.of[row[2]]))
        if one != other and groups.may_join(one, other):
            best.setdefault((one, other), row)
    own_weights = partners.weights(groups, pairs, {pair: row[1:3] for pair, row in best.items()})
    best = {
        pair: (weight, *row[1:])
        for pair, row in best.items()
        if (weight := row[0] - CALIBRATED - own_weights[pair]) <= -lower
    }
    candidates: dict[int, dict[int, float]] = {}
    for (one, other), row in best.items():
        if row[3]:
            candidates.setdefault(one, {})[other] = -row[0]
            candidates.setdefault(other, {})[one] = -row[0]
    return sorted(_question(groups, pair, row, candidates) for pair, row in best.items())


def _question(
    groups: NodeGroups,
    pair: Pair,
    row: tuple[float, int, int, bool],
    candidates: Mapping[int, Mapping[int, float]],
) -> _Question:
    if math.isinf(row[0]):
        return -math.inf, row[1], row[2], 0.0, False
    weight = -row[0]
    others = [
        (-rival, *sorted((group, third)))
        for group, partner in (pair, pair[::-1])
        for third, rival in candidates.get(group, {}).items()
        if row[3] and third != partner and candidates.get(partner, {}).get(third, -1.0) < WEIGHED
    ]
    sizes = [len(groups.members_of(group)) for group in pair]
    chance = against(weight, [-tie[0] for tie in others]) - AGAIN * (min(sizes) - 1)
    ties = [tie for tie in others if abs(tie[0] + weight) <= MARGIN]
    gain = probability_of(chance) * math.prod(sizes)
    if ties and (-weight, *pair) < min(ties):
        gain *= 1 + len(ties)
    elif ties:
        gain *= SECOND
    return -round(gain, 6), row[1], row[2], chance, bool(ties)


def _named(comparison: Comparison) -> str:
    """The SQL that gives a level its name; splink counts from the last, and −1 says nothing."""
    last = len(comparison.levels) - 1
    names = " ".join(
        f"when {last - n} then '{level.name}'" for n, level in enumerate(comparison.levels)
    )
    return f'case best."{comparison.name}" {names} else \'unknown\' end as "{comparison.name}"'
