"""Where the header of a table is: under the title, the date and the white lines that people put above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from journeys.notes import Note
from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.source import Source

LINES: Final = 50
"""How many lines are looked at."""

LEAST: Final = 2
"""How many of the configured columns a line below the first must hold to be the header."""


def header_at(lines: Sequence[Sequence[str]], source: Source) -> int | None:
    """The place of the header among the first lines of a table; None where nothing stands in them.

    It is the line that holds most of the configured columns, where that is more than the first line that
    holds something does; else it is that first line.

    Args:
        lines: of each line its cells, in their one spelling.
        source: with the configured columns.

    >>> from connectors.source import Source
    >>> source = Source("a", "csv", {"case_id": ("Zaak",), "activity": ("Wat",)})
    >>> header_at([["Rapportage", ""], ["", ""], ["Zaak", "Wat"], ["1", "Intake"]], source)
    2
    """
    known = [n_known(line, source) for line in lines]
    first = next((at for at, line in enumerate(lines) if any(line)), None)
    if first is None:
        return None
    best = max(range(len(lines)), key=lambda at: (known[at], -at))
    return best if known[best] >= LEAST and known[best] > known[first] else first


def n_known(line: Sequence[str], source: Source) -> int:
    """How many of the configured columns a line holds the name of."""
    return sum(not group.isdisjoint(line) for group in _groups(source))


def holds_all(line: Sequence[str], source: Source) -> bool:
    """Whether a line holds a name of every configured column."""
    return n_known(line, source) == len(_groups(source))


def _groups(source: Source) -> list[set[str]]:
    """The names that each configured column has had, in their one spelling."""
    names = [*source.columns.values(), *((name,) for name in source.key)]
    return [{spelled(name) for name in group} for group in names]


def title_notes(lines: Sequence[Sequence[str]]) -> list[Note]:
    """That lines stand above the header, where some do."""
    n = sum(any(line) for line in lines)
    return [Note("title_lines", n)] if n else []
