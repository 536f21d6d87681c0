"""Clients who are back: a second intake, a hermelding, a night of the clock change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from pipelines.demo.clock import CLOCK_CHANGES
from pipelines.demo.partners import GGZ, POLITIE, VEILIG_THUIS, WIJKTEAM
from pipelines.demo.scenarios.passages import (
    police_comes,
    talks,
    veilig_thuis_looks_into_it,
    wijkteam_begins,
    wijkteam_ends,
    wijkteam_takes_regie,
)

if TYPE_CHECKING:
    from datetime import date

    from pipelines.demo.story import Story


def opnieuw_intake(story: Story) -> None:
    """The story has to be told anew: at the GGZ, and when back at the wijkteam once more."""
    wijkteam_begins(story)
    story.wait(2, 10).tell(WIJKTEAM, "Verwijzing", to=GGZ)
    story.wait(10, 40).tell(GGZ, "Intake")
    story.wait(7, 20).tell(GGZ, "Verwijzing", to=WIJKTEAM)
    story.wait(1, 3).tell(GGZ, "Afsluiting")
    story.wait(7, 30).tell(WIJKTEAM, "Intake")
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 2, 6)
    wijkteam_ends(story)


def incident_hermelding(story: Story) -> None:
    """Veilig Thuis closes; within the year a neighbour calls: a hermelding, that nobody referred.

    For some within half a year, which is one journey, for others later, which is the next. The wijkteam
    hears of it by Veilig Thuis: that melding is overgedragen.
    """
    police_comes(story)
    story.wait(1, 4)
    veilig_thuis_looks_into_it(story)
    story.wait(2, 10).tell(VEILIG_THUIS, "Afsluiting")
    # so late that Veilig Thuis has closed the cases of the other members too
    story.wait(*story.rng.choice(((75, 160), (200, 300))))
    veilig_thuis_looks_into_it(story)
    story.wait(1, 5).tell(VEILIG_THUIS, "Verwijzing", to=WIJKTEAM)
    story.wait(1, 5).tell(VEILIG_THUIS, "Afsluiting")
    story.wait(3, 15)
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 1, 4)
    wijkteam_ends(story)


def incident_bij_klokwissel(story: Story) -> None:
    """The police comes in the night that winter time begins, and in the night that it ends.

    In autumn 02:50 comes before 02:10, in spring ten minutes lie between 01:55 and 03:05.
    """
    autumn, spring = CLOCK_CHANGES[story.client.household.number % len(CLOCK_CHANGES)]
    for night in (autumn, spring):
        story.tell_at(POLITIE, "Incident", _in_utc(night, time(0, 50 + story.rng.randint(0, 4))))
        story.tell_at(POLITIE, "Notitie", _in_utc(night, time(1, 10 + story.rng.randint(0, 4))))
        story.skip_to(night + timedelta(days=1))
        story.tell(POLITIE, "Verwijzing", to=VEILIG_THUIS)
        story.wait(1, 4)
        veilig_thuis_looks_into_it(story)
        story.wait(1, 5).tell(VEILIG_THUIS, "Afsluiting")


def _in_utc(night: date, moment: time) -> datetime:
    return datetime.combine(night, moment, tzinfo=UTC)
