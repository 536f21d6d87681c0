"""Courses without a knot: one that went well, one that still goes on, one that never was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.demo.partners import GEMEENTE_WMO, WIJKTEAM
from pipelines.demo.scenarios.passages import (
    ggz_treats,
    talks,
    wijkteam_begins,
    wijkteam_ends,
    wijkteam_takes_regie,
    wmo_decides,
)

if TYPE_CHECKING:
    from pipelines.demo.story import Story


def soepel(story: Story) -> None:
    """Help by the wijkteam, for some with a Wmo-voorziening that came within two weeks."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    if story.rng.random() < 0.4:
        story.wait(1, 6).tell(WIJKTEAM, "Verwijzing", to=GEMEENTE_WMO)
        story.wait(2, 9)
        wmo_decides(story)
        story.wait(1, 7).meanwhile(GEMEENTE_WMO, "Voorziening", days=(60, 120))
    talks(story, WIJKTEAM, 2, 6)
    wijkteam_ends(story)


def loopt_nog(story: Story) -> None:
    """Help by three partners that had not ended when the exports were made."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    ggz_treats(story, days=(400, 500))
    if story.rng.random() < 0.5:
        story.wait(2, 10)
        wmo_decides(story)
        story.wait(1, 7).meanwhile(GEMEENTE_WMO, "Voorziening", days=(400, 500))
    while not story.is_over:
        talks(story, WIJKTEAM, 1, 1)


def nooit_afgesloten(story: Story) -> None:
    """Everybody is done, but the GGZ never wrote down that its treatment ended."""
    wijkteam_begins(story)
    wijkteam_takes_regie(story)
    ggz_treats(story, days=(1_000, 1_200))  # beyond the last day, whatever it is
    talks(story, WIJKTEAM, 2, 4)
    wijkteam_ends(story)
