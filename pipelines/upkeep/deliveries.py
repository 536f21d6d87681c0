"""What sources delivered and when, held against their own rhythm and size (docs/definitions.md).

A delivery is one run's reading of a source in which there was at least one row, out of files whose bytes no
earlier run had read.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, Literal

from pipelines.store.run_ids import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pipelines.store.file_reads import FileRead

ENOUGH: Final = 4
"""With fewer deliveries a source has no rhythm and no usual size."""

WINDOW: Final = 20
"""So many of the latest deliveries say what is usual."""

LATE_FACTOR: Final = 2
"""Late is what lasts longer than this times the median gap, and longer than nine in ten gaps."""

DROP_SHARE: Final = 0.5
"""A drop is a delivery of fewer rows than this share of the median of the earlier ones."""


@dataclass(frozen=True)
class Delivery:
    """What a source delivered to one run.

    Attributes:
        at: when it was read.
        rows: that were read.
        new: events that the store did not have, and those that were updated.
    """

    at: datetime
    rows: int
    new: int


def deliveries(reads: Iterable[FileRead], source: str) -> list[Delivery]:
    """The deliveries of a source, the earliest first.

    Args:
        reads: every reading of every file, the earliest first.
        source: its name.
    """
    runs: dict[str, tuple[int, int]] = {}
    known: set[tuple[str, str]] = set()
    for read in reads:
        contents = (read.source_file, read.sha256)
        if read.source == source and read.rows and contents not in known:
            known.add(contents)
            rows, new = runs.get(read.run_id, (0, 0))
            runs[read.run_id] = (rows + read.rows, new + read.new + read.updated)
    moments = [(moment_of(run_id), rows, new) for run_id, (rows, new) in runs.items()]
    return [Delivery(at, rows, new) for at, rows, new in moments if at]


def pace(
    moments: Sequence[datetime], now: datetime
) -> Literal["absent", "unknown", "late", "fine"]:
    """Whether the next of what comes regularly should have come by now.

    `absent`: nothing ever came; `unknown`: too little came to say.

    >>> from datetime import datetime, timedelta
    >>> weekly = [datetime(2024, 1, 1) + timedelta(weeks=n) for n in range(5)]
    >>> [pace(weekly, weekly[-1] + timedelta(days=days)) for days in (14, 15)]
    ['fine', 'late']
    >>> pace(weekly[:3], weekly[-1]), pace([], weekly[-1])
    ('unknown', 'absent')
    """
    if len(moments) < ENOUGH:
        return "unknown" if moments else "absent"
    gaps_s = [
        (later - earlier).total_seconds() for earlier, later in pairwise(moments[-WINDOW - 1 :])
    ]
    return "late" if (now - moments[-1]).total_seconds() > _longest_usual(gaps_s) else "fine"


def _longest_usual(gaps_s: Sequence[float]) -> float:
    """The longest gap that is no delay, in seconds: a weekend is usual where one in ten gaps is as long."""
    return max(median(gaps_s) * LATE_FACTOR, sorted(gaps_s)[-1 - len(gaps_s) // 10])


def size(rows: Sequence[int]) -> Literal["absent", "unknown", "dropped", "fine"]:
    """Whether the last delivery is much smaller than the earlier ones.

    >>> size([90, 100, 110, 49]), size([90, 100, 110, 50]), size([100, 1]), size([])
    ('dropped', 'fine', 'unknown', 'absent')
    """
    if len(rows) < ENOUGH:
        return "unknown" if rows else "absent"
    return "dropped" if rows[-1] < DROP_SHARE * usual_rows(rows) else "fine"


def usual_rows(rows: Sequence[int]) -> float:
    """The median of the deliveries before the last one; 0 where there are none."""
    return median(rows[-WINDOW - 1 : -1] or [0])
