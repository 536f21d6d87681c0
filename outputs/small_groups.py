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

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

    from outputs.reader import Reader

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
    def ranked(self) -> int:
        """Of so many journeys at least is what a list of the worst names."""
        return max(self.smallest, self.least)

    def shows(self, *sizes: int) -> bool:
        """Whether groups of these sizes may be shown.

        >>> Gate(5).shows(0, 5), Gate(5).shows(7, 4)
        (True, False)
        """
        return all(size == 0 or size >= self.smallest for size in sizes)

    def figure(self, value: T, *sizes: int) -> T | HeldBack:
        """A figure about groups of these sizes, or of nobody. All that passes the gate passes here.

        >>> Gate(5).figure(9, 4), Gate(5).figure(9, 7), Gate(5).figure(0, 0)
        (HeldBack(least=5, why='group'), 9, 0)
        """
        return value if self.shows(*sizes) else HeldBack(self.smallest)

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
        return self.figure(value)

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
            return self.figure(Cases(n, whole))
        if not is_shown and not self.shows(whole - n):
            return HeldBack(self.smallest, "rest")
        return self.figure(n / whole if whole else 0)

    def row(self, row: Mapping[str, Any], **figures: object) -> dict[str, Any]:
        """A row of figures as a page may have it.

        Args:
            row: its figures are about `n_journeys` journeys, or of nobody where it has no such column.
            figures: those that have passed by themselves, in place of the row's own.

        >>> Gate(5).row({"name": "GGZ", "n": 9, "n_journeys": 6, "n_back": 2}, n_back=Gate(5).count(2))
        {'name': 'GGZ', 'n': 9, 'n_journeys': 6, 'n_back': HeldBack(least=5, why='group')}
        """
        size = row.get(GROUP, 0)
        return {
            name: figures[name] if name in figures else self.figure(value, size)
            for name, value in row.items()
        } | figures

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
            return {name: self.figure(sum(rows[place][name] for place in places)) for name in sums}

        return GatedRows(
            tuple(
                self.row(row, **figures(row)) for place, row in enumerate(rows) if place not in held
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


@dataclass(frozen=True)
class Small:
    """How a level's reader is told numbers of journeys.

    Attributes:
        reader: how they are written.
        smallest: figures about fewer journeys are left out; 1: all are told.
        least: of fewer journeys no share and no median is told, at any level.
    """

    reader: Reader
    smallest: int
    least: int = 1

    def tells(self, *sizes: int) -> bool:
        """Whether groups of these sizes may be told.

        >>> from outputs.reader import Reader
        >>> small = Small(Reader(), 5)
        >>> small.tells(0, 5), small.tells(7, 4)
        (True, False)
        """
        return all(size == 0 or size >= self.smallest for size in sizes)

    def number(self, n: int, size: int | None = None) -> str:
        """A count, or that it is about too few.

        Args:
            n: what is counted.
            size: the journeys that it is about; None: n counts those.

        >>> from outputs.reader import Reader
        >>> [Small(Reader(), 5).number(n) for n in (0, 4, 5)]
        ['0', 'minder dan 5', '5']
        """
        if self.tells(n if size is None else size):
            return self.reader.number(n)
        return self.reader.text("minder dan {n}", n=self.reader.number(self.smallest))

    def share(self, part: int, whole: int) -> str:
        """A part of a whole as a percentage, or that it or the rest is about too few.

        >>> from outputs.reader import Reader
        >>> [Small(Reader(), 5).share(part, 10) for part in (4, 5, 8)]
        ['minder dan 5', '50 %', 'bijna 100 %']
        >>> Small(Reader(), 1, 5).share(1, 2)
        '1 van 2'
        """
        if not self.tells(part):
            return self.number(part)
        if whole < self.least:
            return self.of(part, whole)
        if not self.tells(whole - part):
            return self.reader.text("bijna 100 %")
        return self.reader.share(part, whole)

    def of(self, part: int, whole: int) -> str:
        """A part of a whole as a percentage; of too few it is told what it is.

        >>> from outputs.reader import Reader
        >>> Small(Reader(), 1, 5).of(1, 4), Small(Reader(), 1, 5).of(1, 5)
        ('1 van 4', '20 %')
        """
        if 0 < whole < self.least:
            return self.reader.text(
                "{n} van {m}", n=self.reader.number(part), m=self.reader.number(whole)
            )
        return self.reader.share(part, whole)

    def enough(self, n: int) -> bool:
        """Whether so many journeys are enough for a share, a median or a ranking."""
        return n >= self.least

    def days(self, seconds: float | None, n: int) -> str:
        """A median or a percentile of n journeys' durations; – where it is of too few, or of none.

        >>> from outputs.reader import Reader
        >>> [Small(Reader(), 1, 5).days(86_400, n) for n in (4, 5)]
        ['–', '1 dag']
        """
        return "–" if seconds is None or not self.enough(n) else self.reader.days(seconds)


@dataclass(frozen=True)
class Apart:
    """Rows that are told one by one, and those that are not.

    Attributes:
        told: in their own order.
        left_out: too small, or needed so that a small one cannot be worked out from a total.
        is_group: whether those left out may be told together, as one.
    """

    told: tuple[dict[str, Any], ...]
    left_out: tuple[dict[str, Any], ...]
    is_group: bool

    def sum(self, name: str) -> Any:
        """The sum of a column over what is left out."""
        return sum(row[name] for row in self.left_out)


def apart(rows: Sequence[dict[str, Any]], smallest: int, *, disjoint: bool = False) -> Apart:
    """Take the small rows out, and with them so many that no total gives one away.

    Args:
        rows: with `n_journeys` each.
        smallest: rows with fewer journeys are left out.
        disjoint: whether no journey is in two rows. If so, what is left out has to hold at least
            `smallest` journeys together; else one row of it has to, since the others may share theirs.

    >>> [row["n_journeys"] for row in apart([{"n_journeys": n} for n in (9, 6, 2)], 5).told]
    [9]
    >>> [row["n_journeys"] for row in apart([{"n_journeys": n} for n in (9, 3, 2)], 5, disjoint=True).told]
    [9]
    """
    sizes = [row[GROUP] for row in rows]
    out = {k for k, size in enumerate(sizes) if 0 < size < smallest}

    def is_safe() -> bool:
        held = [sizes[k] for k in out]
        return len(held) > 1 and (sum(held) if disjoint else max(held)) >= smallest

    while out and not is_safe():
        others = [k for k, size in enumerate(sizes) if size and k not in out]
        if not others:
            break
        out.add(min(others, key=lambda k: (sizes[k], k)))
    return Apart(
        tuple(row for k, row in enumerate(rows) if k not in out),
        tuple(rows[k] for k in sorted(out)),
        bool(out) and is_safe(),
    )


def code(text: str) -> Markup:
    """A file's name as code, to be put into a text.

    >>> code("tables/routes.parquet")
    Markup('<code>tables/routes.parquet</code>')
    """
    return Markup("<code>{}</code>").format(text)
