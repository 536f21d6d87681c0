"""How a client goes from partner to partner: silently, to and fro, or to several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.demo.partners import GEMEENTE_WMO, GGZ, LEERPLICHT, VEILIG_THUIS, WIJKTEAM
from pipelines.demo.scenarios.passages import (
    leerplicht_begins,
    talks,
    wijkteam_begins,
    wijkteam_ends,
    wijkteam_takes_regie,
    wmo_decides,
)

if TYPE_CHECKING:
    from pipelines.demo.story import Story


def stille_overdracht(story: Story) -> None:
    """From leerplicht to the wijkteam, while nobody wrote down that anybody referred."""
    leerplicht_begins(story)
    talks(story, LEERPLICHT, 1, 3)
    story.wait(10, 40)
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 2, 6)
    wijkteam_ends(story)


def pingpong(story: Story) -> None:
    """Wijkteam and Veilig Thuis send a client to and fro, twice at least."""
    wijkteam_begins(story)
    for _ in range(story.rng.randint(2, 3)):
        story.wait(2, 12).tell(WIJKTEAM, "Verwijzing", to=VEILIG_THUIS)
        story.wait(3, 20).tell(VEILIG_THUIS, "Melding")
        story.wait(2, 8).tell(VEILIG_THUIS, "Veiligheidsbeoordeling")
        story.wait(1, 5).tell(VEILIG_THUIS, "Verwijzing", to=WIJKTEAM)
        story.wait(3, 20).tell(WIJKTEAM, "Gesprek")
    story.wait(1, 10).tell(VEILIG_THUIS, "Afsluiting")
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 1, 4)
    wijkteam_ends(story)


def parallel_hulp(story: Story) -> None:
    """GGZ and Wmo help during the same months, and the wijkteam goes on meanwhile."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    story.wait(1, 8).tell(WIJKTEAM, "Verwijzing", to=GGZ)
    story.wait(7, 25).tell(GGZ, "Intake")
    story.wait(2, 10).meanwhile(GGZ, "Behandeling", days=(150, 240))
    story.wait(1, 10).tell(WIJKTEAM, "Verwijzing", to=GEMEENTE_WMO)
    story.wait(2, 10)
    wmo_decides(story)
    story.wait(1, 7).meanwhile(GEMEENTE_WMO, "Voorziening", days=(90, 150))
    talks(story, WIJKTEAM, 3, 8)
    story.wait(165, 175)  # both have ended by then
    story.tell(GGZ, "Afsluiting")
    story.wait(1, 5).tell(GEMEENTE_WMO, "Afsluiting")
    wijkteam_ends(story)


def stapeling(story: Story) -> None:
    """Wijkteam, GGZ, Wmo and Veilig Thuis in one household in the same week; leerplicht too."""
    leerplicht_begins(story)
    story.wait(1, 5)
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    story.wait(1, 5).meanwhile(GGZ, "Behandeling", days=(150, 180))
    story.wait(1, 5)
    wmo_decides(story)
    story.wait(1, 5).meanwhile(GEMEENTE_WMO, "Voorziening", days=(90, 120))
    story.wait(1, 5).tell(VEILIG_THUIS, "Melding")
    story.wait(2, 8).tell(VEILIG_THUIS, "Veiligheidsbeoordeling")
    story.wait(1, 5).meanwhile(VEILIG_THUIS, "Onderzoek", days=(35, 50))
    talks(story, WIJKTEAM, 1, 1)
    story.wait(1, 4).tell(LEERPLICHT, "Gesprek")
    story.wait(40, 50)  # the onderzoek has ended by then
    story.tell(VEILIG_THUIS, "Afsluiting")
    story.wait(1, 4).tell(LEERPLICHT, "Afsluiting")
    story.wait(130, 140)  # and so have the others
    story.tell(GGZ, "Afsluiting")
    story.wait(1, 5).tell(GEMEENTE_WMO, "Afsluiting")
    wijkteam_ends(story)
