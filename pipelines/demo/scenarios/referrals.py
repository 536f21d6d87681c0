"""What can become of a verwijzing: a long wait, a refusal, nothing at all, or nobody knows yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.demo.partners import GGZ, JEUGDBESCHERMING, VEILIG_THUIS, WIJKTEAM
from pipelines.demo.scenarios.passages import (
    talks,
    veilig_thuis_looks_into_it,
    wijkteam_begins,
    wijkteam_ends,
    wijkteam_takes_regie,
)

if TYPE_CHECKING:
    from pipelines.demo.story import Story


def verwijzing_lang_wachten(story: Story) -> None:
    """The wijkteam refers to the GGZ, and for 60 to 120 days nobody does anything."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    story.wait(2, 10).tell(WIJKTEAM, "Verwijzing", to=GGZ)
    story.wait(61, 117)  # a weekend may add to it
    story.tell(GGZ, "Intake")
    story.wait(5, 20).tell(GGZ, "Behandeling", days=(60, 150))
    story.wait(1, 5).tell(GGZ, "Verwijzing", to=WIJKTEAM)
    story.tell(GGZ, "Afsluiting")
    wijkteam_ends(story)


def verwijzing_verloren(story: Story) -> None:
    """The wijkteam refers to the GGZ, where the verwijzing never arrives."""
    wijkteam_begins(story)
    if story.rng.random() < 0.6:
        wijkteam_takes_regie(story)
    story.wait(2, 10).tell(WIJKTEAM, "Verwijzing", to=GGZ)
    story.wait(45, 80).tell(WIJKTEAM, "Gesprek")
    talks(story, WIJKTEAM, 1, 4)
    wijkteam_ends(story)


def verwijzing_geweigerd(story: Story) -> None:
    """Jeugdbescherming or the GGZ refuses, and the client is back where the verwijzing began."""
    to = story.rng.choice((JEUGDBESCHERMING, GGZ))
    veilig_thuis_looks_into_it(story)
    story.wait(1, 5).tell(VEILIG_THUIS, "Verwijzing", to=to)
    story.wait(7, 28).tell(to, "Weigering")
    story.wait(3, 12).tell(VEILIG_THUIS, "Verwijzing", to=WIJKTEAM)
    story.wait(1, 3).tell(VEILIG_THUIS, "Afsluiting")
    story.wait(4, 14)
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 2, 5)
    wijkteam_ends(story)


def verwijzing_open(story: Story) -> None:
    """Referred to the GGZ shortly before the exports were made: nobody can know yet."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    story.wait(1, 3).tell(WIJKTEAM, "Verwijzing", to=GGZ)
