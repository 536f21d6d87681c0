"""The questions for a person: what is neither clearly one client nor clearly two."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from journeys.linking.cluster import probability_of, weight_of
from journeys.linking.comparisons import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from journeys.linking.cluster import Numbers, Pairs
    from journeys.linking.comparisons import Comparison
    from journeys.linking.rules import Groups, Pair
    from journeys.linking.settings import LinkSettings


def review_table(
    connection: duckdb.DuckDBPyConnection,
    tables: tuple[str, str],
    groups: Groups,
    pairs: Pairs,
    numbers: Numbers,
    doubted: Sequence[Pair],
    settings: LinkSettings,
) -> tuple[pa.Table, int]:
    """The questions, and how many more there would be without the limit.

    One question for each two clients: about their most probable pair. The most useful comes first: the
    pairs of records that a yes would join, times its probability; before those, one BSN for what looks
    like two people. What a reviewer decided is not asked.

    Args:
        connection: holds the two tables.
        tables: the names of those of the records and of the scored pairs.
        groups: who is who so far.
        pairs: the scored pairs; of those below `lower` none is asked.
        numbers: the keys, of which two different ones are told as a conflict.
        doubted: pairs with one BSN that look like two people.
        settings: the limits.
    """
    records, scored = tables
    questions = _questions(groups, pairs, doubted, settings)
    most = max(settings.min_review, int(settings.max_review_share * len(groups.of)))
    asked = questions[:most]
    left = np.array([each[1] for each in asked], dtype=np.int64)
    right = np.array([each[2] for each in asked], dtype=np.int64)
    keys = numbers.key[left], numbers.key[right]
    connection.register(
        "linking_asked",
        pa.table(
            {
                "place": np.arange(len(asked)),
                "l": left,
                "r": right,
                "is_doubted": np.array([each[0] == -math.inf for each in asked], dtype=bool),
                "is_key": (keys[0] >= 0) & (keys[1] >= 0) & (keys[0] != keys[1]),
            }
        ),
    )
    levels = ", ".join(_named(comparison) for comparison in COMPARISONS)
    made = connection.execute(
        "select p.person as person_a, q.person as person_b,"
        " coalesce(round(1 / (1 + 2.0 ** -least(greatest(best.weight, -60), 60)), 6), 0) as probability,"
        f" {levels}, case when is_doubted then 'identity' when best.blocked is not null then best.blocked"
        " when is_key then 'key' end as conflict"
        f" from linking_asked asked join {records} p on p.n = asked.l join {records} q on q.n = asked.r"
        f" left join {scored} best on best.l = asked.l and best.r = asked.r order by asked.place"
    ).to_arrow_table()
    connection.unregister("linking_asked")
    return made, len(questions) - len(asked)


def _questions(
    groups: Groups, pairs: Pairs, doubted: Sequence[Pair], settings: LinkSettings
) -> list[tuple[float, int, int]]:
    """Urgency (low is first), and two nodes: the best pair of each two clients that may be one."""
    of = np.asarray(groups.of, dtype=np.int64)
    open_ = (pairs.weight >= weight_of(settings.lower)) & (of[pairs.left] != of[pairs.right])
    chosen = pairs[open_]
    rows = [
        (-weight, one, other)
        for one, other, weight in zip(
            chosen.left.tolist(), chosen.right.tolist(), chosen.weight.tolist(), strict=True
        )
    ]
    rows += [(-math.inf, one, other) for one, other in doubted]
    best: dict[Pair, tuple[float, int, int]] = {}
    for row in sorted(rows):
        one, other = sorted((groups.of[row[1]], groups.of[row[2]]))
        if one != other and groups.may_join(one, other):
            best.setdefault((one, other), row)
    return sorted(
        (
            -math.inf
            if row[0] == -math.inf
            else -round(
                probability_of(-row[0])
                * len(groups.members_of(one))
                * len(groups.members_of(other)),
                6,
            ),
            row[1],
            row[2],
        )
        for (one, other), row in best.items()
    )


def _named(comparison: Comparison) -> str:
    """The SQL that gives a level its name; splink counts from the last, and −1 says nothing."""
    last = len(comparison.levels) - 1
    names = " ".join(
        f"when {last - n} then '{each.name}'" for n, each in enumerate(comparison.levels)
    )
    return f'case best."{comparison.name}" {names} else \'unknown\' end as "{comparison.name}"'
