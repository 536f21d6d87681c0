"""What stands on each level of the live map: the same as last night, unless the data really changed.

A level is an amount: so many activities, and the lines between them. What stood on it last night stays
while its rank is not much worse than its room; the rest is chosen by journeys, waiting, handovers and
regisseur changes in turn, as on paper.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from outputs.maps.choice import ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from outputs.report.pages.kaart.memory import Memory
    from outputs.report.pages.kaart.things import Things

SIZES: Final = (8, 14, 24, 40, 70)
ALL_UP_TO: Final = 100
"""A map of up to so many activities has a level with all of them."""

LINES_PER_BOX: Final = 2.0
MOST_ENDS: Final = 6
"""How many boxes get a line from the begin, and how many one to the end."""

LINES_AT_START: Final = 1.5
"""How many lines a box the slider begins with."""

LOYALTY: Final = 1.3
"""What stood on a level stays there while its rank is below its room times this, and a few more."""

HIGH: Final = 0.4
"""The part of the room that goes to what ranks highest, whatever was there: a new knot is seen at once."""

PARTNERS: Final = "q"
"""The name of the level of partners."""

T = TypeVar("T")


@dataclass(frozen=True)
class MapLevel:
    """What stands on one level, by the numbers of things.

    Attributes:
        name: `q` for the partners and the handovers between them, else how many activities.
        boxes: from early to late.
        lines: in the order in which the slider shows them.
        begins: boxes with a line from the begin.
        ends: boxes with a line to the end.
    """

    name: str
    boxes: tuple[int, ...]
    lines: tuple[int, ...]
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    @property
    def box(self) -> str:
        """The letter of its boxes' keys."""
        return "q" if self.name == PARTNERS else "p"

    @property
    def line(self) -> str:
        """The letter of its lines' keys."""
        return "r" if self.name == PARTNERS else "m"


def choose_levels(things: Things, memory: Memory) -> tuple[tuple[MapLevel, ...], tuple[int, ...]]:
    """Every level, the partners first and then from few activities to many; and the places in order."""
    order = in_order(
        {number: place.mean_seq for number, place in things.places.items()}, memory.order
    )
    levels = [_partners(things, memory)] if things.partners else []
    inner: list[int] = []
    for size in sizes(len(things.places)):
        level = _activities(things, memory, size, order, inner)
        levels.append(level)
        inner = list(level.boxes)
    return tuple(levels), tuple(order)


def sizes(n_places: int) -> list[int]:
    """How many activities the levels have, where there are so many in all.

    >>> sizes(48), sizes(5), sizes(400), sizes(0)
    ([8, 14, 24, 40, 48], [5], [8, 14, 24, 40, 70], [])
    """
    below = [size for size in SIZES if size < n_places]
    return below + ([n_places] if 0 < n_places <= ALL_UP_TO else [])


def lines_at_start(n_boxes: int, n_lines: int) -> int:
    """How many lines are shown before anybody slides.

    >>> lines_at_start(14, 28), lines_at_start(2, 1)
    (21, 1)
    """
    return min(n_lines, round(n_boxes * LINES_AT_START))


def in_order(times: Mapping[int, float], before: Sequence[int]) -> list[int]:
    """Things from early to late: those of last night as they stood, new ones where they belong.

    Args:
        times: of each thing how early it is.
        before: last night's order; what is gone is left out.

    >>> in_order({1: 0.5, 2: 9, 3: 1, 4: 5}, [3, 7, 1, 2])
    [3, 1, 4, 2]
    """
    kept = [thing for thing in before if thing in times]
    for thing in sorted(times.keys() - set(kept), key=lambda number: (times[number], number)):
        later = (at for at, other in enumerate(kept) if times[other] > times[thing])
        kept.insert(next(later, len(kept)), thing)
    return kept


def loyal(
    ranking: Sequence[T], before: Collection[T], room: int, first: Iterable[T] = ()
) -> list[T]:
    """Up to `room` of a ranking, in its order.

    `first` goes before all, then what ranks high, then what was there before and is not far below
    its room, then the best.

    >>> loyal("abcdefghijk", "hi", 4)
    ['a', 'b', 'c', 'h']
    """
    high, near = ranking[: int(room * HIGH)], ranking[: int(room * LOYALTY) + 3]
    stays = (number for number in near if number in before)
    taken = set(list(dict.fromkeys([*first, *high, *stays, *ranking]))[:room])
    return [number for number in ranking if number in taken]


