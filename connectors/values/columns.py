"""How a column's values are written: the format that is configured, or the only one that reads them all.

Nothing is guessed. A column that reads both ways is refused by name, with the lines of the config that
would settle it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from connectors.errors import ColumnAmbiguousError, ColumnUnreadError, ConnectorError
from connectors.values import amounts, date_texts, number_times
from connectors.values.reading import TimeReading
from journeys.errors import listed, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from journeys.engine import Engine


MACROS: Final = date_texts.MACROS + amounts.MACROS
"""The SQL functions that every reading calls."""

_HINTED: Final = ("excel", "unix_s", "unix_ms", "%Y%m%d%H%M%S", "%Y%m%d%H%M")
"""Formats of numbers that are proposed where they read the whole column, and never chosen."""

_LIKELY_YEARS: Final = (1975, 2060)
CLOCK: Final = "a clock time"


def typed_time(column: str, text: TimeReading) -> TimeReading:
    """The reading of a column of which the source types cells as times: those as they are, others as text.

    Args:
        column: of `connectors.values.cells.TIME`.
        text: how the column's text is read.

    >>> typed_time("t.typed", TimeReading("x")).value
    'coalesce("t.typed".at, x)'
    """
    name = f'"{column}"'
    return replace(
        text,
        value=f"coalesce({name}.at, {text.value})",
        is_local=f"coalesce({name}.is_local, {text.is_local})",
        is_day=f"coalesce({name}.is_day, {text.is_day})",
        is_clock=f"{name} is null and {text.is_clock}",
    )


def configured_time(column: str, formats: Sequence[str]) -> TimeReading:
    r"""The reading of a column by its configured formats, the first that fits.

    A format is one of strptime, a known date (a clock may follow it, as where it is inferred),
    `ISO 8601`, or one of `connectors.values.number_times`.

    >>> configured_time("t", ["%d-%m-%Y %H:%M"]).value
    'coalesce(cast(try_strptime(spaced("t"), \'%d-%m-%Y %H:%M\') as timestamp))'
    """
    readings = [reading_by_format(column, fmt) for fmt in formats]
    return TimeReading(
        f"coalesce({', '.join(reading.value for reading in readings)})",
        is_local=_first(readings, lambda reading: reading.is_local),
        is_day=_first(readings, lambda reading: reading.is_day),
        is_clock=_first(readings, lambda reading: reading.is_clock),
        has_clock=any(reading.has_clock for reading in readings),
        has_day=any(reading.has_day for reading in readings),
        format=" | ".join(formats),
    )


def inferred_time(
    connection: Engine,
    table: str,
    column: str,
    name: str,
    canonical: str,
    *,
    mostly: float | None = None,
    has_others: bool = False,
) -> TimeReading:
    """The reading of a text column by the only known format that its whole column has.

    Args:
        connection: with `table` in it, and `MACROS`.
        table: its name.
        column: of text.
        name: the source's name of the column.
        canonical: what it is mapped to.
        mostly: the share that the format must read; of the rest nothing is said then. None: any
            share, and no other format may read what it does not.
        has_others: the canonical column has other source columns, so that this one may hold clock
            times alone.

    Raises:
        ColumnAmbiguousError: the column reads both ways, in two formats, or in none.
    """
    formats = known_formats()
    readings = {fmt: reading_by_format(column, fmt) for fmt in formats}
    clock = date_texts.clock(column)
    if has_others:
        readings[CLOCK] = clock
    judged = _Judged(
        connection,
        table,
        column,
        said("column {name!r} ({canonical})", name=name, canonical=canonical),
        name,
    )
    chosen = judged.only({fmt: reading.value for fmt, reading in readings.items()}, mostly=mostly)
    if chosen is None:
        hint: str = said(
            'name the column of its date too: {canonical} = ["...", {name}]',
            canonical=canonical,
            name=json.dumps(name),
        )
        if not judged.reads(clock.value, "true"):
            first, last = _LIKELY_YEARS
            hint = _lines(
                name,
                [
                    [fmt]
                    for fmt in _HINTED
                    if judged.reads(
                        reading_by_format(column, fmt).value, f"year(v) between {first} and {last}"
                    )
                ],
            )
        raise judged.unread("date", formats, hint or "docs/bronnen.md has the codes of a format")
    return replace(readings[chosen], format=chosen if judged.n else "")


def amount(
    connection: Engine,
    table: str,
    column: str,
    *,
    notations: Sequence[str],
    name: str,
) -> tuple[str, str]:
    """The SQL of a column of amounts as double, null where the text is none; and how it is written.

    Args:
        connection: with `table` in it, and `MACROS`.
        table: its name.
        column: of text.
        notations: `nl` or `en`, the first that reads; found out from the whole column where left out.
        name: the source's name of the column.

    Raises:
        ColumnAmbiguousError: the column reads both ways, or in two notations.
        ConnectorError: there is no such notation.
    """
    canonical = column.partition(".")[0]
    label = said("column {name!r} ({canonical})", name=name, canonical=canonical)
    for notation in notations:
        if notation not in amounts.AMOUNTS:
            raise ConnectorError(
                said("{label}: there is no such notation of amounts", label=label),
                expected=" or ".join(amounts.AMOUNTS),
                got=repr(notation),
                hint=_lines(name, [["nl"], ["en"]]),
            )
    values = {form: amounts.written_amount(column, form) for form in amounts.AMOUNTS}
    written = " | ".join(notations)
    if not notations:
        judged = _Judged(connection, table, column, label, name)
        notations = [judged.only(values) or next(iter(values))]
        written = notations[0] if judged.n else ""
    return f"coalesce({', '.join(values[notation] for notation in notations)})", written


def known_formats() -> list[str]:
    """The formats that a column of dates is tried with where none is configured."""
    return [date_texts.ISO, *date_texts.DATES, *date_texts.WORDED]


def reading_by_format(column: str, fmt: str) -> TimeReading:
    """The reading of a column by one format; one of strptime reads what it says and nothing else."""
    if fmt in number_times.FORMATS:
        return number_times.number_time(column, fmt)
    if fmt == date_texts.ISO:
        return date_texts.iso(column)
    if fmt in date_texts.DATES:
        return date_texts.dated(column, fmt)
    if fmt in date_texts.WORDED:
        return date_texts.worded(column, fmt)
    return date_texts.strptime(column, fmt)


def _first(readings: Sequence[TimeReading], part: Callable[[TimeReading], str]) -> str:
    """A case that says of each value by the format that read it."""
    arms = " ".join(
        f"when {reading.value} is not null then {part(reading)}" for reading in readings
    )
    return f"case {arms} else false end"


def _lines(name: str, choices: Sequence[Sequence[str]]) -> str:
    """The lines of the config that would settle a column, each by itself.

    >>> _lines("Datum", [["%d-%m-%Y"], ["%m-%d-%Y"]])
    'under [sources.formats], one of: "Datum" = "%d-%m-%Y" | "Datum" = "%m-%d-%Y"'
    """
    if not choices:
        return ""
    lines = [
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(choice[0] if len(choice) == 1 else choice)}"
        for choice in choices
    ]
    if len(lines) == 1:
        return said("under [sources.formats]: {line}", line=lines[0])
    return said("under [sources.formats], one of: {lines}", lines=" | ".join(lines))


class _Judged:
    """A column that is tried in several ways."""

    def __init__(self, connection: Engine, table: str, column: str, label: str, name: str) -> None:
        self.label, self.name, self.n = label, name, 0
        self._connection, self._column = connection, column
        self._table = f'(select * from {table} where "{column}" is not null)'

    def only(self, values: Mapping[str, str], *, mostly: float | None = None) -> str | None:
        """The one way that reads the column; the first where nothing stands in it, None where none does."""
        names = list(values)
        parsed = ", ".join(f"{sql} as v{i}" for i, sql in enumerate(values.values()))
        counted = ", ".join(f"count(v{i})" for i in range(len(names)))
        self.n, *reads = self._row(
            f"select count(*), {counted} from (select {parsed} from {self._table})"
        )
        if not self.n:
            return names[0]
        best = max(range(len(names)), key=lambda i: (reads[i], -i))
        if reads[best] <= (mostly or 0) * self.n:
            return None
        others = [i for i in range(len(names)) if i != best and reads[i]]
        if not others:
            return names[best]
        clauses = ", ".join(
            f"count(*) filter (v{best} is null and v{i} is not null), count(*) filter (v{best} <> v{i})"
            for i in others
        )
        pairs = self._row(f"select {clauses} from (select {parsed} from {self._table})")
        beside = [i for i, n in zip(others, pairs[::2], strict=True) if n]
        apart = [i for i, n in zip(others, pairs[1::2], strict=True) if n]
        shown = listed(
            said("{name} reads {n} of {n_all}", name=names[i], n=reads[i], n_all=self.n)
            for i in range(len(names))
            if reads[i]
        )
        if beside and mostly is None:
            raise ColumnAmbiguousError(
                said("{label}: two formats in one column", label=self.label),
                expected="one format, the same in every row",
                got=shown,
                hint=said(
                    "ask for one format; or say which comes first: {lines}",
                    lines=_lines(self.name, [[names[i] for i in (best, *beside)]]),
                ),
            )
        ties = [i for i in apart if reads[i] == reads[best]]
        if ties:
            raise ColumnAmbiguousError(
                said("{label}: reads both ways", label=self.label),
                expected="one way to read it",
                got=shown,
                hint=_lines(self.name, [[names[i]] for i in (best, *ties)]),
            )
        return names[best]

    def reads(self, value: str, is_likely: str) -> bool:
        """Whether a way reads every value that stands in the column, to something likely."""
        (n,) = self._row(
            f"select count(*) from (select {value} as v from {self._table})"
            f" where v is not null and {is_likely}"
        )
        return n == self.n

    def unread(self, kind: str, known: Sequence[str], hint: str) -> ColumnUnreadError:
        """The error for a column that no known format reads."""
        return ColumnUnreadError(
            said("{label}: no known {kind} format reads it", label=self.label, kind=kind),
            expected=said("one of {known}", known=", ".join(known)),
            got=said("{n} values that none of these reads", n=self.n),
            hint=hint,
        )

    def _row(self, sql: str) -> tuple[int, ...]:
        return self._connection.execute(sql).fetchone() or ()
