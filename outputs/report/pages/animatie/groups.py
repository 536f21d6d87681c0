"""What is about too few journeys to be shown, at the level that asks for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from outputs.report.pages.animatie.ask import QUERIES
from outputs.small_groups import for_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from journeys.engine import Engine
    from outputs.report.pages.animatie.clock import Month
    from outputs.report.pages.animatie.dots import Dot
    from outputs.small_groups import Gate


@dataclass(frozen=True)
class Groups:
    """The groups of a month that are large enough.

    Attributes:
        places: numbers of places where so many journeys were.
        moves: numbers of moves that so many made.
        ends: numbers of places where so many were closed.
        left_out: how many steps belong to moves that are not shown.
    """

    places: frozenset[int]
    moves: frozenset[int]
    ends: frozenset[int]
    left_out: int

    def shown(self, dot: Dot) -> Dot | None:
        """What may be seen of a dot that stands at one place; None: nothing.

        A step that few took is not seen: the dot is there when it has arrived. Where few are closed, it
        is gone then.
        """
        *origin, stay = dot.stays
        if stay.place not in self.places:
            return None
        if origin and (stay.move not in self.moves or origin[0].place not in self.places):
            here = stay._replace(move=None, departs=stay.arrives)
            dot = replace(dot, begins=stay.arrives, stays=(here,))
        if dot.closes is not None and stay.place not in self.ends:
            dot = replace(dot, leaves=dot.closes, closes=None)
        return None if dot.leaves is not None and dot.leaves <= dot.begins else dot


def groups_of(connection: Engine, month: Month, gate: Gate) -> Groups:
    """The groups of a month that a level shows."""
    large: dict[str, set[int]] = defaultdict(set)
    left_out = 0
    for row in QUERIES.ask(connection, "groups", month=month.name):
        if row["number"] is not None and gate.shows(row["n_journeys"]):
            large[row["kind"]].add(row["number"])
        elif row["kind"] == "move":
            left_out += row["n"]
    return Groups(
        frozenset(large["place"]), frozenset(large["move"]), frozenset(large["end"]), left_out
    )


def standing(rows: Iterable[Mapping[str, Any]], gate: Gate) -> list[list[int | None]]:
    """How many stand still through all of a month, by place: place, waiting, helped.

    Too small a number is 0; a place where both are is left out.

    >>> from outputs.small_groups import Gate
    >>> rows = [{"place": 3, "waiting": 7, "helped": 2}, {"place": None, "waiting": 1, "helped": 0}]
    >>> standing(rows, Gate(5)), standing(rows, Gate())
    ([[3, 7, 0]], [[3, 7, 2], [None, 1, 0]])
    """
    kept = []
    for row in rows:
        counts = [
            n or 0 for n in for_script([gate.count(row[name]) for name in ("waiting", "helped")])
        ]
        if any(counts):
            kept.append([row["place"], *counts])
    return kept
