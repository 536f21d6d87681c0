"""Everything that the live map can show, each with its number: places, moves, partners, pairs.

A thing's key is a letter and its number: `p` a place (an activity at a partner), `m` a move from one
place to another, `q` a partner, `r` a pair of partners between whom journeys are handed over.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.maps.choice import ranked
from outputs.maps.journey_flow import read_flow
from outputs.maps.network import read_passes
from outputs.maps.tables import QUERIES
from outputs.report.pages.kaart.memory import Memory, Numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journeys.engine import Engine
    from outputs.maps.journey_flow import JourneyFlow, Key, Move, Place
    from outputs.maps.network import Pass

MOST_PLACES: Final = 2_000
MOST_MOVES: Final = 3_000
"""How many the page tells apart; of what is beyond, it tells how much it is."""


@dataclass(frozen=True)
class Partner:
    """A partner (None: not known which), and how much happened there."""

    number: int
    name: str | None
    n: int
    n_journeys: int
    wait_us: int
    n_handovers: int
    order: float


@dataclass(frozen=True)
class Pair:
    """All handovers from one partner to another; None is a partner that is not known."""

    number: int
    source: str | None
    target: str | None
    n: int
    n_journeys: int
    wait_us: int


@dataclass(frozen=True)
class Things:
    """What the map can show, by number.

    Attributes:
        flow: every place and move there is, the uncounted ones included.
        places: those that the page tells apart.
        moves: likewise.
        partners: all of them.
        pairs: all of them.
        numbers: as the next night has to know them.
    """

    flow: JourneyFlow
    places: dict[int, Place]
    moves: dict[int, Move]
    partners: dict[int, Partner]
    pairs: dict[int, Pair]
    numbers: dict[str, Numbers]

    def place(self, key: Key) -> int | None:
        """The number of a place; None: it is not shown apart."""
        return self.numbers["p"].of.get((key.partner, key.activity))

    def ends(self, move: int) -> tuple[int, int]:
        """The numbers of the places where a move starts and ends."""
        of = self.numbers["p"].of
        source, target = self.moves[move].source, self.moves[move].target
        return of[source.partner, source.activity], of[target.partner, target.activity]

    def partner(self, name: str | None) -> int:
        """The number of a partner."""
        return self.numbers["q"].of[name,]


def read_things(connection: Engine, memory: Memory) -> Things:
    """Ask a run's tables for everything, and give each thing the number that it had."""
    flow = read_flow(connection)
    waiting: dict[Key, int] = defaultdict(int)
    for move in flow.moves:
        for key in {move.source, move.target}:
            waiting[key] += move.wait_us
    places = ranked(flow.places, [lambda p: p.n_journeys, lambda p: waiting[p.key]], MOST_PLACES)
    keys = {place.key for place in places}
    moves = ranked(
        [move for move in flow.moves if move.source in keys and move.target in keys],
        [lambda m: m.n_handovers, lambda m: m.wait_us, lambda m: m.n],
        MOST_MOVES,
    )
    place_numbers = _numbers(memory, "p", ((p.key.partner, p.key.activity) for p in places))

    def number(key: Key) -> int:
        return place_numbers.of[key.partner, key.activity]

    move_names = [(number(move.source), number(move.target), move.kind) for move in moves]
    move_numbers = _numbers(memory, "m", move_names)
    partners, partner_numbers = _partners(connection, memory)
    pairs, pair_numbers = _pairs(read_passes(connection), memory, partner_numbers)
    return Things(
        flow,
        {number(place.key): place for place in places},
        {move_numbers.of[name]: move for name, move in zip(move_names, moves, strict=True)},
        partners,
        pairs,
        {"p": place_numbers, "m": move_numbers, "q": partner_numbers, "r": pair_numbers},
    )


def _partners(connection: Engine, memory: Memory) -> tuple[dict[int, Partner], Numbers]:
    rows = QUERIES.ask(connection, "live_partners")
    names = [row.pop("partner") for row in rows]
    numbers = _numbers(memory, "q", ((name,) for name in names))
    partners = (
        Partner(numbers.of[name,], name, order=row.pop("mean_seq"), **row)
        for name, row in zip(names, rows, strict=True)
    )
    return {partner.number: partner for partner in partners}, numbers


def _pairs(
    passes: Sequence[Pass], memory: Memory, partners: Numbers
) -> tuple[dict[int, Pair], Numbers]:
    names = [(partners.of[p.from_partner,], partners.of[p.to_partner,]) for p in passes]
    numbers = _numbers(memory, "r", names)
    pairs = (
        Pair(numbers.of[name], p.from_partner, p.to_partner, p.n, p.n_journeys, p.wait_us)
        for name, p in zip(names, passes, strict=True)
    )
    return {pair.number: pair for pair in pairs}, numbers


def _numbers(memory: Memory, kind: str, names: Iterable[tuple[str | int | None, ...]]) -> Numbers:
    return memory.numbers.get(kind, Numbers()).renewed(names)
