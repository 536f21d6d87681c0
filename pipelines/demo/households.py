"""Who lives in the region: gezinnen and their members, known by made-up keys alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from itertools import count
    from random import Random

    from pipelines.demo.partners import DemoPartner

MUNICIPALITIES: Final = ("Noorderveld", "Waddingen", "Lageveen")
SIZES: Final = ((1, 40), (2, 35), (3, 20), (4, 5))
"""How many members of a household are known to the partners, and how often in a hundred."""


@dataclass(frozen=True, eq=False)
class Household:
    """A gezin: the key that the partners share, where it lives and the wijkteam there.

    `cases` are those that a partner has of all its members together.
    """

    number: int
    key: str
    municipality: str
    team: str
    cases: dict[DemoPartner, str] = field(default_factory=dict)

    def case_regisseur(self, partner: DemoPartner) -> str:
        """The code of the partner's casusregisseur of this household."""
        return partner.case_regisseurs[self.number * 7 % len(partner.case_regisseurs)]

    def regisseur(self, partner: DemoPartner, turn: int) -> str:
        """The code of the partner's regisseur of this household in a turn; the next is another."""
        return partner.regisseurs[(self.number * 5 + turn) % len(partner.regisseurs)]


@dataclass(frozen=True, eq=False)
class Client:
    """A member of a household whom a partner knows.

    Attributes:
        key: the klantnummer that all partners share; it can be no BSN.
        position: 0 for the first member, 1 for the second …
        domain: jeugd or wmo, as the wijkteam files them.
    """

    key: str
    household: Household
    position: int
    domain: str


def settle(number: int, rng: Random) -> Household:
    """The household with this number."""
    municipality = rng.choice(MUNICIPALITIES)
    team = f"{municipality} {rng.choice(('Noord', 'Zuid'))}"
    return Household(number, f"GZ-{number:05d}", municipality, team)


def members(household: Household, least: int, numbers: count[int], rng: Random) -> Iterator[Client]:
    """The clients of a household, at least so many."""
    sizes, weights = zip(*SIZES, strict=True)
    for position in range(max(least, rng.choices(sizes, weights)[0])):
        domain = "jeugd" if position > 0 or rng.random() < 0.4 else "wmo"
        yield Client(f"SYN-{next(numbers):06d}", household, position, domain)
