"""A step of several kinds, all of them together: as the pages that tell no kinds tell it.

The map draws a line for each kind of handover from one place to another; the front page tells the place once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outputs.report.pages.kaart.counts import Figures
from outputs.report.pages.kaart.queries import QUERIES

if TYPE_CHECKING:
    from journeys.engine import Engine
    from outputs.report.pages.kaart.things import Things


def wholes(connection: Engine, things: Things) -> dict[str, Figures]:
    """The figures of the whole step, by the key of each move that is one kind of several."""
    by_ends = {
        (row["from_partner"], row["from_activity"], row["to_partner"], row["to_activity"]): Figures(
            n=row["n"],
            n_journeys=row["n_journeys"],
            n_waits=row["n_waits"],
            n_waiting_journeys=row["n_wait_journeys"],
            median_s=row["median_wait_s"],
            p90_s=row["p90_wait_s"],
            total_s=row["total_wait_s"],
        )
        for row in QUERIES.rows(connection, "wholes")
    }
    names = {f"m{number}": (*move.source, *move.target) for number, move in things.moves.items()}
    return {key: by_ends[name] for key, name in names.items() if name in by_ends}
