"""The groups as tables: each node's client, and what ties it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from journeys.linking.odds import CALIBRATED, probability_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine
    from journeys.linking.rules import NodeGroups, Pair
    from journeys.linking.scored import Pairs


def people_table(
    connection: Engine,
    records: str,
    groups: NodeGroups,
    pairs: Pairs,
    same: Sequence[Pair],
) -> pa.Table:
    """person, client_id, rule, probability, by person; see `journeys.linking.settings.Linked`."""
    of = np.asarray(groups.of, dtype=np.int64)
    strongest = np.full(len(of), -np.inf)
    inside = of[pairs.left] == of[pairs.right]
    for end in (pairs.left[inside], pairs.right[inside]):
        np.maximum.at(strongest, end, pairs.weight[inside])
    reviewed = np.zeros(len(of), dtype=bool)
    reviewed[[node for pair in same for node in pair]] = True
    connection.register(
        "linking_groups",
        pa.table(
            {
                "n": np.arange(len(of)),
                "client": of,
                "is_reviewed": reviewed,
                "strongest": [
                    round(probability_of(weight + CALIBRATED), 6) for weight in strongest.tolist()
                ],
            }
        ),
    )
    people = connection.execute(
        "with placed as (select each.person, each.first_at, each.n, each.key, each.bsn, g.client,"
        " g.is_reviewed, g.strongest, count(*) over (partition by g.client) as n_of_client,"
        " count(*) over (partition by g.client, each.bsn) as n_of_bsn"
        f" from {records} each join linking_groups g on g.n = each.n), named as ("
        " select *, first_value(person) over (partition by client"
        " order by first_at nulls last, person) as client_id,"
        " case when is_reviewed then 'review' when key is not null then 'key'"
        " when bsn is not null and (n_of_bsn > 1 or n_of_client = 1) then 'bsn'"
        " when n_of_client > 1 then 'probability' else 'alone' end as rule from placed)"
        " select person, client_id, rule, case when rule = 'probability' then strongest end"
        " as probability from named order by person"
    ).to_arrow_table()
    connection.unregister("linking_groups")
    return people


def links_table(persons: pa.Table, groups: NodeGroups) -> pa.Table:
    """person_a, person_b, rule, probability: each join that was made, in order."""
    names = persons["person"].to_pylist()
    return pa.table(
        {
            "person_a": pa.array([names[link[0]] for link in groups.links], pa.string()),
            "person_b": pa.array([names[link[1]] for link in groups.links], pa.string()),
            "rule": pa.array([link[2] for link in groups.links], pa.string()),
            "probability": pa.array(
                [
                    None if link[3] is None else round(probability_of(link[3]), 6)
                    for link in groups.links
                ],
                pa.float64(),
            ),
        }
    )
