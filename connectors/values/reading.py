"""How a column's values become instants: what the readings of texts, numbers and typed columns have alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TimeReading:
    """How a column's values become instants, as SQL over the column.

    Attributes:
        value: the value; null where what stands there does not read so.
        is_local: whether the value is a wall-clock time, still without a zone.
        is_day: whether it is a bare date.
        is_clock: whether it is a clock time without a date: its day means nothing.
        has_clock: whether any of its values may be a clock time without a date.
        has_day: whether any of its values may be a date.
        format: that reads it, or several with | between them; '' where no text tells.
    """

    value: str
    is_local: str = "true"
    is_day: str = "false"
    is_clock: str = "false"
    has_clock: bool = False
    has_day: bool = True
    format: str = ""
