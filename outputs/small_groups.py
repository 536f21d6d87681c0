"""Groups that are too small to be told, and what has to be left out with them so that they stay untold.

Definition: docs/definitions.md, small groups. A count of journeys is told where it is 0 or at least the
level's `smallest_group`; where it is a part of a whole that is told, the rest has to be so too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.reader import Reader

GROUP: Final = "n_journeys"
"""The column of a figure that says how many journeys it is about."""


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
