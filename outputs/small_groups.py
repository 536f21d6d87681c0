"""The gate for small groups: every figure passes it before a template, a script or a file gets it.

Definition: docs/definitions.md, small groups. A count of journeys is shown where it is 0 or at least the
level's `smallest_group`; where it is a part of a whole that is shown, the rest has to be so too. In place of
any other figure stands a `HeldBack`, which `outputs.reader.Reader` writes. A page passes its figures in
Python, with the column that counts their journeys; its template only prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

T = TypeVar("T")
K = TypeVar("K", bound="Hashable")

GROUP: Final = "n_journeys"
"""The column of a row of figures that says how many journeys it is about."""


@dataclass(frozen=True)
class HeldBack:
    """What stands in place of a figure that is about too few journeys.

    Attributes:
        least: of how many journeys it would have to be.
        why: `group`: it is about too few; `rest`: it is about nearly all, and the rest is too few;
            `summary`: a median, a mean or a share of too few.
    """

    least: int
    why: Literal["group", "rest", "summary"] = "group"


@dataclass(frozen=True)
class Cases:
    """A part of a whole that is too small for a percentage: so many cases `of` so many."""

    n: int
    of: int


class Rest(Enum):
    """What has to be held back together, so that no total gives a small group away."""

    LARGE = "two groups at least, and one of enough journeys: the others may share theirs"
    TOGETHER = "two groups at least, of enough journeys together: no journey is in two of them"
    PAIR = "two groups at least"
    NONE = "the small ones alone: no total of them is shown"


_IS_SAFE: Final[Mapping[Rest, Callable[[Collection[int], int], bool]]] = {
    Rest.LARGE: lambda sizes, smallest: len(sizes) > 1 and max(sizes) >= smallest,
    Rest.TOGETHER: lambda sizes, smallest: len(sizes) > 1 and sum(sizes) >= smallest,
    Rest.PAIR: lambda sizes, _: len(sizes) > 1,
    Rest.NONE: lambda _, __: True,
}


@dataclass(frozen=True)
class GatedRows:
    """Rows of figures that have passed the gate.

    Attributes:
        shown: those that may be shown one by one, in their own order.
        n_held_back: how many may not: too small, or needed so that a small one cannot be worked out.
        rest: the sums over those, by column, where they may be shown together; else None.
        total: the sums over all rows, by column.
    """

    shown: tuple[dict[str, Any], ...]
    n_held_back: int
    rest: dict[str, Any] | None
    total: dict[str, Any]


@dataclass(frozen=True)
class Gate:
    """What a level shows of figures about few journeys; `outputs.options.Level.gate`.

    Attributes:
        smallest: figures about fewer journeys are held back; 1: none are.
        least: of fewer journeys nothing is summarised or ranked, at any level.
    """

    smallest: int = 1
    least: int = 1

    @property
    def is_open(self) -> bool:
        """Whether nothing is held back for being about few journeys alone."""
        return self.smallest <= 1

    @property
    def ranked(self) -> int:
        """Of so many journeys at least is what a list of the worst names."""
        return max(self.smallest, self.least)

    def shows(self, *sizes: int) -> bool:
        """Whether groups of these sizes may be shown.

        >>> Gate(5).shows(0, 5), Gate(5).shows(7, 4)
        (True, False)
        """
        return all(size == 0 or size >= self.smallest for size in sizes)

    def shows_ranked(self, n: int) -> bool:
        """Whether so many journeys are enough for a list of the worst, or for a trend."""
        return n >= self.ranked

    def let_pass(self, value: T) -> T:
        """A figure about nobody, or about what is shown anyway. All that passes the gate passes here."""
        return value

    def figure(self, value: T, *sizes: int) -> T | HeldBack:
        """A figure about groups of these sizes.

        >>> Gate(5).figure(9, 4), Gate(5).figure(9, 7), Gate(5).figure(0, 0)
        (HeldBack(least=5, why='group'), 9, 0)
        """
        return self.let_pass(value) if self.shows(*sizes) else HeldBack(self.smallest)

    def count(self, n: int) -> int | HeldBack:
        """How many journeys.

        >>> Gate(5).count(4), Gate(5).count(5)
        (HeldBack(least=5, why='group'), 5)
        """
        return self.figure(n, n)

    def part(self, value: T, n: int, whole: int) -> T | HeldBack:
        """A figure about n journeys out of a whole that is shown: the others may be no small group either.

        >>> [Gate(5).part("3 gaps", n, 20) for n in (4, 16, 12)]
        [HeldBack(least=5, why='group'), HeldBack(least=5, why='group'), '3 gaps']
        """
        return self.figure(value, n, whole - n)

    def summary(self, value: T, n: int) -> T | HeldBack:
        """A median, a mean or a share over n journeys; None, of nothing, is held back too.

        >>> Gate(1, 5).summary(86_400, 5), Gate(1, 5).summary(86_400, 4)
        (86400, HeldBack(least=5, why='summary'))
        """
        if value is None or n < self.least:
            return HeldBack(self.least, "summary")
        return self.figure(value, n)

    def share(self, n: int, whole: int, *, is_shown: bool = False) -> float | Cases | HeldBack:
        """A part of a whole, from 0 to 1; of a whole of too few as its cases.

        Args:
            n: of how many it is so.
            whole: of how many it may be so; of 0 the share is 0.
            is_shown: whether the part has passed with its rest (`rows`).

        >>> [Gate(5).share(n, 10) for n in (4, 5, 8)]
        [HeldBack(least=5, why='group'), 0.5, HeldBack(least=5, why='rest')]
        >>> Gate(1, 5).share(1, 2)
        Cases(n=1, of=2)
        """
        if not is_shown and not self.shows(n):
            return HeldBack(self.smallest)
        if 0 < whole < self.least:
            return self.let_pass(Cases(n, whole))
        if not is_shown and not self.shows(whole - n):
            return HeldBack(self.smallest, "rest")
        return self.let_pass(n / whole if whole else 0)

    def rounded(self, figures: Sequence[int]) -> list[int]:
        """Figures to the nearest multiple of `smallest`, so that no difference of two is about a small group.

        Leaving small ones out would not do for a series: what began is what is open more.

        >>> Gate(5).rounded([151, 145, 2, 3]), Gate().rounded([151])
        ([150, 145, 0, 5], [151])
        """
        base = self.smallest
        return [self.let_pass((figure + base // 2) // base * base) for figure in figures]

    def row(self, row: Mapping[str, Any], size: int, /, **figures: object) -> dict[str, Any]:
        """A row of figures as a page may have it.

        Args:
            row: by its columns.
            size: how many journeys it is about.
            figures: those that pass by themselves, in place of the row's own.

        >>> Gate(5).row({"name": "GGZ", "n": 9, "n_back": 2}, 6, n_back=Gate(5).count(2))
        {'name': 'GGZ', 'n': 9, 'n_back': HeldBack(least=5, why='group')}
        """
        return {name: self.figure(value, size) for name, value in row.items()} | figures

    def rows(
        self,
        rows: Sequence[Mapping[str, Any]],
        rest: Rest = Rest.LARGE,
        *,
        sums: Sequence[str] = (),
        figures: Callable[[Mapping[str, Any]], Mapping[str, object]] = lambda _: {},
    ) -> GatedRows:
        """Rows of figures, without the small ones and what would give them away.

        Args:
            rows: with `n_journeys` each.
            rest: what has to be held back together.
            sums: columns to add up over all rows, and over those that are held back.
            figures: of a row, those that pass by themselves (`row`).

        >>> [row["n_journeys"] for row in Gate(5).rows([{"n_journeys": n} for n in (9, 6, 2)]).shown]
        [9]
        >>> Gate(5).rows([{"n_journeys": n} for n in (9, 3, 2)], Rest.TOGETHER, sums=["n_journeys"]).rest
        {'n_journeys': 5}
        """
        sizes = {place: row[GROUP] for place, row in enumerate(rows)}
        held = self.held_back(sizes, rest)
        hidden = [sizes[place] for place in held]

        def added(places: Collection[int]) -> dict[str, Any]:
            return {
                name: self.let_pass(sum(rows[place][name] for place in places)) for name in sums
            }

        return GatedRows(
            tuple(
                self.row(row, row[GROUP], **figures(row))
                for place, row in enumerate(rows)
                if place not in held
            ),
            len(held),
            added(held) if held and _IS_SAFE[rest](hidden, self.smallest) else None,
            added(sizes),
        )

    def held_back(
        self, sizes: Mapping[K, int], rest: Rest, order: Mapping[K, float] | None = None
    ) -> set[K]:
        """The groups that are too small, and with them the next smallest until no total gives one away.

        Args:
            sizes: how many journeys each is about.
            rest: what has to be held back together.
            order: by what the next smallest is found; by default their sizes.

        >>> sorted(Gate(5).held_back({"a": 9, "b": 2, "c": 7, "d": 0}, Rest.PAIR))
        ['b', 'c']
        """
        held = {key for key, size in sizes.items() if not self.shows(size)}
        others = sorted(
            (key for key, size in sizes.items() if size and key not in held),
            key=(order or sizes).__getitem__,
        )
        while held and others and not _IS_SAFE[rest]([sizes[key] for key in held], self.smallest):
            held.add(others.pop(0))
        return held


def for_script(figures: Sequence[Any]) -> list[Any]:
    """Figures as a page's script has them: None where one is held back.

    >>> for_script([9, HeldBack(5), None])
    [9, None, None]
    """
    return [None if isinstance(figure, HeldBack) else figure for figure in figures]
