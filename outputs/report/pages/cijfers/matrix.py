"""The handovers between partners, laid out as a table that can be read with many partners."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outputs.small_groups import HeldBack

SHOWN_PARTNERS: Final = 15
SHADES: Final = 4
"""A cell's shade is 1 to 4: how its number compares with the largest shown."""


@dataclass(frozen=True)
class Cell:
    """The handovers from one partner to another: how many, the median of their waits, and a shade.

    The median is 0 where nobody waited.
    """

    n: int
    median_wait_s: float | HeldBack
    shade: int


@dataclass(frozen=True)
class Row:
    """What one partner handed over: to each shown partner (None: nothing), and to all."""

    partner: str
    cells: tuple[Cell | None, ...]
    n: int


@dataclass(frozen=True)
class Matrix:
    """Handovers, from partners in rows to partners in columns.

    Attributes:
        partners: the shown ones, those with the most handovers (given and received) first.
        rows: one per shown partner, in the same order.
        received: what each shown partner received from all partners.
        n: all handovers.
        n_shown: those between two shown partners.
        n_partners: all partners with a handover.
    """

    partners: tuple[str, ...]
    rows: tuple[Row, ...]
    received: tuple[int, ...]
    n: int
    n_shown: int
    n_partners: int


def matrix(pairs: Sequence[Mapping[str, Any]], limit: int = SHOWN_PARTNERS) -> Matrix:
    """Lay out the pairs of partners.

    Args:
        pairs: from_partner, to_partner, n and median_wait_s, that have passed the gate; one row per pair.
        limit: how many partners to show.
    """
    given: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for pair in pairs:
        given[pair["from_partner"]] += pair["n"]
        received[pair["to_partner"]] += pair["n"]
    busiest = given + received
    order = sorted(busiest, key=lambda partner: (-busiest[partner], partner))
    shown = tuple(order[:limit])
    both = [pair for pair in pairs if {pair["from_partner"], pair["to_partner"]} <= {*shown}]
    most = max((pair["n"] for pair in both), default=0)
    cells = {
        (pair["from_partner"], pair["to_partner"]): Cell(
            pair["n"], pair["median_wait_s"], _shade(pair["n"], most)
        )
        for pair in both
    }
    rows = tuple(
        Row(start, tuple(cells.get((start, end)) for end in shown), given[start]) for start in shown
    )
    return Matrix(
        shown,
        rows,
        tuple(received[end] for end in shown),
        sum(given.values()),
        sum(pair["n"] for pair in both),
        len(order),
    )


def _shade(n: int, most: int) -> int:
    """1 for little to 4 for the most; on the root, since a few pairs have nearly all.

    >>> [_shade(n, 100) for n in (1, 10, 50, 100)]
    [1, 2, 3, 4]
    """
    return max(1, ceil(SHADES * sqrt(n / most)))
