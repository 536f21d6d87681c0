"""Where the header of a table is: under the title, the date and the white lines that people put above it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from connectors.errors import ColumnMissingError
from journeys.errors import said
from journeys.notes import Note
from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.source import Source

LINES: Final = 50
"""How many lines are looked at, where the config does not say which one is the header."""

LEAST: Final = 2
"""How many of the configured columns a line below the first must hold to be the header."""


def n_looked_at(source: Source) -> int:
    """How many of a table's first lines are looked at."""
    return max(LINES, source.header_row)


def header_at(lines: Sequence[Sequence[str]], source: Source, first: int = 1) -> int | None:
    """The place of the header among the first lines of a table; None where nothing stands in them.

    It is the line that the config names. Else it is the line that holds most of the configured columns,
    where that is more than the first line that holds something does; else it is that first line.

    Args:
        lines: of each line its cells, in their one spelling.
        source: with the configured columns.
        first: the number of the first of these lines in the file.

    >>> from connectors.source import Source
    >>> source = Source("a", "csv", {"case_id": ("Zaak",), "activity": ("Wat",)})
    >>> header_at([["Rapportage", ""], ["", ""], ["Zaak", "Wat"], ["1", "Intake"]], source)
    2
    """
    if source.header_row:
        at = source.header_row - first
        return at if 0 <= at < len(lines) else None
    known = [n_known(line, source) for line in lines]
    filled = next((at for at, line in enumerate(lines) if any(line)), None)
    if filled is None:
        return None
    best = max(range(len(lines)), key=lambda at: (known[at], -at))
    return best if known[best] >= LEAST and known[best] > known[filled] else filled


def check_header(lines: Sequence[Sequence[str]], source: Source, first: int = 1) -> None:
    """Refuses a configured header_row whose line is no header; args as `header_at`.

    Raises:
        ColumnMissingError: it is no line of the table, or holds none of the configured columns. The message
            shows no cell of it: it may be data.
    """
    if not source.header_row:
        return
    at = header_at(lines, source, first)
    if at is not None and n_known(lines[at], source):
        return
    other = header_at(lines, replace(source, header_row=0), first)
    hint = "1 is the first line of the file or sheet; left out, the header is looked for"
    if other is not None and n_known(lines[other], source):
        hint = said("the header seems to be line {n}: header_row = {n}", n=other + first)
    raise ColumnMissingError(
        said("header_row = {n}: this line is no header", n=source.header_row),
        expected="a line with the names under [sources.columns]",
        got="no such line"
        if at is None
        else said("{n} cells, none of them such a name", n=len(lines[at])),
        hint=hint,
    )


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
