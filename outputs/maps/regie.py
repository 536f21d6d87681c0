"""What the regiekaart is drawn from: where the regie lies, and where it goes.

Regisseurs are pseudonyms, and there may be hundreds: a home of regie is the partner and the role that a
regisseur's spell starts in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from outputs.maps.tables import QUERIES
from outputs.maps.text import clean, partner_name

if TYPE_CHECKING:
    from journeys.engine import Engine


class Home(NamedTuple):
    """Where regie lives: a partner and a role, either of which may not be known."""

    partner: str | None
    role: str | None

    @property
    def name(self) -> str:
        """As it is written on the map.

        >>> Home("Wijkteam", "casusregisseur").name, Home(None, None).name
        ('Wijkteam, casusregisseur', 'partner onbekend')
        """
        partner = partner_name(self.partner)
        return f"{partner}, {clean(self.role)}" if self.role else partner


@dataclass(frozen=True)
class HomeStay:
    """All spells of one home; `n_first` are the first of their journey."""

    home: Home
    n_spells: int
    n_journeys: int
    n_regisseurs: int
    n_first: int


@dataclass(frozen=True)
class Change:
    """All changes from one home to another; `n_gaps` of them after days without any regisseur."""

    source: Home
    target: Home
    n: int
    n_journeys: int
    median_gap_days: float | None
    n_gaps: int


@dataclass(frozen=True)
class Regie:
    """Everything that a regiekaart could show."""

    stays: tuple[HomeStay, ...]
    changes: tuple[Change, ...]
    n_journeys: int
    n_with_regisseur: int
    n_regisseurs: int


def read_regie(connection: Engine) -> Regie:
    """Ask a run's tables where the regie lies and where it goes."""
    stays = (
        HomeStay(Home(row.pop("partner"), row.pop("role")), **row)
        for row in QUERIES.ask(connection, "regie_homes")
    )
    changes = (
        Change(
            Home(row.pop("from_partner"), row.pop("from_role")),
            Home(row.pop("to_partner"), row.pop("to_role")),
            **row,
        )
        for row in QUERIES.ask(connection, "regie_moves")
    )
    totals = QUERIES.row(connection, "totals")
    return Regie(
        tuple(stays),
        tuple(changes),
        totals["n_journeys"],
        totals["n_with_regisseur"],
        totals["n_regisseurs"],
    )
