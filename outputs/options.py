"""What a report shows, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from outputs.small_groups import Gate

if TYPE_CHECKING:
    from outputs.theme import Theme

LEAST_GROUP: Final = 5
"""Of so many journeys at least is a median, a share or a ranking, where no config says otherwise."""

View = Literal["municipality", "domain", "route", "period"]
Period = Literal["month", "quarter", "year"]


@dataclass(frozen=True)
class Level:
    """For whom a report is.

    Attributes:
        name: `uitvoerder`, `manager` or `bestuurder`.
        folder: below the report's own; empty: that itself.
        journeys: whether single journeys are shown.
        teams: whether teams are told apart.
        smallest_group: figures about fewer journeys are left out, and it is said that they are.
        least_group: of fewer journeys nothing is ranked, no share is taken and no median is told: they
            are named as what they are. At every level, also where small groups are shown.
    """

    name: str
    folder: str = ""
    journeys: bool = False
    teams: bool = False
    smallest_group: int = 1
    least_group: int = LEAST_GROUP

    @property
    def gate(self) -> Gate:
        """What every figure of a report for this level passes."""
        return Gate(self.smallest_group, self.least_group)


@dataclass(frozen=True)
class ReportOptions:
    """What the config says of the report.

    Attributes:
        levels: for whom it is written, beside the one at its top.
        views: by what the map can be narrowed.
        max_views: how many values of each are shown, the largest first.
        period: how long a period of the views is.
        smallest_group: at level bestuurder, figures about fewer journeys are left out; at every level
            it is the least group that is ranked, or of which a share or a median is told.
        journeys: whether the report's top shows single journeys.
        contact: where to report that something does not work for a reader; empty: not told.
        theme: design tokens in place of the report's own (`outputs.theme`).
    """

    levels: tuple[Literal["manager", "bestuurder"], ...] = ("manager", "bestuurder")
    views: tuple[View, ...] = ("municipality", "domain", "route", "period")
    max_views: int = 12
    period: Period = "quarter"
    smallest_group: int = LEAST_GROUP
    journeys: bool = True
    contact: str = ""
    theme: Theme | None = None

    def all_levels(self) -> tuple[Level, ...]:
        """The levels in order; the first lies at the report's top.

        >>> [level.name for level in ReportOptions().all_levels()]
        ['uitvoerder', 'manager', 'bestuurder']
        >>> [level.folder for level in ReportOptions(journeys=False).all_levels()]
        ['', 'bestuurder']
        """
        least = self.smallest_group
        manager = Level("manager", "manager", teams=True, least_group=least)
        director = Level("bestuurder", "bestuurder", smallest_group=least, least_group=least)
        top = Level("uitvoerder", journeys=True, teams=True, least_group=least)
        if not self.journeys:
            top = Level("manager", teams=True, least_group=least)
        below = [each for each in (manager, director) if each.name in self.levels]
        return (top, *(each for each in below if each.name != top.name))
