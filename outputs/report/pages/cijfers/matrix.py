"""The handovers between partners, laid out as a table that can be read with many partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outputs.maps.network import Network, Pass, shade

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outputs.small_groups import HeldBack

SHOWN_PARTNERS: Final = 15


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
        pairs: rows of the query `partner_pairs` that have passed the gate.
        limit: how many partners to show.
    """
    network = Network({}, tuple(Pass(**pair) for pair in pairs))
    medians = {(pair["from_partner"], pair["to_partner"]): pair["median_wait_s"] for pair in pairs}
    shown = tuple(network.busiest[:limit])
    between = network.between(shown)
    most = max((pair.n for pair in between), default=0)
    cells = {pair[:2]: Cell(pair.n, medians[pair[:2]], shade(pair.n, most)) for pair in between}
    rows = tuple(
        Row(start, tuple(cells.get((start, end)) for end in shown), network.n_out[start])
        for start in shown
    )
    return Matrix(
        shown,
        rows,
        tuple(network.n_in[end] for end in shown),
        network.n,
        sum(pair.n for pair in between),
        len(network.busiest),
    )
