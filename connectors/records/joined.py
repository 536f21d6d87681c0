"""A canonical time out of its source columns: the first that is filled in, or a date and a clock together.

Several names for one column are mostly one column that drifted over the years; of those the first that is
filled in counts. Where some hold clock times alone, a row's date and its clock time are joined: a date
without a clock stays a date, and a clock without a date is a fault of that row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.records.staging import TYPED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.values.reading import TimeReading

FAULTS: Final[Mapping[str, str]] = {
    "no_date": "has a clock time and no date",
    "two_clocks": "has two clock times that differ",
}
"""What can be wrong with a date and its clock, as `NAME_fault` of a row says it."""

_PARTS: Final = ("value", "is_local", "is_day", "is_clock")


def parts_of(column: str, readings: Sequence[TimeReading]) -> str:
    """The SQL of what each source column of a canonical time reads as: `COLUMN.0 value` and so on."""
    return ", ".join(
        f'{getattr(reading, part)} as "{column}.{at} {part}"'
        for at, reading in enumerate(readings)
        for part in _PARTS
    )


def columns_of(column: str, readings: Sequence[TimeReading]) -> str:
    """The SQL of `COLUMN_value`, `_is_local`, `_is_day`, `_text` and `_fault` of a canonical time.

    Args:
        column: the canonical column; its source columns are called COLUMN.0, COLUMN.1 and so on, and
            `parts_of` stands beside them.
        readings: of each source column, in that order.
    """
    parts = (_joined if any(reading.has_clock for reading in readings) else _first_filled)(
        column, readings
    )
    return ", ".join(f"{sql} as {column}_{part}" for part, sql in parts.items())


def _first_filled(column: str, readings: Sequence[TimeReading]) -> dict[str, str]:
    """Whatever the first source column says that is filled in."""
    names = [f"{column}.{at}" for at in range(len(readings))]

    def pick(part: str) -> str:
        arms = " ".join(f'when {_is_filled(name)} then "{name} {part}"' for name in names)
        return f"case {arms} end"

    return {
        **{part: pick(part) for part in ("value", "is_local", "is_day")},
        "text": _text(names),
        "fault": "cast(null as varchar)",
    }


def _joined(column: str, readings: Sequence[TimeReading]) -> dict[str, str]:
    """The first date that is filled in, at the first clock time that is."""
    names = [f"{column}.{at}" for at in range(len(readings))]
    pairs = list(zip(names, readings, strict=True))

    def pick(part: str) -> str:
        arms = " ".join(
            f'when {_is_date(name, reading)} then "{name} {part}"' for name, reading in pairs
        )
        return f"case {arms} end"

    date, is_day, is_local = pick("value"), pick("is_day"), pick("is_local")
    clocks = " ".join(
        f'when {_is_clock(name, reading)} then cast("{name} value" as time)'
        for name, reading in pairs
    )
    clock = f"case {clocks} end"
    unread = " or ".join(f'({_is_filled(name)} and "{name} value" is null)' for name in names)
    # A date that the source types is often a timestamp at midnight.
    is_open = f"({is_day} or ({is_local} and {date} = date_trunc('day', {date})))"
    return {
        "value": f"case when {unread} then null when {clock} is null then {date}"
        f" when {is_open} then cast({date} as date) + {clock}"
        f" when {is_local} and cast({date} as time) = {clock} then {date} end",
        "is_local": f"coalesce({is_local}, true)",
        "is_day": f"coalesce({clock} is null and {is_open}, false)",
        "text": _text(names),
        "fault": f"case when {unread} or {clock} is null then null when {date} is null then 'no_date'"
        f" when not {is_open} and not ({is_local} and cast({date} as time) = {clock})"
        " then 'two_clocks' end",
    }


def _is_clock(name: str, reading: TimeReading) -> str:
    """Whether a row's clock time stands in this column."""
    if not reading.has_clock:
        return "false"
    return f'"{name}" is not null' if not reading.has_day else f'coalesce("{name} is_clock", false)'


def _is_date(name: str, reading: TimeReading) -> str:
    """Whether a row's date stands in this column."""
    if not reading.has_day:
        return f'"{name}{TYPED}" is not null'
    return f'{_is_filled(name)} and not coalesce("{name} is_clock", false)'


def _is_filled(name: str) -> str:
    """Whether anything stands in a column."""
    return f'("{name}" is not null or "{name}{TYPED}" is not null)'


def _text(names: Sequence[str]) -> str:
    """What stands in all of them, as text; null where nothing does."""
    texts = ", ".join(f'"{name}", cast("{name}{TYPED}".at as varchar)' for name in names)
    return f"nullif(concat_ws(' ', {texts}), '')"
