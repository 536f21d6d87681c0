"""How much a map may hold, so that it can be read on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from outputs.options import LEAST_GROUP

A4_LANDSCAPE_PT: Final = (785.0, 538.0)
"""Width and height that an A4 landscape page leaves inside margins of a centimetre."""


@dataclass(frozen=True)
class MapOptions:
    """What a map may show at most. A map that would be unreadable on A4 shows less, and says so.

    Attributes:
        max_activities: boxes on the klantreiskaart: an activity at a partner.
        max_edges: lines between boxes, on each map.
        max_counts: how many of the busiest lines inside a partner say how often; each line's width
            says it roughly, and a handover always says it.
        max_partners: partners with a frame on the klantreiskaart, and boxes on the partnernetwerk
            and on the regiekaart.
        max_ends: how many places where journeys begin get a line, and where they end likewise.
        max_wait_marks: how many of the lines with the most waiting get a mark that says how much.
        min_text_pt: the smallest text, in points, once the map is printed on A4 landscape.
        smallest_group: of waits in fewer journeys than this no median is told, but how many and how long.
        memory: what the engine may use before it spills to disk, as DuckDB writes it.
    """

    max_activities: int = 36
    max_edges: int = 54
    max_counts: int = 12
    max_partners: int = 12
    max_ends: int = 5
    max_wait_marks: int = 10
    min_text_pt: float = 5.5
    smallest_group: int = LEAST_GROUP
    memory: str = "2GB"

    def shrunk(self, factor: float) -> MapOptions:
        """The same wishes with room for a part of the boxes and lines.

        >>> MapOptions().shrunk(0.5).max_activities
        18
        """
        return replace(
            self,
            max_activities=max(2, int(self.max_activities * factor)),
            max_edges=max(2, int(self.max_edges * factor)),
            max_ends=max(1, int(self.max_ends * factor)),
            max_wait_marks=max(1, int(self.max_wait_marks * factor)),
        )
