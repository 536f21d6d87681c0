"""Canonical records out of an extract: the second pass, the same for every kind of source.

What stands in it becomes instants, amounts and events; a row that cannot become one is
rejected with the column, the reason and a masked value. rows = records + rejected, always.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import duckdb

from connectors.date_texts import with_parts
from connectors.errors import ColumnUnreadError, ConnectorError
from connectors.joined import FAULTS, columns_of, parts_of
from connectors.key_faults import NOBODY
from connectors.lifecycle import OPEN, TRANSITION, pair
from connectors.lifecycle_hint import hints
from connectors.not_filled import leave_unfilled
from connectors.renewal import renew
from connectors.staging import (
    CLIENT,
    COST,
    COST_FAILED,
    DOUBTS,
    KEY,
    KNOWN_BY,
    MASK_LENGTH,
    NUMBER,
    TIMES,
    TYPED,
    as_in_header,
    stage,
)
from connectors.values import MACROS as VALUES
from connectors.values import amount, configured_time, inferred_time, typed_time
from journeys.contract import RECORDS, REJECTED
from journeys.engine import parquet, quoted, told, write_parquet
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from connectors.pseudonyms import Pseudonyms
    from connectors.reading import Reading
    from connectors.source import Extract, Source
    from connectors.staging import Staged

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
FORGOTTEN: Final = "this person was forgotten"
"""Why the rows of who was forgotten are rejected."""
TEXTS: Final = (
    "partner", "team", "worker", "regisseur", "regisseur_role", "referred_to", "domain", "municipality",
)  # fmt: skip
SENT: Final = {"client_id": "client", "household_id": "household", "activity_source": "activity"}
EVENT_ID_DIGITS: Final = 20
_IS_NO_HOUSEHOLD: Final = (
    f"coalesce(regexp_matches({DOUBTS}, 'household=({'|'.join(NOBODY)})'), false)"
)
PSEUDONYMOUS: Final = ("event_id", "case_id", "client_id", "household_id", "worker", "regisseur")
"""The columns of a record that are made with the key, and so are renewed with it."""

MACROS: Final = """
create or replace temp macro earlier_utc(local, zone) as
    -- The engine reads an hour that a clock shows twice as its second passing: take the first.
    case
        when timezone(zone, timezone(zone, local) - interval 1 hour) = local
            then timezone(zone, local) - interval 1 hour
        else timezone(zone, local)
    end;
create or replace temp macro masked(value) as
    substr(regexp_replace(regexp_replace(value, '\\p{L}', 'x', 'g'), '\\p{N}', '9', 'g'), 1, MASK);
create or replace temp macro told(value) as
    coalesce(concat(cast(length(cast(value as varchar)) as varchar), ':', cast(value as varchar)), '-');
