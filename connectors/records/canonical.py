"""Canonical records out of an extract: the second pass, the same for every kind of source.

What stands in it becomes instants, amounts and events; a row that cannot become one is
rejected with the column, the reason and a masked value. rows = records + rejected, always.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.errors import ColumnUnreadError, ConnectorError
from connectors.identity.renewal import renew
from connectors.records.faults import faults_of, forgotten_fault
from connectors.records.header_names import as_in_header
from connectors.records.joined import columns_of, parts_of
from connectors.records.lifecycle import TRANSITION, pair
from connectors.records.lifecycle_hint import hints
from connectors.records.not_filled import leave_unfilled
from connectors.records.record_sql import bad_sql, good_sql
from connectors.records.staging import (
    COST,
    COST_FAILED,
    MASK_LENGTH,
    NUMBER,
    TIMES,
    TYPED,
    stage,
)
from connectors.values.columns import MACROS as VALUES
from connectors.values.columns import amount, configured_time, inferred_time, typed_time
from connectors.values.date_texts import with_parts
from journeys.contract import PERSONS
from journeys.engine import EngineError, error_text, parquet, quoted, write_parquet
from journeys.errors import said
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from connectors.identity.pseudonyms import Pseudonyms
    from connectors.records.staging import Staged
    from connectors.source import Extract, Source
    from connectors.values.reading import TimeReading
    from journeys.engine import Engine

PSEUDONYMOUS: Final = ("event_id", "case_id", "client_id", "household_id", *PERSONS)
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
create or replace temp macro spelled_out(value) as
    coalesce(concat(cast(length(cast(value as varchar)) as varchar), ':', cast(value as varchar)), '-');
""".replace("MASK", str(MASK_LENGTH))


@dataclass(frozen=True)
class Records:
    """What became of one extract.

    Attributes:
        records: Parquet of its records, in the extract's order.
        rejected: Parquet of its rejected rows.
        identities: Parquet of what is kept of who they are about (`connectors.identity.people.SCHEMA`).
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


def read_extract(
    connection: Engine,
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
    place = (
        said("source {source!r}, file {file!r}", source=source.name, file=name)
        if name
        else said("source {source!r}", source=source.name)
    )
    try:
        extract = opened()
        extract.lineage = name
        source = as_in_header(source, extract.columns)
        hinted = hints(extract, source, source.columns)
        staged = stage(extract, source, pseudonyms, folder, forgotten)
        parts_of_run = _records(connection, source, staged, name, folder, timezone)
        renew(parts_of_run[0], PSEUDONYMOUS, pseudonyms)
    except EngineError as error:
        raise ConnectorError(
            said("{place}: cannot be read into records", place=place), got=error_text(error)
        ) from None
    except ConnectorError as error:
        raise error.within(place) from error
    staged.rows.unlink()
    staged.bad.unlink()
    records, rejected, n_records, n_rejected, remarks = parts_of_run
    noticed = (*extract.notes, *staged.notes, *remarks, *hinted)
    return Records(records, rejected, staged.identities, n_records, n_rejected, noticed)


def _records(
    connection: Engine,
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
    faults = faults_of(source, columns, kinds)
    if staged.unwanted:
        faults.insert(0, forgotten_fault(staged))
    arms = " ".join(f"when {fault.when} then {at}" for at, fault in enumerate(faults, start=1))
    connection.execute(
        f"create or replace temp table judged as select *, case {arms} else 0 end as fault from read"
    )
    file = f"coalesce(source_file, {quoted(name)})"
    lineage = f"{quoted(source.name)} as source, {file} as source_file, source_row"
    records, rejected = folder / "records.parquet", folder / "rejected.parquet"
    n_records = write_parquet(connection, good_sql(source, columns, kinds, lineage), records)
    n_rejected = write_parquet(connection, bad_sql(faults, lineage, staged.bad), rejected)
    notes = (*notes, *_cost_notes(connection, staged.columns))
    connection.execute(
        "drop table judged; drop table read; drop view staged; drop view if exists laid_out"
    )
    return records, rejected, n_records, n_rejected, notes


def _lay_out(connection: Engine, staged: Staged) -> dict[str, str]:
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
    connection: Engine,
    source: Source,
    columns: Mapping[str, tuple[str, ...]],
    column: str,
) -> list[TimeReading]:
    """How each source column of a canonical time is read, in the order of their names."""
    mapped = []
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
        mapped.append(typed_time(staged + TYPED, reading))
    return mapped


def _is_mostly_typed(connection: Engine, column: str) -> bool:
    """Whether the source types most cells of a column as times, so that a text among them is a fault."""
    row = connection.execute(
        f'select count("{column}{TYPED}"), count("{column}") from staged'
    ).fetchone()
    return row is not None and row[0] > row[1]


def _cost(
    connection: Engine,
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


def _cost_notes(connection: Engine, columns: Mapping[str, tuple[str, ...]]) -> Sequence[Note]:
    """How many records stand there without the amount that their row has."""
    if COST not in columns:
        return ()
    where = f"fault = 0 and cost_eur is null and (cost_text is not null or {COST_FAILED})"
    row = connection.execute(f"select count(*) from judged where {where}").fetchone()
    n = int(row[0]) if row else 0
    return [Note("cost_unread", n, " / ".join(columns[COST]))] if n else ()


def _read_sql(
    kinds: Mapping[str, str],
    times: Mapping[str, Sequence[TimeReading]],
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
