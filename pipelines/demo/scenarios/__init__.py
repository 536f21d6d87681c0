"""What the region's households go through: the patterns that are planted, by name.

A new scenario is one function that tells a story, and one line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import FIRST_DAY, LAST_DAY
from pipelines.demo.scenarios import handovers, referrals, regie, returns, safety, steady

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.demo.story import Story

WHOLE_PERIOD: Final = (LAST_DAY - FIRST_DAY).days


@dataclass(frozen=True)
class Scenario:
    """A pattern and how it is planted.

    Attributes:
        tell: tells one client's course; its name is the scenario's.
        weight: how common it is among the households.
        longest: the most days that it takes: it begins so long before the last day, or earlier.
        earliest: the most days before the last day that it begins.
        least_members: how many clients of one household it takes.
        is_open: it is meant to be unfinished on the last day.
    """

    tell: Callable[[Story], None]
    weight: int
    longest: int
    earliest: int = WHOLE_PERIOD
    least_members: int = 1
    is_open: bool = False

    @property
    def name(self) -> str:
        """The scenario's name, as in waarheid/scenarios.csv."""
        return self.tell.__name__


SCENARIOS: Final = (
    Scenario(steady.soepel, weight=22, longest=320),
    Scenario(steady.loopt_nog, weight=9, longest=90, earliest=320, is_open=True),
    Scenario(referrals.verwijzing_lang_wachten, weight=9, longest=390),
    Scenario(referrals.verwijzing_verloren, weight=6, longest=270),
    Scenario(referrals.verwijzing_geweigerd, weight=5, longest=330),
    Scenario(referrals.verwijzing_open, weight=4, longest=38, earliest=42, is_open=True),
    Scenario(handovers.stille_overdracht, weight=8, longest=320),
    Scenario(handovers.pingpong, weight=6, longest=350),
    Scenario(handovers.parallel_hulp, weight=8, longest=550),
    Scenario(handovers.stapeling, weight=4, longest=450),
    Scenario(regie.rolovergang_bij_escalatie, weight=5, longest=490),
    Scenario(regie.twee_lagen_regie, weight=4, longest=360),
    Scenario(regie.wissel_van_regie_en_partner, weight=3, longest=360),
    Scenario(regie.regie_gat, weight=5, longest=340),
    Scenario(regie.geen_regisseur, weight=7, longest=350),
    Scenario(regie.meer_regisseurs, weight=4, longest=340, least_members=2),
    Scenario(regie.regie_laat, weight=3, longest=360),
    Scenario(regie.veel_regisseurs, weight=2, longest=480),
    Scenario(steady.nooit_afgesloten, weight=2, longest=480, is_open=True),
    Scenario(returns.opnieuw_intake, weight=7, longest=320),
    Scenario(returns.incident_hermelding, weight=7, longest=660),
    Scenario(safety.meegemeld, weight=3, longest=320, least_members=2),
    Scenario(safety.kort_na_incident, weight=2, longest=110, earliest=170, is_open=True),
    Scenario(safety.rust_na_incident, weight=3, longest=250, earliest=330, is_open=True),
    Scenario(safety.herstel_na_incident, weight=3, longest=250, earliest=330, is_open=True),
    Scenario(returns.incident_bij_klokwissel, weight=2, longest=WHOLE_PERIOD),
)
