"""How values are written: dates, times and amounts as text, and what they mean.

Nothing is guessed. A column has one format: the configured one, or the only known one that reads
the whole column. A column that reads both ways is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.errors import ColumnAmbiguousError
from journeys.engine import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb

CLOCKS: Final = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M", "T%H:%M:%S", "T%H:%M:%S.%f")
CLOCK_PATTERN: Final = r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?"
DATES: Final = {
    "%d-%m-%Y": r"\d{1,2}-\d{1,2}-\d{4}",
    "%m-%d-%Y": r"\d{1,2}-\d{1,2}-\d{4}",
    "%d/%m/%Y": r"\d{1,2}/\d{1,2}/\d{4}",
    "%m/%d/%Y": r"\d{1,2}/\d{1,2}/\d{4}",
    "%d.%m.%Y": r"\d{1,2}\.\d{1,2}\.\d{4}",
    "%Y/%m/%d": r"\d{4}/\d{1,2}/\d{1,2}",
    "%Y%m%d": r"\d{8}",
    "%d-%m-%y": r"\d{1,2}-\d{1,2}-\d{2}",
    "%m-%d-%y": r"\d{1,2}-\d{1,2}-\d{2}",
    "%y-%m-%d": r"\d{2}-\d{1,2}-\d{1,2}",
    "%d/%m/%y": r"\d{1,2}/\d{1,2}/\d{2}",
    "%m/%d/%y": r"\d{1,2}/\d{1,2}/\d{2}",
}
"""Date formats that are known without being configured, with the shape of each."""

ISO: Final = "ISO 8601"
ISO_NAIVE: Final = r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?)?"
ISO_ZONED: Final = (
    r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)? ?(Z|z|[+-]\d{2}(:?\d{2})?)"
)
BARE_ISO: Final = r"\d{4}-\d{2}-\d{2}"

AMOUNTS: Final = {
    "nl": r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?",
    "en": r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?",
}
"""How an amount may be written: 1.234,56 or 1,234.56."""


@dataclass(frozen=True)
class Reading:
    """How a column's values become instants or amounts, as SQL over the column.

    Attributes:
        value: the value; null where the text does not read so.
        is_local: whether the value is a wall-clock time, still without a zone.
        is_day: whether it is a bare date.
    """

    value: str
    is_local: str = "true"
    is_day: str = "false"


def typed_time(column: str, text: Reading) -> Reading:
    """The reading of a column of which the source types cells as times: those as they are, others as text.

    Args:
        column: of `connectors.cells.TIME`.
        text: how the column's text is read.

    >>> typed_time("t.typed", Reading("x")).value
    'coalesce("t.typed".at, x)'
    """
    name = f'"{column}"'
    return Reading(
        f"coalesce({name}.at, {text.value})",
        is_local=f"coalesce({name}.is_local, {text.is_local})",
        is_day=f"coalesce({name}.is_day, {text.is_day})",
    )


def configured_time(column: str, formats: Sequence[str]) -> Reading:
    r"""The reading of a text column by its configured formats, the first that fits.

    >>> configured_time("t", ["%d-%m-%Y"]).value
    'coalesce(cast(try_strptime(trim("t"), \'%d-%m-%Y\') as timestamp))'
    """
    text = f'trim("{column}")'
    zoned = f"regexp_replace({text}, '[Zz]$', '+00:00')"
    parsed = [
        (fmt, f"try_strptime({zoned if '%z' in fmt else text}, {quoted(fmt)})") for fmt in formats
    ]
    value = ", ".join(f"cast({sql} as timestamp)" for _, sql in parsed)
    return Reading(
        f"coalesce({value})",
        is_local=_first(parsed, lambda fmt: "false" if "%z" in fmt or "%Z" in fmt else "true"),
        is_day=_first(parsed, lambda fmt: "true" if _is_date(fmt) else "false"),
    )


def inferred_time(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, label: str
) -> Reading:
    """The reading of a text column by the only known format that its whole column has.

    Args:
        connection: with `table` in it.
        table: its name.
        column: of text.
        label: what to call the column in an error.

    Raises:
        ColumnAmbiguousError: the column reads both ways, in two formats, or in none.
    """
    readings = {ISO: _iso(column), **{fmt: _dated(column, fmt) for fmt in DATES}}
    values = {fmt: reading.value for fmt, reading in readings.items()}
    return readings[_only(connection, table, column, label, values, kind="date")]


def amount(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    *,
    notation: str,
    label: str,
) -> str:
    """The SQL of a column of amounts as double; null where the text is none.

    Raises:
        ColumnAmbiguousError: as `inferred_time`, where no notation is given.
    """
    text = f"trim(replace(replace(\"{column}\", '€', ''), chr(160), ''))"
    plain = {
        "nl": f"replace(replace({text}, '.', ''), ',', '.')",
        "en": f"replace({text}, ',', '')",
    }
    values = {
        name: f"case when regexp_full_match({text}, '{AMOUNTS[name]}') "
        f"then try_cast({plain[name]} as double) end"
        for name in AMOUNTS
    }
    return values[notation or _only(connection, table, column, label, values, kind="amount")]


def _only(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    label: str,
    values: Mapping[str, str],
    *,
    kind: str,
) -> str:
    """The one format that reads the column; the first where nothing stands in it."""
    names = list(values)
    parsed = ", ".join(f"{sql} as v{i}" for i, sql in enumerate(values.values()))
    counted = ", ".join(f"count(v{i})" for i in range(len(names)))
    n, *reads = _row(
        connection,
        f'select count(*), {counted} from (select {parsed} from {table} where "{column}" is not null)',
    )
    if not n:
        return names[0]
    best = max(range(len(names)), key=lambda i: (reads[i], -i))
    shown = ", ".join(f"{names[i]} reads {reads[i]} of {n}" for i in range(len(names)) if reads[i])
    if not reads[best]:
        raise ColumnAmbiguousError(
            f"{label}: no known {kind} format reads it",
            expected=f"one of {', '.join(names)}",
            got=f"{n} values that none of these reads",
            hint=_format_hint(kind),
        )
    others = [i for i in range(len(names)) if i != best and reads[i]]
    clauses = ", ".join(
        f"count(*) filter (v{best} is null and v{i} is not null), count(*) filter (v{best} <> v{i})"
        for i in others
    )
    if not clauses:
        return names[best]
    found = _row(connection, f"select {clauses} from (select {parsed} from {table})")
    for i, (beside, apart) in zip(others, zip(found[::2], found[1::2], strict=True), strict=True):
        if beside:
            raise ColumnAmbiguousError(
                f"{label}: two formats in one column",
                expected="one format, the same in every row",
                got=shown,
                hint=_format_hint(kind),
            )
        if apart and reads[i] == reads[best]:
            raise ColumnAmbiguousError(
                f"{label}: reads both ways",
                expected="one way to read it",
                got=shown,
                hint=_format_hint(kind),
            )
    return names[best]


def _format_hint(kind: str) -> str:
    example = '"%d-%m-%Y"' if kind == "date" else '"nl"'
    return f"say what it is under [sources.formats], e.g. {example}"


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    found = connection.execute(sql).fetchone()
    return found or ()


def _first(parsed: Sequence[tuple[str, str]], say: Callable[[str], str]) -> str:
    """A case that tells of each value by the format that read it."""
    arms = " ".join(f"when {sql} is not null then {say(fmt)}" for fmt, sql in parsed)
    return f"case {arms} else false end"


def _is_date(fmt: str) -> bool:
    return not any(clock in fmt for clock in ("%H", "%I", "%-H", "%-I", "%T", "%X", "%c"))


def _dated(column: str, fmt: str) -> Reading:
    text = f'trim("{column}")'
    formats = ", ".join(quoted(fmt + clock) for clock in CLOCKS)
    return Reading(
        f"case when regexp_full_match({text}, '{DATES[fmt]}{CLOCK_PATTERN}')"
        f" then try_strptime({text}, [{formats}]) end",
        is_day=f"regexp_full_match({text}, '{DATES[fmt]}')",
    )


def _iso(column: str) -> Reading:
    text = f"replace(trim(\"{column}\"), ',', '.')"
    zoned = f"regexp_full_match({text}, '{ISO_ZONED}')"
    full = text
    for shape, form in (  # the cast wants seconds, no space, and an offset as +HH:MM
        (r" ?[Zz]$", "+00:00"),
        (r" ?([+-]\d{2})$", r"\1:00"),
        (r" ?([+-]\d{2}):?(\d{2})$", r"\1:\2"),
        (r"([ T]\d{2}:\d{2})([+-])", r"\1:00\2"),
    ):
        full = f"regexp_replace({full}, '{shape}', '{form}')"
    return Reading(
        f"case when {zoned} then cast(try_cast({full} as timestamp with time zone) as timestamp)"
        f" when regexp_full_match({text}, '{ISO_NAIVE}') then try_cast({text} as timestamp) end",
        is_local=f"not {zoned}",
        is_day=f"regexp_full_match({text}, '{BARE_ISO}')",
    )