def _activities(
    things: Things, memory: Memory, size: int, order: Sequence[int], inner: Sequence[int]
) -> MapLevel:
    """The level of so many activities; it holds all of the level below."""
    around = _around(things)
    measures: list[Callable[[int], float]] = [
        lambda n: things.places[n].n_journeys,
        lambda n: around[n][0],
        lambda n: around[n][1],
        lambda n: around[n][2],
    ]
    before = memory.levels.get(str(size))
    best = ranked(sorted(things.places), measures, len(things.places))
    chosen = set(loyal(best, set(before.boxes) if before else set(), size, inner))
    lines = _lines(things, chosen, set(before.lines) if before else set())
    return MapLevel(
        str(size),
        tuple(n for n in order if n in chosen),
        tuple(lines),
        _ends(chosen, lambda n: things.places[n].n_begin, before.begins if before else ()),
        _ends(chosen, lambda n: things.places[n].n_end, before.ends if before else ()),
    )


def _lines(things: Things, chosen: set[int], before: set[int]) -> list[int]:
    """The lines between these boxes, best first; a box that would stand alone has its busiest."""
    ends = {n: things.ends(n) for n in things.moves}
    inside = [
        n
        for n in sorted(things.moves)
        if not things.moves[n].is_loop and ends[n][0] in chosen and ends[n][1] in chosen
    ]
    ranking = ranked(
        inside,
        [
            lambda n: things.moves[n].n_handovers,
            lambda n: things.moves[n].wait_us,
            lambda n: things.moves[n].n,
        ],
        len(inside),
    )
    room = int(LINES_PER_BOX * len(chosen))
    taken = _joining(loyal(ranking, before, room), ranking, ends, things, room)
    return _joining(taken, ranking, ends, things, lines_at_start(len(chosen), len(taken)))


def _joining(
    taken: list[int],
    ranking: Sequence[int],
    ends: Mapping[int, tuple[int, int]],
    things: Things,
    room: int,
) -> list[int]:
    """These lines, so that the first `room` of them hold the busiest of each box that has any."""
    joined = {end for n in taken[:room] for end in ends[n]}
    busiest: dict[int, int] = {}
    for n in sorted(ranking, key=lambda n: -things.moves[n].n):
        for end in ends[n]:
            if end not in joined:
                busiest.setdefault(end, n)
    busy = set(busiest.values())
    rest = [n for n in taken if n not in busy]
    cut = max(0, room - len(busy))
    added = [n for n in ranking if n in busy]
    return [*rest[:cut], *added, *rest[cut:]][: max(len(taken), room)]


def _around(things: Things) -> dict[int, tuple[int, int, int]]:
    """The waiting, the handovers and the regisseur changes in all moves to and from each place."""
    sums: dict[int, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for move in things.flow.moves:
        for key in {move.source, move.target}:
            number = things.place(key)
            if number is not None:
                idle, handed, changed = sums[number]
                sums[number] = (
                    idle + move.wait_us,
                    handed + move.n_handovers,
                    changed + move.n_changes,
                )
    return sums


def _ends(
    chosen: Collection[int], count: Callable[[int], int], before: Sequence[int]
) -> tuple[int, ...]:
    """The boxes where most journeys begin, or end."""
    ranking = ranked(sorted(chosen), [count], len(chosen))
    return tuple(sorted(loyal(ranking, set(before), MOST_ENDS)))


def _partners(things: Things, memory: Memory) -> MapLevel:
    """The level of partners: up to `ALL_UP_TO` of them, and the handovers between them."""
    before = memory.levels.get(PARTNERS)
    best = ranked(
        sorted(things.partners),
        [
            lambda n: things.partners[n].n_journeys,
            lambda n: things.partners[n].wait_us,
            lambda n: things.partners[n].n_handovers,
        ],
        len(things.partners),
    )
    chosen = set(loyal(best, set(before.boxes) if before else set(), ALL_UP_TO))
    order = in_order(
        {n: partner.order for n, partner in things.partners.items()}, before.boxes if before else ()
    )
    ends = {
        n: (things.partner(pair.source), things.partner(pair.target))
        for n, pair in things.pairs.items()
    }
    inside = [n for n in sorted(things.pairs) if ends[n][0] in chosen and ends[n][1] in chosen]
    ranking = ranked(
        inside,
        [lambda n: things.pairs[n].n, lambda n: things.pairs[n].wait_us],
        len(inside),
    )
    room = int(LINES_PER_BOX * len(chosen)) + 2
    return MapLevel(
        PARTNERS,
        tuple(n for n in order if n in chosen),
        tuple(loyal(ranking, set(before.lines) if before else set(), room)),
    )
