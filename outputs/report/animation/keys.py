"""What the map calls its places and moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
