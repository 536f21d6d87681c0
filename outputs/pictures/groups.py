"""Small groups: at a level that shows none, what is about fewer journeys is left out and said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from outputs.options import Level
    from outputs.reader import Reader


def is_small(n: int, level: Level) -> bool:
    """Whether so many is a group that the level does not show; none at all is no group.

    >>> from outputs.options import Level
    >>> [is_small(n, Level("bestuurder", smallest_group=5)) for n in (0, 4, 5)]
    [False, True, False]
    """
    return 0 < n < level.smallest_group


def untold(row: dict[str, Any], names: Iterable[str], n: int, level: Level) -> int:
    """Take the medians and shares out of a row that is about too few journeys; how many figures that is.

    >>> from outputs.options import Level
    >>> row = {"n": 3, "median_s": 9.0, "share": None}
    >>> untold(row, ["median_s", "share"], 3, Level("uitvoerder")), row
    (1, {'n': 3, 'median_s': None, 'share': None})
    """
    if n >= level.least_group:
        return 0
    gone = [name for name in names if row[name] is not None]
    row.update(dict.fromkeys(gone))
    return len(gone)


def few(n_figures: int, level: Level, reader: Reader) -> tuple[str, ...]:
    """The sentence that says how many medians and shares are of too few to tell; none where none is."""
    if not n_figures:
        return ()
    return (
        reader.plural(
            "{n} mediaan, gemiddelde of aandeel van minder dan {least} klantreizen is niet genoemd (–).",
            "{n} medianen, gemiddelden of aandelen van minder dan {least} klantreizen zijn niet genoemd"
            " (–).",
            n_figures,
            least=reader.number(level.least_group),
        ),
    )


def part(n: int, whole: int, level: Level) -> int | None:
    """A part of a group, or None where it, or what is left of the group, is a small one.

    >>> from outputs.options import Level
    >>> [part(n, 20, Level("bestuurder", smallest_group=5)) for n in (0, 4, 5, 16, 20)]
    [0, None, 5, None, 20]
    """
    return None if is_small(n, level) or is_small(whole - n, level) else n


def large(
    rows: Iterable[dict[str, Any]], n: Callable[[dict[str, Any]], int], level: Level
) -> tuple[list[dict[str, Any]], int]:
    """The rows that are about enough journeys, and how many rows are not."""
    every = list(rows)
    kept = [row for row in every if not is_small(n(row), level)]
    return kept, len(every) - len(kept)


def left_out(n_groups: int, level: Level, reader: Reader) -> tuple[str, ...]:
    """The sentence that says how many groups are left out; none where none is."""
    if not n_groups:
        return ()
    return (
        reader.plural(
            "{n} groep van minder dan {smallest} klantreizen is weggelaten.",
            "{n} groepen van minder dan {smallest} klantreizen zijn weggelaten.",
            n_groups,
            smallest=reader.number(level.smallest_group),
        ),
    )


def kept_back(n_figures: int, level: Level, reader: Reader) -> tuple[str, ...]:
    """The sentence that says how many figures within a group are kept back; none where none is."""
    if not n_figures:
        return ()
    return (
        reader.plural(
            "{n} cijfer over minder dan {smallest} klantreizen, of over alle op zo weinig na, is"
            " weggelaten (–).",
            "{n} cijfers over minder dan {smallest} klantreizen, of over alle op zo weinig na, zijn"
            " weggelaten (–).",
            n_figures,
            smallest=reader.number(level.smallest_group),
        ),
    )
