"""Who holds the regie: another layer at an escalation, two layers, nobody for a while, two, or too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.demo.partners import GEMEENTE_WMO, GGZ, JEUGDBESCHERMING, LEERPLICHT, WIJKTEAM
from pipelines.demo.scenarios.passages import (
    jeugdbescherming_begins,
    jeugdbescherming_ends,
    leerplicht_begins,
    police_comes,
    talks,
    veilig_thuis_looks_into_it,
    wijkteam_begins,
    wijkteam_ends,
    wijkteam_takes_regie,
    wmo_decides,
)

if TYPE_CHECKING:
    from pipelines.demo.story import Story


def rolovergang_bij_escalatie(story: Story) -> None:
    """After an incident the jeugdbeschermer takes over from the gezinsregisseur: another layer."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 2, 4)
    story.wait(5, 20)
    police_comes(story)
    story.wait(1, 4)
    veilig_thuis_looks_into_it(story)
    story.wait(2, 8).tell(WIJKTEAM, "Verwijzing", to=JEUGDBESCHERMING)
    story.wait(5, 15).tell(JEUGDBESCHERMING, "Acceptatie")
    story.wait(5, 20).tell(WIJKTEAM, "Einde regie")
    story.wait(1, 2)
    jeugdbescherming_begins(story)
    story.wait(1, 5).tell(JEUGDBESCHERMING, "Start hulp", days=(90, 150))
    jeugdbescherming_ends(story)
    story.wait(1, 5).tell(WIJKTEAM, "Afsluiting")


def wissel_van_regie_en_partner(story: Story) -> None:
    """The wijkteam hands help and regie over to the gemeente at once: another holder of the same layer."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 1, 3)
    story.wait(2, 8).tell(WIJKTEAM, "Verwijzing", to=GEMEENTE_WMO)
    story.wait(1, 4).tell(WIJKTEAM, "Einde regie")
    story.wait(1, 3).tell(GEMEENTE_WMO, "Aanvraag")
    story.wait(1, 3).tell(GEMEENTE_WMO, "Start regie")
    story.wait(1, 5).tell(GEMEENTE_WMO, "Voorziening", days=(60, 120))
    story.wait(1, 5).tell(GEMEENTE_WMO, "Einde regie")
    story.wait(1, 5).tell(GEMEENTE_WMO, "Afsluiting")
    story.wait(1, 5).tell(WIJKTEAM, "Afsluiting")


def twee_lagen_regie(story: Story) -> None:
    """A gezinsregisseur of the whole and a casusregisseur of one case; what they do takes turns."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    story.wait(1, 5).tell(WIJKTEAM, "Start casusregie")
    for _ in range(story.rng.randint(4, 6)):
        talks(story, WIJKTEAM, 1, 1)
        story.wait(2, 8).tell(WIJKTEAM, "Casusgesprek")
    story.wait(2, 8).tell(WIJKTEAM, "Einde casusregie")
    wijkteam_ends(story)


def regie_gat(story: Story) -> None:
    """The gezinsregisseur leaves, and it takes three to nine weeks to find another."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 2, 4)
    story.wait(3, 10).tell(WIJKTEAM, "Einde regie")
    story.wait(20, 60).tell(WIJKTEAM, "Start regie")
    talks(story, WIJKTEAM, 2, 5)
    wijkteam_ends(story)


def regie_laat(story: Story) -> None:
    """The wijkteam helps for weeks before anybody takes the regie."""
    wijkteam_begins(story)
    talks(story, WIJKTEAM, 3, 5)
    story.wait(5, 20)
    wijkteam_takes_regie(story)
    talks(story, WIJKTEAM, 2, 4)
    wijkteam_ends(story)


def veel_regisseurs(story: Story) -> None:
    """Five or six gezinsregisseurs, one after another."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    for _ in range(story.rng.randint(4, 5)):
        talks(story, WIJKTEAM, 1, 2)
        story.wait(3, 10).tell(WIJKTEAM, "Einde regie")
        story.wait(1, 3).tell(WIJKTEAM, "Start regie")
    wijkteam_ends(story)


def geen_regisseur(story: Story) -> None:
    """Leerplicht, GGZ and for some the wijkteam help for months; nobody holds the regie."""
    leerplicht_begins(story)
    story.wait(2, 10).tell(LEERPLICHT, "Verwijzing", to=GGZ)
    story.wait(10, 40).tell(GGZ, "Intake")
    for _ in range(story.rng.randint(3, 7)):
        story.wait(7, 21).tell(GGZ, "Gesprek")
    if story.rng.random() < 0.5:
        story.wait(5, 15).tell(WIJKTEAM, "Melding")
        talks(story, WIJKTEAM, 1, 3)
        story.wait(5, 15).tell(WIJKTEAM, "Afsluiting")
    story.wait(5, 20).tell(LEERPLICHT, "Gesprek")
    story.wait(1, 5).tell(LEERPLICHT, "Afsluiting")
    story.wait(7, 21).tell(GGZ, "Afsluiting")


def meer_regisseurs(story: Story) -> None:
    """One household, a procesregisseur of its own for two members, and neither knows of the other."""
    if story.client.position == 0:
        wijkteam_begins(story)
        wijkteam_takes_regie(story)
        talks(story, WIJKTEAM, 9, 12)
        wijkteam_ends(story)
    elif story.client.position == 1:
        story.wait(10, 20)
        wmo_decides(story)
        story.wait(1, 5).tell(GEMEENTE_WMO, "Start regie")
        story.wait(1, 5).tell(GEMEENTE_WMO, "Voorziening", days=(60, 120))
        story.wait(1, 5).tell(GEMEENTE_WMO, "Einde regie")
        story.wait(1, 5).tell(GEMEENTE_WMO, "Afsluiting")
    else:
        story.wait(20, 40)
        jeugdbescherming_begins(story)
        talks(story, JEUGDBESCHERMING, 4, 7)
        jeugdbescherming_ends(story)
