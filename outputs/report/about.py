"""What a run says of itself: the part of a report that no table holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from journeys.notes import Note


@dataclass(frozen=True)
class SourceFigures:
    """What one source gave in this run's reading.

    Attributes:
        name: as the config calls it.
        files: how many files it has.
        rows_read: data rows read; = new + rejected + repeated.
        new: rows that became events that were not there yet.
        rejected: rows that could not be read.
        repeated: rows that repeat an event that was there already.
        skipped: files that have not changed since they were read, and were not read again.
        notes: what was noticed of its files, each kind once (`journeys.notes`).
        error: why the source could not be read at all; None: it could.
    """

    name: str
    files: int = 0
    rows_read: int = 0
    new: int = 0
    rejected: int = 0
    repeated: int = 0
    skipped: int = 0
    notes: Sequence[Note] = ()
    error: str | None = None

    @property
    def needs_a_look(self) -> bool:
        """Whether something of this source is not in the figures.

        >>> SourceFigures("wijkteam", rows_read=3, new=2, rejected=1).needs_a_look
        True
        """
        return self.error is not None or self.rejected > 0


@dataclass(frozen=True)
class About:
    """The run that a report is about.

    Attributes:
        project: its name.
        as_of: the moment from which the data is judged, in UTC; None: there is no data.
        timezone: the IANA zone in which times are written.
        level: `case`, `client` or `household`: what a journey is taken to be.
        sources: what each source gave, in the config's order.
        as_of_from: `source` and `file` that hold as_of; None: the config says it, or there is no data.
        unchecked: how many doubtful choices there are in a config that was proposed and that nobody has
            checked; None: somebody wrote or checked it.
    """

    project: str
    as_of: datetime | None
    timezone: str = "Europe/Amsterdam"
    level: str = "case"
    sources: Sequence[SourceFigures] = ()
    as_of_from: Mapping[str, str] | None = None
    unchecked: int | None = None
