"""Safety after an incident: one melding for all children, calm with help in sight, and recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.demo.partners import VEILIG_THUIS, WIJKTEAM
from pipelines.demo.scenarios.passages import (
    police_comes,
    talks,
    veilig_thuis_looks_into_it,
    wijkteam_begins,
    wijkteam_ends,
    wijkteam_takes_regie,
)

if TYPE_CHECKING:
    from pipelines.demo.story import Story


def meegemeld(story: Story) -> None:
    """Veilig Thuis hears of all children of a household at once: one case, and one melding."""
    story.share_case(VEILIG_THUIS)
    veilig_thuis_looks_into_it(story)
    _goes_to_the_wijkteam(story)
    talks(story, WIJKTEAM, 2, 4)
    wijkteam_ends(story)


def kort_na_incident(story: Story) -> None:
    """Less than half a year ago the police came; Veilig Thuis looks into it."""
    police_comes(story)
    story.wait(1, 4)
    veilig_thuis_looks_into_it(story)


def rust_na_incident(story: Story) -> None:
    """Half a year and longer after the incident somebody still comes by: calm, and in sight."""
    police_comes(story)
    story.wait(1, 4)
    veilig_thuis_looks_into_it(story)
    _goes_to_the_wijkteam(story)
    while not story.is_over:
        talks(story, WIJKTEAM, 1, 1)


def herstel_na_incident(story: Story) -> None:
    """The same, and it is written down that the risk is controlled and that recovery has begun."""
    police_comes(story)
    story.wait(1, 4)
    veilig_thuis_looks_into_it(story)
    story.wait(1, 5).tell(VEILIG_THUIS, "Risico beheerst")
    _goes_to_the_wijkteam(story)
    story.wait(2, 10).tell(WIJKTEAM, "Herstel gestart")
    while not story.is_over:
        talks(story, WIJKTEAM, 1, 1)


def _goes_to_the_wijkteam(story: Story) -> None:
    """A warm transfer: Veilig Thuis refers and closes, the wijkteam hears of it and takes the regie."""
    story.wait(1, 5).tell(VEILIG_THUIS, "Verwijzing", to=WIJKTEAM)
    story.wait(1, 3).tell(VEILIG_THUIS, "Afsluiting")
    story.wait(3, 10)
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
