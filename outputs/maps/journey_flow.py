"""What the klantreiskaart is drawn from: places, and the moves between them, all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.maps.tables import QUERIES
from outputs.maps.text import clean, partner_name

if TYPE_CHECKING:
    from journeys.engine import Engine

STEPS: Final = ("step", "contacts")
"""The kinds of move that are no handover."""


class Key(NamedTuple):
    """A place's name: an activity at a partner (None: not known by whom)."""

    partner: str | None
    activity: str | None

    @property
    def name(self) -> str:
        """As it is written on the map.

        >>> Key("Wijkteam", "Intake").name, Key(None, "Intake").name
        ('Wijkteam: Intake', 'partner onbekend: Intake')
        """
        return f"{partner_name(self.partner)}: {clean(self.activity)}"


@dataclass(frozen=True)
class Place:
    """An activity at a partner, and how often; `n_begin` and `n_end` journeys begin and end there.

    `mean_seq` is the mean place in their journeys of the events here.
    """

    key: Key
    n: int
    n_journeys: int
    n_begin: int
    n_end: int
    mean_seq: float


@dataclass(frozen=True)
class Move:
    """All steps of one kind from one place to another.

    Attributes:
        source: where they start.
        target: where they end.
        kind: `step`, `contacts` (a step that is time between contacts, and no waiting), or of the
            handover: `referred`, `silent`, `parallel`, `unknown`.
        n: how many steps.
        n_journeys: in how many journeys.
        n_waits: in how many of them was waited: nobody was active.
        n_wait_journeys: in how many journeys that was.
        wait_us: how long, of all together, in microseconds.
        median_wait_s: how long the middle one of those waits was, in seconds; None: nobody waited.
        n_changes: how many of them bring in another regisseur.
    """

    source: Key
    target: Key
    kind: str
    n: int
    n_journeys: int
    n_waits: int
    n_wait_journeys: int
    wait_us: int
    median_wait_s: float | None
    n_changes: int

    @property
    def is_loop(self) -> bool:
        """Whether it ends where it starts."""
        return self.source == self.target

    @property
    def n_handovers(self) -> int:
        """How many of the steps are handovers: all or none."""
        return 0 if self.kind in STEPS else self.n


@dataclass(frozen=True)
class JourneyFlow:
    """Everything that a klantreiskaart could show."""

    places: tuple[Place, ...]
    moves: tuple[Move, ...]
    n_journeys: int


def read_flow(connection: Engine) -> JourneyFlow:
    """Ask a run's tables for all places and moves."""
    places = (
        Place(Key(row.pop("partner"), row.pop("activity")), **row)
        for row in QUERIES.ask(connection, "places")
    )
    moves = (
        Move(
            Key(row.pop("from_partner"), row.pop("from_activity")),
            Key(row.pop("to_partner"), row.pop("to_activity")),
            **row,
        )
        for row in QUERIES.ask(connection, "moves")
    )
    n_journeys = QUERIES.row(connection, "totals")["n_journeys"]
    return JourneyFlow(tuple(places), tuple(moves), n_journeys)
