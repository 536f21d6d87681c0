"""How far a database was asked: the cursor column of kind sql, its bounds and its lag.

A cursor is a column that only grows for what is new or changed: a time stamp, a date or a whole number.
Each night asks for the rows between two bounds:

    lower   what the last night came to, less the lag: rows are committed late, so the end of the last
            night's stretch is read again; closed (the default) takes the bound's own rows in again
    upper   the cursor's highest value when the reading starts; closed (the default) takes its own rows
            in. What is written meanwhile comes the next night

Where both are open the rows on a bound would never be read, so that is refused. A row read again
repeats its event, or replaces it where it changed: a cursor needs a key.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from connectors.errors import ConnectorError
from journeys.errors import said
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connectors.sql.options import Cursor

Value = datetime | date | int | str

LAST_YEAR: Final = 2100
_UNITS: Final = {"minutes": 60, "hours": 3600, "days": 86_400}
_FITS: Final = {
    "timestamp": ("minutes", "hours", "days"),
    "timestamp with a zone": ("minutes", "hours", "days"),
    "date": ("days",),
    "integer": ("units",),
}
_READ: Final[Mapping[str, Callable[[str], Value]]] = {
    "timestamp": datetime.fromisoformat,
    "timestamp with a zone": datetime.fromisoformat,
    "date": date.fromisoformat,
    "integer": int,
    "text": str,
}
_ISO: Final = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"((?P<sep>[ T])(?P<clock>\d{2}:\d{2}(?P<seconds>:\d{2}(\.\d{1,6})?)?))?(?P<zone>Z|\+00:00)?"
)


@dataclass(frozen=True)
class Bounds:
    """Between what a night reads.

    Attributes:
        cursor: as configured.
        lower: from where; None: from the beginning.
        upper: to where; None: no row has a cursor.
        state: what the next night is told; None where there is nothing to go on from.
        notes: what there is to say of them.
    """

    cursor: Cursor
    lower: Value | None
    upper: Value | None
    state: str | None
    notes: tuple[Note, ...] = ()

    def where(self) -> sa.ColumnElement[bool]:
        """The condition on a row."""
        column: sa.ColumnElement[Value] = sa.column(self.cursor.column)
        within: list[sa.ColumnElement[bool]] = []
        if self.upper is None:
            within.append(sa.literal(1) == sa.literal(0))
        else:
            upper = sa.literal(self.upper)
            within.append(column <= upper if self.cursor.upper == "closed" else column < upper)
        if self.lower is not None:
            lower = sa.literal(self.lower)
            within.append(column >= lower if self.cursor.lower == "closed" else column > lower)
        if self.cursor.nulls == "always":
            return sa.or_(column.is_(None), sa.and_(*within))
        return sa.and_(*within)

    def order(self) -> list[sa.ColumnElement[object]]:
        """Rows without a cursor first, then by it."""
        column: sa.ColumnElement[object] = sa.column(self.cursor.column)
        if self.cursor.nulls == "always":
            return [sa.case((column.is_(None), 0), else_=1), column]
        return [column]

    def description(self) -> str:
        """The bounds as mathematics writes them: `[` and `]` are closed, `(` and `)` open."""
        begin = (
            "(.."
            if self.lower is None
            else f"{'[('[self.cursor.lower == 'open']}{_text(self.lower)}"
        )
        end = (
            "..)"
            if self.upper is None
            else f"{_text(self.upper)}{'])'[self.cursor.upper == 'open']}"
        )
        nulls = " or null" if self.cursor.nulls == "always" else ""
        return f"{self.cursor.column} in {begin}, {end}{nulls}"


def bounds_of(cursor: Cursor, highest: object, since: str | None, asked: str) -> Bounds:
    """Tonight's bounds.

    Args:
        cursor: as configured.
        highest: the cursor's highest value in the database now; None where there is none.
        since: `Bounds.state` of the last night.
        asked: a fingerprint of the question: another question starts from the beginning.

    Raises:
        ConnectorError: the column is no cursor, or the lag's unit does not fit it.

    >>> from connectors.sql.options import Cursor
    >>> bounds_of(Cursor(column="nr", lag=5, lag_unit="units"), 40, None, "q").description()
    'nr in (.., 40]'
    >>> state = bounds_of(Cursor(column="nr"), 40, None, "q").state
    >>> bounds_of(Cursor(column="nr", lag=5, lag_unit="units"), 60, state, "q").description()
    'nr in [35, 60]'
    """
    upper = None if highest is None else _usable(cursor, highest)
    before, notes = _before(since, asked)
    if upper is None:
        lower = None if before is None else _less_lag(cursor, before)
        return Bounds(cursor, lower, None, since if before is not None else None, notes)
    if before is not None and _kind(before) != _kind(upper):
        before, notes = None, (Note("cursor_other_type"),)
    if before is not None and upper < before:  # type: ignore[operator]
        notes = (*notes, Note("cursor_lower"))
        return Bounds(cursor, _less_lag(cursor, before), upper, since, notes)
    lower = None if before is None else _less_lag(cursor, before)
    if before is None:
        _less_lag(cursor, upper)  # so that a unit that does not fit is refused on the first night
    state = json.dumps({"asked": asked, "kind": _kind(upper), "value": _text(upper)})
    return Bounds(cursor, lower, upper, state, notes)


def _before(since: str | None, asked: str) -> tuple[Value | None, tuple[Note, ...]]:
    """How far the last night came."""
    if since is None:
        return None, ()
    state = json.loads(since)
    if state["asked"] != asked:
        return None, (Note("question_other"),)
    return _READ[state["kind"]](state["value"]), ()


def _usable(cursor: Cursor, value: object) -> Value:
    """A cursor's value, which is one that only grows."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC)
    is_usable = (isinstance(value, (date, int)) and not isinstance(value, bool)) or (
        isinstance(value, str) and _ISO.fullmatch(value) is not None
    )
    if not is_usable:
        raise ConnectorError(
            said("column {column!r} is no cursor", column=cursor.column),
            expected="a time stamp, a date or a whole number (as text: ISO 8601, in UTC or without zone)",
            got=type(value).__name__,
            hint="choose the column that holds when a row last changed",
        )
    year = (
        value.year if isinstance(value, date) else int(value[:4]) if isinstance(value, str) else 0
    )
    if year > LAST_YEAR:
        raise ConnectorError(
            said(
                "column {column!r} runs ahead: nothing would be new any more", column=cursor.column
            ),
            expected=said("no moment after {LAST_YEAR}", LAST_YEAR=LAST_YEAR),
            got="a later one",
            hint="leave such rows out with a query, or choose another cursor",
        )
    return value  # type: ignore[return-value]


