"""What many courses have in common: how a partner begins, helps and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.demo.partners import (
    GEMEENTE_WMO,
    GGZ,
    JEUGDBESCHERMING,
    LEERPLICHT,
    POLITIE,
    VEILIG_THUIS,
    WIJKTEAM,
)

if TYPE_CHECKING:
    from pipelines.demo.partners import DemoPartner
    from pipelines.demo.story import Story


def wijkteam_begins(story: Story) -> None:
    """The wijkteam hears of a client and asks what is the matter."""
    story.tell(WIJKTEAM, "Melding")
    story.wait(1, 6).tell(WIJKTEAM, "Intake")


def wijkteam_takes_regie(story: Story) -> None:
    """A gezinsregisseur within days, and a plan."""
    story.wait(1, 4).tell(WIJKTEAM, "Start regie")
    story.wait(3, 12).tell(WIJKTEAM, "Plan")


def wijkteam_ends(story: Story) -> None:
    """Looks back, gives back the regie if it holds it, and closes."""
    story.wait(5, 20).tell(WIJKTEAM, "Evaluatie")
    if story.holds_regie(WIJKTEAM):
        story.wait(2, 10).tell(WIJKTEAM, "Einde regie")
    story.wait(1, 3).tell(WIJKTEAM, "Afsluiting")


def talks(story: Story, partner: DemoPartner, least: int, most: int) -> None:
    """Contacts every other week or so; the wijkteam goes by and takes notes as well."""
    for _ in range(story.rng.randint(least, most)):
        story.wait(6, 24)
        if partner is not WIJKTEAM:
            story.tell(partner, "Gesprek")
            continue
        story.tell(partner, story.rng.choice(("Gesprek", "Gesprek", "Huisbezoek", "Overleg")))
        if story.rng.random() < 0.2:
            story.tell(partner, story.rng.choice(("Notitie", "Administratie")))


def police_comes(story: Story) -> None:
    """An incident, and a zorgformulier to Veilig Thuis."""
    story.tell(POLITIE, "Incident")
    if story.rng.random() < 0.3:
        story.tell(POLITIE, "Notitie")
    story.wait(1, 2).tell(POLITIE, "Verwijzing", to=VEILIG_THUIS)


def veilig_thuis_looks_into_it(story: Story) -> None:
    """A melding, the veiligheidsbeoordeling in about a week, and an onderzoek of weeks."""
    story.tell(VEILIG_THUIS, "Melding")
    story.wait(2, 8).tell(VEILIG_THUIS, "Veiligheidsbeoordeling")
    story.wait(1, 10).tell(VEILIG_THUIS, "Onderzoek", days=(20, 60))


def leerplicht_begins(story: Story) -> None:
    """A school reports absence; the leerplichtambtenaar talks."""
    story.tell(LEERPLICHT, "Melding")
    story.wait(3, 10).tell(LEERPLICHT, "Gesprek")


def jeugdbescherming_begins(story: Story) -> None:
    """A judge decides, and the jeugdbeschermer holds the regie."""
    story.tell(JEUGDBESCHERMING, "Besluit")
    story.wait(1, 4).tell(JEUGDBESCHERMING, "Start regie")
    story.wait(5, 15).tell(JEUGDBESCHERMING, "Plan")


def jeugdbescherming_ends(story: Story) -> None:
    """Looks back, gives back the regie and closes."""
    story.wait(5, 15).tell(JEUGDBESCHERMING, "Evaluatie")
    story.wait(3, 10).tell(JEUGDBESCHERMING, "Einde regie")
    story.wait(1, 5).tell(JEUGDBESCHERMING, "Afsluiting")


def wmo_decides(story: Story) -> None:
    """From hulpvraag to beschikking, mostly within the six weeks of the law."""
    story.tell(GEMEENTE_WMO, "Aanvraag")
    story.wait(1, 8).tell(GEMEENTE_WMO, "Onderzoek", days=(10, 35))
    story.wait(2, 10).tell(GEMEENTE_WMO, "Besluit")


def ggz_treats(story: Story, days: tuple[int, int]) -> None:
    """The wijkteam refers to the GGZ, which sees the client and treats for so many days; others go on."""
    story.wait(2, 8).tell(WIJKTEAM, "Verwijzing", to=GGZ)
    story.wait(8, 25).tell(GGZ, "Intake")
    story.wait(3, 10).meanwhile(GGZ, "Behandeling", days=days)
