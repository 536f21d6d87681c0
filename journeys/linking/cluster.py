"""Groups out of pairs, without chains: a group grows only while its pairs agree on the whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from journeys.linking.components import components
from journeys.linking.islands import WEIGHED, Island
from journeys.linking.odds import weight_of

if TYPE_CHECKING:
    from journeys.linking.islands import NodeValues
    from journeys.linking.partners import NodeSources
    from journeys.linking.rules import NodeGroups
    from journeys.linking.scored import Pairs
    from journeys.linking.settings import LinkSettings


def agglomerate(
    groups: NodeGroups,
    pairs: Pairs,
    numbers: NodeValues,
    partners: NodeSources,
    settings: LinkSettings,
) -> None:
    """Join groups by probability, the most probable first.

    Two groups are joined where one pair between them reaches `upper` even when the other groups that
    each of them fits are weighed against it (`against`), the mean over all pairs
    between them reaches `cohesion`, they have no two different keys or BSNs, and no reviewer
    keeps them apart. Where some given names between them clearly differ, that one pair is one
    whose given names agree: a record without one does not make twins one person; so it is with birth dates,
    and father and son of one name. Each join
    changes the means; the next most probable one follows.
    """
    of = np.asarray(groups.of, dtype=np.int64)
    strong = pairs.may_link & (pairs.weight >= min(WEIGHED, weight_of(settings.upper)))
    strong &= of[pairs.left] != of[pairs.right]
    place = components(len(of), of[pairs.left[strong]], of[pairs.right[strong]])[of]
    at_work = np.zeros(len(of), dtype=bool)
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
            chosen.tell.tolist(),
            chosen.differ.tolist(),
            chosen.twice.tolist(),
            strict=True,
        )
    )
    for start, end in pairwise(bounds.tolist()):
        Island(groups, rows[start:end], numbers, partners, settings).settle()
