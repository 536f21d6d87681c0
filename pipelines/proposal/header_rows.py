"""Where the header of a table is when no config names its columns: the line that is most like one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from pipelines.proposal.names import scores_of

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_NAMES: Final = 2
MOST_CHARS: Final = 80
LEAST_WIDTH: Final = 0.5
"""Of the width of the lines below it, how much a header fills."""

_VALUE: Final = re.compile(r"[^A-Za-z\u00c0-\u024f]*|.*\d{4,}.*|.*\d[-/:.,]\d.*")
"""What is a value rather than a name: no letter in it, or many digits."""


def header_at(lines: Sequence[Sequence[str]]) -> int | None:
    """The place of the header among the first lines of a table; None where no line is like one.

    A header names things: most cells filled, all different, few digits, as wide as what stands below; a line
    with names that exports of the field have comes before one without.

    Args:
        lines: of each line its cells, in their one spelling.

    >>> header_at([["Export zaken", "", ""], [], ["Zaak", "Wat", "Wanneer"], ["1", "Intake", "1-3-2024"]])
    2
    >>> header_at([["1", "Intake", "1-3-2024"], ["2", "Intake", "2-3-2024"]]) is None
    True
    """
    widths = [_width(line) for line in lines]
    best, likeness = None, 0.0
    for at, line in enumerate(lines):
        below = Counter(width for width in widths[at + 1 :] if width)
        usual = below.most_common(1)[0][0] if below else widths[at]
        names = [cell for cell in line if cell]
        if not _are_names(names) or len(names) < LEAST_WIDTH * usual:
            continue
        found = 2 * n_known(names) + len(names) / max(usual, len(names))
        if found > likeness:
            best, likeness = at, found
    return best


def n_known(names: Sequence[str]) -> float:
    """How much of a header is names that exports of the field have."""
    return sum(max(scores_of(name).values(), default=0.0) for name in names)


def _are_names(cells: Sequence[str]) -> bool:
    return (
        len(cells) >= LEAST_NAMES
        and len({cell.lower() for cell in cells}) > len(cells) / 2
        and all(len(cell) <= MOST_CHARS for cell in cells)
        and sum(_VALUE.fullmatch(cell) is not None for cell in cells) <= len(cells) / 5
    )


def _width(line: Sequence[str]) -> int:
    """How far a line goes: the place after its last cell that holds something."""
    return max((at + 1 for at, cell in enumerate(line) if cell), default=0)
