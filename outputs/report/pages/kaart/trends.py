"""How waiting changed on the map: what `bottlenecks` judges, and nothing else.

A trend is judged once for a place (docs/definitions.md, bottlenecks), and every page says the same of it.
So a move has the trend of its two activities at their partners, of whatever kind the step is, and a pair
that of its two partners. Boxes, and a part of the journeys, are not judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outputs.report.pages.kaart.queries import QUERIES

if TYPE_CHECKING:
    from journeys.engine import Engine
    from outputs.report.pages.kaart.things import Things


@dataclass(frozen=True)
class Trend:
    """The waits of the last period beside those of the one before.

    Attributes:
        sign: 1: longer, -1: shorter, 0: no difference that can be shown.
        median_last_s: the middle wait of the last period, in seconds.
        median_before_s: likewise of the period before.
        n_journeys: in how many journeys, in the period with fewest.
    """

    sign: int
    median_last_s: float
    median_before_s: float
    n_journeys: int


def trends(connection: Engine, things: Things) -> dict[str, Trend]:
    """The trend of each move and pair of which both periods hold enough journeys, by key."""
    by_ends = {
        (row["from_partner"], row["from_activity"], row["to_partner"], row["to_activity"]): Trend(
            row["sign"], row["median_last_s"], row["median_before_s"], row["n_journeys"]
        )
        for row in QUERIES.rows(connection, "trends")
    }
    moves = {
        f"m{number}": (
            move.source.partner, move.source.activity, move.target.partner, move.target.activity,
        )
        for number, move in things.moves.items()
    }  # fmt: skip
    pairs = {
        f"r{number}": (pair.source, None, pair.target, None)
        for number, pair in things.pairs.items()
    }
    return {key: by_ends[name] for key, name in {**moves, **pairs}.items() if name in by_ends}
