"""Numbers that are times: serial numbers of a spreadsheet and seconds since 1970.

No column is ever guessed to hold them: a format says so (`FORMATS`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.values.reading import TimeReading

if TYPE_CHECKING:
    from collections.abc import Callable

EXCEL: Final = "excel"
EXCEL_1904: Final = "excel-1904"
UNIX_S: Final = "unix_s"
UNIX_MS: Final = "unix_ms"

LAST_SERIAL: Final = 2_958_465
"""31 December 9999, as Excel numbers its days."""

_PLAIN: Final = r"[+-]?\d+([.,]\d+)?"


def number_time(column: str, fmt: str) -> TimeReading:
    """The reading of a column of numbers, as text or typed, by one of `FORMATS`."""
    text = f'spaced(cast("{column}" as varchar))'
    number = (
        f"case when regexp_full_match({text}, '{_PLAIN}')"
        f" then try_cast(replace({text}, ',', '.') as double) end"
    )
    return FORMATS[fmt](number)


def _excel(number: str) -> TimeReading:
    """Days since 1900, whose 29 February Excel counts and the calendar does not; to the second."""
    return _serial(
        number,
        f"case when {number} >= 61 or {number} < 1 then timestamp '1899-12-30'"
        f" when {number} < 60 then timestamp '1899-12-31' end",
    )


def _excel_1904(number: str) -> TimeReading:
    """Days since 1904, as old workbooks of the Macintosh have them; to the second."""
    return _serial(number, "timestamp '1904-01-01'")


def _serial(number: str, first: str) -> TimeReading:
    inside = f"{number} between 0 and {LAST_SERIAL}"
    return TimeReading(
        f"case when {inside} then {first} + to_seconds(cast(round({number} * 86400) as bigint)) end",
        is_day=f"{number} >= 1 and {number} = floor({number})",
        is_clock=f"{number} < 1",
        has_clock=True,
    )


def _epoch(per_second: int) -> Callable[[str], TimeReading]:
    def reading(number: str) -> TimeReading:
        scale = 1_000_000 // per_second
        return TimeReading(
            f"case when abs({number}) < {10**11 * per_second}"
            f" then make_timestamp(cast(round({number} * {scale}) as bigint)) end",
            is_local="false",
        )

    return reading


FORMATS: Final[dict[str, Callable[[str], TimeReading]]] = {
    EXCEL: _excel,
    EXCEL_1904: _excel_1904,
    UNIX_S: _epoch(1),
    UNIX_MS: _epoch(1_000),
}
"""Names that a format may have beside those of strptime."""