def _kind(value: Value) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, datetime):
        return "timestamp with a zone" if value.tzinfo else "timestamp"
    return "date" if isinstance(value, date) else "integer"


def _text(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _less_lag(cursor: Cursor, value: Value) -> Value:
    """A value less the lag."""
    if not cursor.lag:
        return value
    kind, shape = _kind(value), None
    if isinstance(value, str):
        shape = _ISO.fullmatch(value)
        kind = "timestamp" if shape and shape["clock"] else "date"
    if cursor.lag_unit not in _FITS[kind]:
        raise ConnectorError(
            said("the lag of cursor {column!r} has a unit that does not fit", column=cursor.column),
            expected=said(
                "lag_unit is one of {FITS}: the column holds a {kind}",
                FITS=", ".join(_FITS[kind]),
                kind=kind,
            ),
            got=cursor.lag_unit,
        )
    if isinstance(value, int):
        return value - cursor.lag
    lag = timedelta(seconds=cursor.lag * _UNITS[cursor.lag_unit])
    if shape is None:
        return value - lag  # type: ignore[operator, return-value]
    earlier = datetime.fromisoformat(shape[0]) - lag
    clock = ""
    if shape["clock"]:
        clock = shape["sep"] + earlier.strftime("%H:%M:%S" if shape["seconds"] else "%H:%M")
    return f"{earlier:%Y-%m-%d}{clock}{shape['zone'] or ''}"
