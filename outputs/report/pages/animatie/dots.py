"""The dots of a month: where each stands, how it travels, when it waits, and how it leaves the month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outputs.report.pages.animatie.clock import DAY_H, micros

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outputs.report.pages.animatie.clock import Month

LONGEST_H: Final = 60 * DAY_H
"""How many hours before the month a wait may have begun; what is longer looks the same."""

HOUR_US: Final = 3_600_000_000


class DotStay(NamedTuple):
    """From when a dot stands somewhere.

    place and move are numbers (None: the map does not tell them apart, or there is no move); it travels
    from `departs` to `arrives`, both in steps.
    """

    place: int | None
    move: int | None
    departs: float
    arrives: float


class Wait(NamedTuple):
    """A stretch in which nobody is active, in steps; `since` below 0 is before the month.

    Where `until` is None it goes on as long as the dot is there.
    """

    since: float
    until: int | None


@dataclass(frozen=True)
class Dot:
    """What a dot does in a month, in steps of its clock.

    Attributes:
        begins: from when it is there.
        leaves: until when (None: to the month's end).
        closes: when its journey was closed, if it was.
        stays: where it stands, in order.
        waits: when it waits.
    """

    begins: float
    leaves: float | None
    closes: int | None
    stays: Sequence[DotStay] = field(default_factory=tuple)
    waits: Sequence[Wait] = field(default_factory=tuple)

    def packed(self) -> list[Any]:
        """As JSON has it: begins, leaves, closes, the stays in one row, the waits in one row."""
        return [
            self.begins,
            self.leaves,
            self.closes,
            [value for stay in self.stays for value in stay],
            [value for wait in self.waits for value in wait],
        ]


@dataclass(frozen=True)
class Drawn:
    """What is known of the journeys that are drawn in one month: the rows of the queries of that name."""

    in_order: Sequence[dict[str, Any]]
    tracks: Sequence[dict[str, Any]]
    stretches: Sequence[dict[str, Any]]


def dots_of(drawn: Drawn, month: Month) -> list[Dot]:
    """A dot for each journey that is drawn in a month, in steps of its clock."""
    tracks = _by_dot(drawn.tracks)
    stretches = _by_dot(drawn.stretches)
    return [
        Dot(
            month.step_of(row["started_us"]),
            None,
            None if row["closed_us"] is None else month.step_of(row["closed_us"]),
            tuple(_stays(tracks[row["dot"]], month)),
            tuple(_waits(stretches[row["dot"]], month)),
        )
        for row in drawn.in_order
    ]


def apart(dot: Dot) -> list[Dot]:
    """A dot for each stay, so that nobody can be followed from place to place.

    Each begins where the travel to its place begins, and leaves where the next travel does.

    >>> whole = Dot(0, None, 9, (DotStay(1, None, 0, 0), DotStay(2, 7, 3.5, 4)), (Wait(-8, 4),))
    >>> first, second = apart(whole)
    >>> first
    Dot(begins=0, leaves=3.5, closes=None, stays=(DotStay(place=1, move=None, departs=0, arrives=0),), \
waits=(Wait(since=-8, until=None),))
    >>> second.begins, second.closes, second.waits
    (3.5, 9, (Wait(since=3.5, until=4),))
    """
    pieces = []
    for n, stay in enumerate(dot.stays):
        begins = dot.begins if n == 0 else stay.departs
        leaves = dot.stays[n + 1].departs if n + 1 < len(dot.stays) else None
        if leaves is not None and leaves <= begins:
            continue
        origin = [DotStay(before.place, None, begins, begins) for before in dot.stays[n - 1 : n]]
        waits = tuple(
            Wait(
                wait.since if n == 0 else max(wait.since, begins),
                None if _covers(wait, leaves) else wait.until,
            )
            for wait in dot.waits
            if (leaves is None or wait.since < leaves)
            and (wait.until is None or wait.until > begins)
        )
        closes = dot.closes if leaves is None else None
        pieces.append(Dot(begins, leaves, closes, (*origin, stay), waits))
    return pieces


def in_no_order(dots: Iterable[Dot]) -> list[list[Any]]:
    """The dots as JSON has them, in an order that comes of what they do, and not of who they are."""
    return sorted((dot.packed() for dot in dots), key=repr)


def _covers(wait: Wait, leaves: float | None) -> bool:
    """Whether a wait goes on as long as a dot is there."""
    return wait.until is None or (leaves is not None and wait.until >= leaves)


def _by_dot(rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    by_dot: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_dot[row["dot"]].append(row)
    return by_dot


def _stays(rows: Sequence[dict[str, Any]], month: Month) -> Iterable[DotStay]:
    """Where a journey stands; places that it reaches at one step are travelled to one after the other.

    It travels in the day before it arrives, but no longer than half of the time since the step at which
    it arrived before.
    """
    before: int | None = None
    place = None
    for step, group in groupby(rows, key=lambda row: month.step_of(row["at"])):
        batch = list(group)
        if before is None:
            place = batch[0]["place"]
            yield DotStay(place, None, step, step)
            batch = batch[1:]
        travel = 0 if before is None else min(month.day, (step - before) / 2)
        for n, row in enumerate(batch):
            if row["place"] != place:
                departs = round(step - travel * (len(batch) - n) / len(batch), 2)
                yield DotStay(row["place"], row["move"], departs, step)
            place = row["place"]
        before = step


def _waits(rows: Iterable[dict[str, Any]], month: Month) -> Iterable[Wait]:
    begin = micros(month.start)
    for row in rows:
        since: int = month.step_of(row["since"])
        if row["since"] < begin:
            since = -(min((begin - row["since"]) // HOUR_US, LONGEST_H) * month.day // DAY_H)
        until = None if row["until"] is None else month.step_of(row["until"])
        if until is not None and until >= len(month.steps):
            until = None
        if until is None or until > max(since, 0):
            yield Wait(since, until)
