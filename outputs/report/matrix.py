"""The handovers between partners, laid out as a table that can be read with many partners."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

SHOWN_PARTNERS: Final = 15
SHADES: Final = 4
"""A cell's shade is 1 to 4: how its number compares with the largest shown."""


@dataclass(frozen=True)
class Cell:
    """The handovers from one partner to another: how many, the median of their waits, and a shade.

    The median is 0 where nobody waited, and None where too few journeys did to tell.
    """

    n: int
    median_wait_s: float | None
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


def matrix(pairs: pd.DataFrame, least: int = 1, limit: int = SHOWN_PARTNERS) -> Matrix:
    """Lay out the pairs of partners.

    Args:
        pairs: from_partner, to_partner, n, n_waits, n_wait_journeys and median_wait_s; one row per pair.
        least: of fewer journeys that waited, no median is told.
        limit: how many partners to show.
    """
    given = pairs.groupby("from_partner")["n"].sum()
    received = pairs.groupby("to_partner")["n"].sum()
    busiest = given.add(received, fill_value=0)
    order = sorted(busiest.index, key=lambda partner: (-busiest[partner], partner))
    shown = tuple(order[:limit])
    both = pairs[pairs["from_partner"].isin(shown) & pairs["to_partner"].isin(shown)]
    most = int(both["n"].max()) if len(both) else 0
    cells = {
        (row["from_partner"], row["to_partner"]): Cell(
            int(row["n"]), _median(row, least), _shade(int(row["n"]), most)
        )
        for row in both.to_dict("records")
    }
    rows = tuple(
        Row(start, tuple(cells.get((start, end)) for end in shown), int(given.get(start, 0)))
        for start in shown
    )
    return Matrix(
        shown,
        rows,
        tuple(int(received.get(end, 0)) for end in shown),
        int(pairs["n"].sum()),
        int(both["n"].sum()),
        len(order),
    )


def _median(row: Mapping[Any, Any], least: int) -> float | None:
    if not row["n_waits"]:
        return 0.0
    return float(row["median_wait_s"]) if row["n_wait_journeys"] >= least else None


def _shade(n: int, most: int) -> int:
    """1 for little to 4 for the most; on the root, since a few pairs have nearly all.

    >>> [_shade(n, 100) for n in (1, 10, 50, 100)]
    [1, 2, 3, 4]
    """
    return max(1, ceil(SHADES * sqrt(n / most)))
