"""Cells: what one cell of a source holds, with the type that the source itself gives it.

A value that failed is a `Failed`, and never an empty one. Text is said in its one spelling
(`journeys.spelling`); a number or a time is handed on as such, so that no format is guessed for it, and
beside it as text for the columns that hold text.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TIME: Final = pa.struct(
    [("at", pa.timestamp("us")), ("is_local", pa.bool_()), ("is_day", pa.bool_())]
)
"""A time that the source types: the instant in UTC, or a time on the clock (`is_local`), or a bare date."""

NOT_A_NUMBER: Final = "a number that is none (NaN, infinite or too large)"
ROUNDED_NUMBER: Final = "a number that is rounded, since it has more digits than its type keeps"
ROUNDED: Final = r"^-?\d\.\d+e\+\d+$"
"""How `as_text` says a number of which the last digits are not known."""

NO_TEXT: Final = "bytes that are no text"
NO_TIME: Final = "a time beyond the years 1 to 9999"
_EXACT: Final = 2**53
_HIGHEST: Final = 10**300
_DAMAGED: Final = re.compile("[\ud800-\udfff]")
_PLAIN: Final = r"^([!-~]+( [!-~]+)*)?$"


@dataclass(frozen=True)
class Failed:
    """A cell whose value failed.

    Attributes:
        reason: what stands there instead of a value, without any of the row's values.
        value: what was written there, as far as it can be said; masked by who stores it.
    """

    reason: str
    value: str = ""

    def __str__(self) -> str:
        """What was written there."""
        return self.value


Cell = (
    str
    | bool
    | int
    | float
    | Decimal
    | dt.date
    | dt.datetime
    | dt.time
    | dt.timedelta
    | Failed
    | None
)
"""What a reader hands over of one cell; a datetime without a zone is a time on the clock."""


@dataclass(frozen=True)
class Column:
    """One column of a batch, taken apart by what its cells are.

    Attributes:
        text: every cell as text; null where it is empty.
        times: of the cells that the source types as a time; None where there are none.
        numbers: of those that it types as a number; None where there are none.
        failed: why a cell failed; None where none did.
    """

    text: pa.Array
    times: pa.Array | None = None
    numbers: pa.Array | None = None
    failed: pa.Array | None = None


def decoded(value: bytes) -> str | Failed:
    r"""Bytes as text; those that are none have failed.

    >>> decoded(b"Intake"), decoded(b"\xff").reason
    ('Intake', 'bytes that are no text')
    """
    try:
        return value.decode()
    except UnicodeDecodeError:
        return Failed(NO_TEXT, value.decode("utf-8", "replace"))


def column_of(cells: Sequence[Cell], clock: str = " ") -> Column:
    """The cells of one column of a batch; `clock` stands before the clock time of a time as text.

    >>> column = column_of(["1-3-2024", dt.date(2024, 3, 1), 12.125, Failed("a list"), None])
    >>> column.text.to_pylist()
    ['1-3-2024', '2024-03-01', '12.125', '', None]
    >>> column.numbers.to_pylist(), column.failed.to_pylist()
    ([None, None, 12.125, None, None], [None, None, None, 'a list', None])
    """
    try:
        return Column(pa.array(cells, pa.string()))
    except (TypeError, ValueError):  # a cell of another type, or one that failed
        cells = [_checked(cell) for cell in cells]
    times = [_time(cell) for cell in cells]
    numbers = [
        float(cell)
        if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
        else None
        for cell in cells
    ]
    failed = [cell.reason if isinstance(cell, Failed) else None for cell in cells]
    return Column(
        pa.array([as_text(cell, clock) for cell in cells], pa.string()),
        pa.array(times, TIME) if any(times) else None,
        pa.array(numbers, pa.float64()) if any(n is not None for n in numbers) else None,
        pa.array(failed, pa.string()) if any(failed) else None,
    )


def as_text(cell: Cell, clock: str = " ") -> str | None:
    """A cell as text: times as ISO 8601, numbers with a point, whole ones without decimals.

    >>> [as_text(cell) for cell in (1001.0, 2.5, True, Decimal("1E+3"), dt.date(2024, 5, 1), 2**70)]
    ['1001', '2.5', 'true', '1000', '2024-05-01', '1180591620717411303424']
    >>> as_text(dt.timedelta(days=1, hours=6, minutes=30))
    '30:30:00'
    """
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | Decimal):
        return _number(cell)
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, dt.datetime):
        return (cell if cell.tzinfo is None else cell.astimezone(dt.UTC)).isoformat(clock)
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def text_of(values: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """An Arrow column as text in its one spelling, whatever its type.

    >>> text_of(pa.array([1001.0, 2.5, None])).to_pylist(), text_of(pa.array([" In  take"])).to_pylist()
    (['1001', '2.5', None], ['In take'])
    """
    return spelled_column(written(values))


def written(values: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """An Arrow column as text, as it is written."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return written(values.cast(kind.value_type))
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _by_value(values, as_text)
    return values if pa.types.is_string(kind) else values.cast(pa.string())


def spelled_column(values: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """A column of text in its one spelling; what is plain already is looked at once and left."""
    is_plain = pc.fill_null(pc.match_substring_regex(values, _PLAIN), True)  # noqa: FBT003 - Arrow's
    return values if pc.all(is_plain).as_py() in {True, None} else _by_value(values, spelled)


def _by_value(values: pa.Array | pa.ChunkedArray, change: Callable[[Any], str | None]) -> pa.Array:
    """A column of text made of another, each different value once; null stays null."""
    encoded = pc.dictionary_encode(values)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    changed = pa.array([change(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return pc.take(changed, encoded.indices)


def _checked(cell: Cell) -> Cell:
    """A cell that can be stored as it is: what is no number, no text or no time has failed."""
    if isinstance(cell, int | float | Decimal) and (
        cell != cell or not -_HIGHEST < cell < _HIGHEST  # noqa: PLR0124 - what is no number is not itself
    ):
        return Failed(NOT_A_NUMBER, str(cell) if isinstance(cell, float) else "")
    if isinstance(cell, str) and not cell.isascii() and _DAMAGED.search(cell):
        return Failed(NO_TEXT, cell.encode("utf-8", "replace").decode())
    return cell


def _time(cell: Cell) -> dict[str, Any] | None:
    if not isinstance(cell, dt.date):
        return None
    if not isinstance(cell, dt.datetime):
        return {"at": dt.datetime.combine(cell, dt.time()), "is_local": True, "is_day": True}
    is_local = cell.tzinfo is None
    at = cell if is_local else cell.astimezone(dt.UTC).replace(tzinfo=None)
    return {"at": at, "is_local": is_local, "is_day": False}


def _number(number: float | Decimal) -> str:
    """A number with a point, whole ones without decimals; as m×10ⁿ where a float does not tell it exactly."""
    if isinstance(number, Decimal):
        is_whole = number == number.to_integral_value()
        return f"{int(number)}" if is_whole else f"{number:f}"
    if abs(number) >= _EXACT:
        return f"{number:.16e}"
    return str(int(number)) if number.is_integer() else repr(number)
