"""A batch's cells, sifted: what is filled in, what is empty, and what failed.

This is the one place where text gets its one spelling, where `missing` is looked up, and where a value that
failed is kept apart from an empty one, for every kind of source.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from connectors.records.key_faults import KEYS
from connectors.records.lifecycle import INSTANCE, TRANSITION
from connectors.source import IDENTITY, BadRow
from connectors.values.cells import (
    NO_TIME,
    NOT_A_NUMBER,
    ROUNDED,
    ROUNDED_NUMBER,
    TIME,
    spelled_column,
    written,
)
from connectors.values.spreadsheet_errors import failures
from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.source import Batch, Source

VALUES: Final = frozenset({"cost_eur", *IDENTITY} - {"client", "bsn"})
"""Canonical columns of which a value that failed costs that value; of any other it costs the row: time,
order, place or person hang on it."""

LOST: Final = "is_lost"
"""Of a row of a life cycle: a value that failed costs it. It stays, so that it is known what it begins or
ends."""

_DAYS: Final = ("%d-%m-%Y", "%d/%m/%Y")
_FIRST: Final = dt.datetime(1, 1, 1)  # noqa: DTZ001 - as Arrow has a time without a zone
_LAST: Final = dt.datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001


@dataclass(frozen=True)
class Cells:
    """The cells of one source column in a batch; null where there is nothing of a kind.

    Attributes:
        written: the text as it is written.
        text: the text in its one spelling, of typed cells too.
        times: what the source types as a time (`connectors.values.cells.TIME`).
        numbers: what it types as a number.
        failed: why a cell failed.
        fault: what is written in a cell that failed.
    """

    written: pa.Array
    text: pa.Array
    times: pa.Array
    numbers: pa.Array
    failed: pa.Array
    fault: pa.Array

    @property
    def untyped(self) -> pa.Array:
        """The text of the cells that are neither a time nor a number."""
        is_typed = pc.or_(pc.is_valid(self.times), pc.is_valid(self.numbers))
        return pc.if_else(is_typed, pa.scalar(None, pa.string()), self.text)


@dataclass(frozen=True)
class Missing:
    """What a source writes for "not filled in": the texts, and the moments that they are as a time."""

    texts: pa.Array
    moments: pa.Array

    @classmethod
    def of(cls, source: Source) -> Missing:
        """As the config lists it.

        >>> from connectors.source import Source
        >>> Missing.of(Source("a", "csv", {}, missing=("31-12-9999",))).moments.to_pylist()
        [datetime.datetime(9999, 12, 31, 0, 0)]
        """
        texts = sorted({spelled(text) for text in source.missing} | {""})
        moments = [moment for text in texts if (moment := _moment(text))]
        return cls(pa.array(texts, pa.string()), pa.array(moments, pa.timestamp("us")))


def sift(
    batch: Batch, columns: Mapping[str, Sequence[str]], source: Source
) -> tuple[pa.Table, dict[str, Cells], list[BadRow]]:
    """The rows that stay, their cells by source column, and the rows that a value which failed costs.

    Of a life cycle all rows stay, and those that are lost say so (`LOST`).

    Args:
        batch: as the reader gives it.
        columns: canonical column to the source columns that hold it here.
        source: how they are to be understood.
    """
    missing = Missing.of(source)
    names = list(
        dict.fromkeys([*source.key, *(name for group in columns.values() for name in group)])
    )
    cells = {name: _cells(batch, name, missing) for name in names}
    label = dict.fromkeys(source.key, "key")
    for column, group in columns.items():
        if column not in VALUES:
            label.update({name: column for name in group if name not in label})
    for name in _keys(columns, source):
        cells[name] = _without_rounded(cells[name])
    lost = _lost(batch.rows, cells, label, frozenset(source.key))
    if not lost:
        return batch.rows, cells, []
    if TRANSITION in columns:
        is_lost = pa.array([at in lost for at in range(batch.rows.num_rows)])
        return batch.rows.append_column(LOST, is_lost), cells, list(lost.values())
    stays = pa.array([at not in lost for at in range(batch.rows.num_rows)])
    kept = {
        name: Cells(**{part: getattr(cell, part).filter(stays) for part in Cells.__annotations__})
        for name, cell in cells.items()
    }
    return batch.rows.filter(stays), kept, list(lost.values())


def _keys(columns: Mapping[str, Sequence[str]], source: Source) -> dict[str, None]:
    """The source columns that hold a key: of a row, of a case or of somebody."""
    return dict.fromkeys(
        [*source.key, *(name for column in (*KEYS, INSTANCE) for name in columns.get(column, ()))]
    )


def _without_rounded(cells: Cells) -> Cells:
    """Keys, failed where the source types one as a number that it does not tell exactly."""
    if cells.numbers.null_count == len(cells.numbers):
        return cells
    is_rounded = pc.and_(pc.is_valid(cells.numbers), pc.match_substring_regex(cells.text, ROUNDED))
    is_rounded = pc.fill_null(is_rounded, False)  # noqa: FBT003
    reason = pc.if_else(is_rounded, pa.scalar(ROUNDED_NUMBER), pa.scalar(None, pa.string()))
    return replace(
        cells,
        text=_without(cells.text, is_rounded),
        failed=pc.coalesce(cells.failed, reason),
    )


def _lost(
    rows: pa.Table, cells: Mapping[str, Cells], label: Mapping[str, str], key: frozenset[str]
) -> dict[int, BadRow]:
    """The rows in which one of these columns failed, by their place in the batch; the first is told."""
    lost: dict[int, BadRow] = {}
    has = set(rows.column_names)
    for name, column in label.items():
        failed = cells[name].failed
        if failed.null_count == len(failed):
            continue
        for at in pc.indices_nonzero(pc.is_valid(failed)).to_pylist():
            is_withdrawn = "is_withdrawn" in has and rows["is_withdrawn"][at].as_py()
            if at in lost or (is_withdrawn and name not in key):
                continue  # what is taken back needs to say no more than what it takes back
            lost[at] = BadRow(
                rows["source_row"][at].as_py(),
                name,
                f"{column} holds {failed[at].as_py()}, not a value",
                cells[name].fault[at].as_py() or "",
                (rows["source_file"][at].as_py() or "") if "source_file" in has else "",
            )
    return lost


def _cells(batch: Batch, name: str, missing: Missing) -> Cells:
    """One source column, whatever its type."""
    values = batch.rows[name]
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    typed = _typed(values)
    cells = replace(
        typed,
        times=batch.times.get(name, typed.times),
        numbers=batch.numbers.get(name, typed.numbers),
        failed=pc.coalesce(batch.failed.get(name, typed.failed), typed.failed),
    )
    failed = failures(cells.text)
    if failed is not None:
        cells = replace(cells, failed=pc.coalesce(cells.failed, failed))
    is_empty = pc.fill_null(pc.is_in(cells.text, value_set=missing.texts), True)  # noqa: FBT003
    is_failed = pc.is_valid(cells.failed)
    if len(missing.moments):
        is_never = pc.is_in(pc.struct_field(cells.times, "at"), value_set=missing.moments)
        is_empty = pc.or_(is_empty, pc.fill_null(is_never, False))  # noqa: FBT003
    declared = pc.and_(
        is_failed, pc.is_in(cells.text, value_set=missing.texts.filter(_is_filled(missing)))
    )
    failed = _without(cells.failed, pc.fill_null(declared, False))  # noqa: FBT003
    nothing = pc.or_(is_empty, pc.is_valid(failed))
    return Cells(
        _without(cells.written, nothing),
        _without(cells.text, nothing),
        _without(cells.times, nothing),
        _without(cells.numbers, nothing),
        failed,
        cells.written,
    )


def _typed(values: pa.Array) -> Cells:
    """A column as its Arrow type tells it."""
    n, kind = len(values), values.type
    times, numbers = pa.nulls(n, TIME), pa.nulls(n, pa.float64())
    failed = pa.nulls(n, pa.string())
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        is_far = pc.invert(_is_within(values))
        failed = pc.if_else(is_far, pa.scalar(NO_TIME), pa.scalar(None, pa.string()))
        values = _without(values, pc.fill_null(is_far, False))  # noqa: FBT003
        times = _times(values)
    elif pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        numbers = values.cast(pa.float64(), safe=False)
    elif pa.types.is_floating(kind):
        numbers = values.cast(pa.float64())
        failed = pc.if_else(
            pc.is_finite(numbers), pa.scalar(None, pa.string()), pa.scalar(NOT_A_NUMBER)
        )
    raw = written(values)
    raw = raw.combine_chunks() if isinstance(raw, pa.ChunkedArray) else raw
    return Cells(raw, spelled_column(raw), times, numbers, failed, raw)


def _is_within(values: pa.Array) -> pa.Array:
    """Whether a time is one that the engine and Python can say; null for null."""
    kind = values.type
    if pa.types.is_date(kind):
        days = values.cast(pa.date32()).cast(pa.int32())
        low, high = ((bound - dt.datetime(1970, 1, 1)).days for bound in (_FIRST, _LAST))  # noqa: DTZ001
        return pc.and_(pc.greater_equal(days, low), pc.less_equal(days, high))
    per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit]
    units = values.cast(pa.int64())
    low, high = (
        int((bound - dt.datetime(1970, 1, 1)).total_seconds()) * per_second  # noqa: DTZ001
        for bound in (_FIRST, _LAST)
    )
    limit = 2**63 - 1
    return pc.and_(
        pc.greater_equal(units, max(low, -limit)), pc.less_equal(units, min(high, limit))
    )


def _times(values: pa.Array) -> pa.Array:
    """Typed times as `TIME`."""
    kind, n = values.type, len(values)
    is_day = pa.types.is_date(kind)
    is_local = is_day or kind.tz is None
    naive = values.cast(pa.timestamp("us", None if is_day else kind.tz), safe=False)
    return pa.StructArray.from_arrays(
        [
            naive.cast(pa.int64()).cast(pa.timestamp("us")),
            *(pa.array([flag] * n) for flag in (is_local, is_day)),
        ],
        fields=list(TIME),
        mask=pc.is_null(values),
    )


def _without(values: pa.Array, where: pa.Array) -> pa.Array:
    """The values, null in these places."""
    return pc.if_else(where, pa.scalar(None, values.type), values)


def _is_filled(missing: Missing) -> pa.Array:
    return pc.not_equal(missing.texts, "")


def _moment(text: str) -> dt.datetime | None:
    """A text of `missing` as a moment; None where it is none."""
    with suppress(ValueError):
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    for day in _DAYS:
        with suppress(ValueError):
            return dt.datetime.strptime(text, day)  # noqa: DTZ007 - a day has no zone
    return None


def first(parts: Sequence[Any]) -> Any:
    """Of several columns the first value of each row."""
    return parts[0] if len(parts) == 1 else pc.coalesce(*parts)
