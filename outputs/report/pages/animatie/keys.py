"""What the map calls its places and moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outputs.report.pages.kaart.things import Things

Place = tuple[str | None, str | None]
"""A partner (None: not known which) and an activity."""


@dataclass(frozen=True)
class MapKeys:
    """The boxes and lines of the live map, by what they stand for.

    Attributes:
        places: of each place the keys of its boxes, on the finest level first: `p3`, and `q1` of its
            partner.
        moves: of each move, from one place to another by a kind of step, the keys of its lines,
            likewise: `m7`, and `r2`.
    """

    places: Mapping[Place, tuple[str, ...]]
    moves: Mapping[tuple[Place, Place, str], tuple[str, ...]]


def keys_of(things: Things) -> MapKeys:
    """The keys of everything that the live map tells apart."""
    pairs = things.numbers["r"].of
    places = {
        (place.key.partner, place.key.activity): (f"p{n}", f"q{things.partner(place.key.partner)}")
        for n, place in things.places.items()
    }
    moves: dict[tuple[Place, Place, str], tuple[str, ...]] = {}
    for n, move in things.moves.items():
        between = (things.partner(move.source.partner), things.partner(move.target.partner))
        pair = pairs.get(between) if move.kind != "step" else None
        name: tuple[Place, Place, str] = (move.source, move.target, move.kind)
        moves[name] = (f"m{n}",) if pair is None else (f"m{n}", f"r{pair}")
    return MapKeys(places, moves)