""".replace("MASK", str(MASK_LENGTH))


@dataclass(frozen=True)
class Records:
    """What became of one extract.

    Attributes:
        records: Parquet of its records, in the extract's order.
        rejected: Parquet of its rejected rows.
        identities: Parquet of what is kept of who they are about (`connectors.identities.SCHEMA`).
        n_records: rows that became records.
        n_rejected: rows that were rejected.
        notes: what there is to say beside them.
    """

    records: Path
    rejected: Path
    identities: Path
    n_records: int
    n_rejected: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Fault:
    """Something that makes a row no event: when, in which column, why, and what stands there."""

    when: str
    column: str
    reason: str
    value: str = "null"


def read_extract(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    opened: Callable[[], Extract],
    name: str,
    pseudonyms: Pseudonyms,
    folder: Path,
    *,
    timezone: str,
    forgotten: Collection[str] = (),
) -> Records:
    """Read one extract of a source into records and rejected rows.

    Args:
        connection: an engine for the second pass.
        source: how the extract is to be understood.
        opened: opens it.
        name: what lineage calls it (`source_file`), where its rows do not say it themselves.
        pseudonyms: for the identities in it.
        folder: gets the Parquet files; what is between them and the source is removed.
        timezone: of times without one.
        forgotten: marks of who was forgotten: their rows are rejected, without a value.

    Raises:
        FileUnreadableError: a file is no such file.
        ColumnMissingError: a configured column is not in it.
        ColumnAmbiguousError: a column reads in more than one way, or in none.
    """
    place = f"source {source.name!r}" + (f", file {name!r}" if name else "")
    try:
        extract = opened()
        extract.lineage = name
        source = as_in_header(source, extract.columns)
        hinted = hints(extract, source, source.columns)
        staged = stage(extract, source, pseudonyms, folder, forgotten)
        made = _records(connection, source, staged, name, folder, timezone)
        renew(made[0], PSEUDONYMOUS, pseudonyms)
    except duckdb.Error as error:
        raise ConnectorError(f"{place}: cannot be read into records", got=told(error)) from None
    except ConnectorError as error:
        raise error.within(place) from error
    staged.rows.unlink()
    staged.bad.unlink()
    records, rejected, n_records, n_rejected, said = made
    noticed = (*extract.notes, *staged.notes, *said, *hinted)
    return Records(records, rejected, staged.identities, n_records, n_rejected, noticed)


def _records(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    staged: Staged,
    name: str,
    folder: Path,
    timezone: str,
) -> tuple[Path, Path, int, int, tuple[Note, ...]]:
    """Turn staged rows into records and rejected rows; and what there is to say of their values."""
    connection.execute(MACROS + VALUES)
    kinds = _lay_out(connection, staged)
    times = {
        column: _readings(connection, source, staged.columns, column)
        for column in TIMES
        if column in staged.columns
    }
    leave_unfilled(connection, times, source.missing, timezone)
    cost = _cost(connection, source, staged.columns)
    connection.execute(
        f"create or replace temp table read as {_read_sql(kinds, times, cost, timezone)}"
    )
    columns = staged.columns
    notes: tuple[Note, ...] = ()
    if TRANSITION in columns:
        notes = pair(connection, source.transitions, timezone)
        columns = {"ended_at": columns["started_at"], **columns}
    faults = _faults(source, columns, kinds)
    if staged.unwanted:
        faults.insert(0, _forgotten(staged))
    arms = " ".join(f"when {fault.when} then {at}" for at, fault in enumerate(faults, start=1))
    connection.execute(
        f"create or replace temp table judged as select *, case {arms} else 0 end as fault from read"
    )
    file = f"coalesce(source_file, {quoted(name)})"
    lineage = f"{quoted(source.name)} as source, {file} as source_file, source_row"
    records, rejected = folder / "records.parquet", folder / "rejected.parquet"
    n_records = write_parquet(connection, _good_sql(source, columns, kinds, lineage), records)
    n_rejected = write_parquet(connection, _bad_sql(faults, lineage, staged.bad), rejected)
    notes = (*notes, *_cost_notes(connection, staged.columns))
    connection.execute(
        "drop table judged; drop table read; drop view staged; drop view if exists laid_out"
    )
    return records, rejected, n_records, n_rejected, notes


def _lay_out(connection: duckdb.DuckDBPyConnection, staged: Staged) -> dict[str, str]:
    """Make the view `staged`, with the parts of its date texts; the types of its own columns."""
    rows = parquet([staged.rows])
    kinds = dict(
        connection.execute(
            f"select column_name, column_type from (describe select * from {rows})"
        ).fetchall()
    )
    texts = [name for name, kind in kinds.items() if name.startswith(TIMES) and kind == "VARCHAR"]
    connection.execute(
        f"create or replace temp view staged as select * from {with_parts(rows, texts)}"
    )
    return kinds


def _readings(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    columns: Mapping[str, tuple[str, ...]],
    column: str,
) -> list[Reading]:
    """How each source column of a canonical time is read, in the order of their names."""
    found = []
    for at, name in enumerate(columns[column]):
        staged = f"{column}.{at}"
        formats = source.formats.get(name) or source.formats.get(column)
        if formats:
            reading = configured_time(staged, formats)
        else:
            several = len(columns[column]) > 1
            try:
                reading = inferred_time(
                    connection, "staged", staged, name, column, has_others=several
                )
            except ColumnUnreadError:
                if not _is_mostly_typed(connection, staged):
                    raise
                reading = configured_time(staged, ("%Y-%m-%d",))  # each such text costs its row
        found.append(typed_time(staged + TYPED, reading))
    return found


def _is_mostly_typed(connection: duckdb.DuckDBPyConnection, column: str) -> bool:
    """Whether the source types most cells of a column as times, so that a text among them is a fault."""
    row = connection.execute(
        f'select count("{column}{TYPED}"), count("{column}") from staged'
    ).fetchone()
    return row is not None and row[0] > row[1]


def _cost(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    columns: Mapping[str, tuple[str, ...]],
) -> str:
    """How the amounts are read, each source column in its own notation; null where the source has none.

    Of several columns the first that is filled in counts.
    """
    arms = []
    for at, name in enumerate(columns.get(COST, ())):
        notations = source.formats.get(name) or source.formats.get(COST) or ()
        text, number = f"{COST}.{at}", f'"{COST}.{at}{NUMBER}"'
        read = amount(connection, "staged", text, notations=notations, name=name)
        arms.append(
            f'when "{text}" is not null or {number} is not null then coalesce({number}, {read})'
        )
    return f"case {' '.join(arms)} end" if arms else "cast(null as double)"


def _cost_notes(
    connection: duckdb.DuckDBPyConnection, columns: Mapping[str, tuple[str, ...]]
) -> Sequence[Note]:
    """How many records stand there without the amount that their row has."""
    if COST not in columns:
        return ()
    where = f"fault = 0 and cost_eur is null and (cost_text is not null or {COST_FAILED})"
    row = connection.execute(f"select count(*) from judged where {where}").fetchone()
    n = int(row[0]) if row else 0
    return [Note("cost_unread", n, " / ".join(columns[COST]))] if n else ()


def _read_sql(
    kinds: Mapping[str, str],
    times: Mapping[str, Sequence[Reading]],
    cost: str,
    timezone: str,
) -> str:
    """The staged rows with their instants: started_at, ended_at, and what they were written as."""
    zone = quoted(timezone)
    apart = (*TIMES, f"{COST}.")
    passed = ", ".join(f'"{name}"' for name in kinds if not name.startswith(apart))
    parsed = ", ".join(columns_of(column, readings) for column, readings in times.items())
    parts = ", ".join(parts_of(column, readings) for column, readings in times.items())
    staged = f"(select *, {parts} from staged)"
    texts = [
        f'cast("{name}" as varchar)'
        for name in kinds
        if name.startswith(apart[-1]) and not name.endswith(NUMBER)
    ]
    amounts = f"{cost} as cost_eur" + (
        f", coalesce({', '.join(texts)}) as cost_text" if texts else ""
    )
    instants = ", ".join(
        f"case when {column}_is_local then earlier_utc({column}_value, {zone})"
        f" else timezone('UTC', {column}_value) end as {column}"
        for column in times
    )
    if "ended_at" not in times:
        return (
            f"select *, started_at as ended_at from (select *, {instants} from"
            f" (select {passed}, {parsed}, {amounts} from {staged}))"
        )
    # An end in the hour that the clock shows twice is its second passing where the first would lie
    # before the start; an end without a clock time is no earlier than a start on that same day.
    end = f"""
        case
            when first_end >= started_at then first_end
            when ended_at_is_day
                and cast(ended_at_value as date) = cast(timezone({zone}, started_at) as date)
                then started_at
            when ended_at_is_local and timezone({zone}, ended_at_value) >= started_at
                then timezone({zone}, ended_at_value)
            else first_end
        end"""
    return (
        f"select * exclude (first_end), {end} as ended_at from"
        f" (select * rename (ended_at as first_end) from (select *, {instants} from"
        f" (select {passed}, {parsed}, {amounts} from {staged})))"
    )


def _faults(
    source: Source, columns: Mapping[str, tuple[str, ...]], kinds: Mapping[str, str]
) -> list[_Fault]:
    """All that can be wrong with a row, the first that applies is told."""
    label = {column: " / ".join(names) for column, names in columns.items()}
    year = f"not between {FIRST_YEAR} and {LAST_YEAR}"
    faults = [
        _Fault("case_id is null", label["case_id"], "case_id is empty"),
        _Fault("activity is null", label["activity"], "activity is empty"),
        _Fault("started_at_text is null", label["started_at"], "started_at is empty"),
        *_join_faults("started_at", label["started_at"]),
        _Fault(
            "started_at is null",
            label["started_at"],
            "started_at does not read as a time in the column's format",
            "started_at_text",
        ),
        _Fault(
            f"year(started_at) {year}",
            label["started_at"],
            f"started_at lies outside {FIRST_YEAR}-{LAST_YEAR}",
            "started_at_text",
        ),
    ]
    if "ended_at" in columns:
        ended = label["ended_at"]
        faults += [
            *(_join_faults("ended_at", ended) if TRANSITION not in columns else []),
            _Fault(
                "ended_at is null and ended_at_text is not null",
                ended,
                "ended_at does not read as a time in the column's format",
                "ended_at_text",
            ),
            _Fault(
                f"year(ended_at) {year}",
                ended,
                f"ended_at lies outside {FIRST_YEAR}-{LAST_YEAR}; if it means 'no end', list it in missing",
                "ended_at_text",
            ),
            _Fault(
                "ended_at < started_at", ended, "ended_at lies before started_at", "ended_at_text"
            ),
        ]
    if TRANSITION in columns:
        faults.insert(
            0, _Fault("is_lost", "", "the row that begins or ends this activity cannot be read")
        )
        faults.append(
            _Fault(
                f"not {OPEN} and ended_at is null",
                label["ended_at"],
                "the row that ends this activity has no time",
            )
        )
    # What is taken back needs to say no more than what it takes back.
    faults = [replace(fault, when=f"not is_withdrawn and ({fault.when})") for fault in faults]
    if KEY in kinds:
        faults.insert(0, _Fault(f'"{KEY}" is null', " / ".join(source.key), "the key is empty"))
    return faults


def _join_faults(column: str, label: str) -> list[_Fault]:
    """What can be wrong with a date and its clock in two columns."""
    return [
        _Fault(f"{column}_fault = {quoted(fault)}", label, f"{column} {reason}", f"{column}_text")
        for fault, reason in FAULTS.items()
    ]


def _forgotten(staged: Staged) -> _Fault:
    """The rows about people and cases that were forgotten."""
    names = ", ".join(quoted(name) for name in sorted(staged.unwanted))
    about = ["case_id", *([CLIENT] if CLIENT in staged.columns else [])]
    when = " or ".join(f"coalesce({column} in ({names}), false)" for column in about)
    return _Fault(when, "", FORGOTTEN)


def _good_sql(
    source: Source,
    columns: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, str],
    lineage: str,
) -> str:
    """The rows without a fault, as records."""
    constants = {
        "partner": source.partner,
        "domain": source.domain,
        "municipality": source.municipality,
    }
    has_end = "ended_at" in columns
    is_running = (
        f"ended_at is null and {str(source.empty_end == 'running').lower()}" if has_end else "false"
    )
    values = {
        "case_id": "case_id",
        "started_at": "started_at",
        "ended_at": f"case when not ({is_running}) then coalesce(ended_at, started_at) end",
        "is_running": is_running,
        "precision": "case when started_at_is_day then 'day' else 'second' end",
        "cost_eur": "cost_eur",
        "version": "version" if "version" in columns else "null",
        "is_withdrawn": "is_withdrawn",
        "key_doubts": DOUBTS,
    }
    told = ["case_id", "cost_eur", "epoch_us(started_at)", "epoch_us(ended_at)"]
    for column, name in {**SENT, **{text: text for text in TEXTS}}.items():
        values[column] = name if name in columns else "null"
        if name in columns:
            told.append(KNOWN_BY if name == CLIENT else name)
        if constant := constants.get(column):
            values[column] = f"coalesce({values[column]}, {quoted(constant)})"
    if "household" in columns:
        values["household_id"] = f"case when not {_IS_NO_HOUSEHOLD} then household end"
    if KEY in kinds:
        event_id = f'substr("{KEY}", 1, {EVENT_ID_DIGITS})'
    else:
        parts = ", ".join(f"told({value})" for value in sorted(told))
        values["row_hash"] = f"md5(concat({quoted(source.name)}, '|', {parts}))"
        event_id = (
            f"substr(md5(concat(row_hash, '|', cast(row_number() over"
            f" (partition by row_hash order by source_file, source_row) as varchar))), 1, {EVENT_ID_DIGITS})"
        )
    inner = ", ".join(f"{sql} as {column}" for column, sql in values.items())
    key = f', "{KEY}"' if KEY in kinds else ""
    chosen = ", ".join(
        f"cast({event_id if column == 'event_id' else column} as {kind}) as {column}"
        for column, kind in RECORDS.items()
    )
    return (
        f"select {chosen} from (select {lineage}, {inner}{key} from judged where fault = 0)"
        " order by source_file, source_row, event_id"
    )


def _bad_sql(faults: Sequence[_Fault], lineage: str, bad: Path) -> str:
    """The rows with a fault, and those that the reader could not take apart."""

    def told(part: Sequence[str]) -> str:
        return (
            "case fault "
            + " ".join(f"when {at} then {sql}" for at, sql in enumerate(part, 1))
            + " end"
        )

    chosen = ", ".join(f'"{column}"' for column in REJECTED)
    return f"""
        select {chosen} from (
            select {lineage},
                {told([quoted(fault.column) for fault in faults])} as "column",
                {told([quoted(fault.reason) for fault in faults])} as reason,
                masked({told([fault.value for fault in faults])}) as value
            from judged where fault > 0
            union all by name
            select {lineage}, "column", reason, value from {parquet([bad])}
        ) order by source_file, source_row"""
