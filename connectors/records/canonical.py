"""Canonical records out of an extract: the second pass, the same for every kind of source.

What stands in it becomes instants, amounts and events; a row that cannot become one is
rejected with the column, the reason and a masked value. rows = records + rejected, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from connectors.errors import ConnectorError, raise_all
from connectors.identity.renewal import renew
from connectors.records.column_readings import readings_of
from connectors.records.faults import faults_of, forgotten_fault
from connectors.records.header_names import in_header
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
    stage,
)
from connectors.records.watcher import NOBODY
from connectors.values.columns import MACROS as VALUES
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
    from connectors.records.watcher import Watcher
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
    substr(regexp_replace(regexp_replace(value, '[\\p{L}\\p{M}]', 'x', 'g'), '\\p{N}', '9', 'g'), 1, MASK);
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
        formats: how its columns of times and amounts were read (`column_readings.ColumnReadings`).
    """

    records: Path
    rejected: Path
    identities: Path
    n_records: int
    n_rejected: int
    notes: tuple[Note, ...] = ()
    formats: Mapping[str, str] = field(default_factory=dict)


def read_extract(  # noqa: PLR0913 - an extract, how it is understood, and who hears of it
    connection: Engine,
    source: Source,
    opened: Callable[[], Extract],
    name: str,
    pseudonyms: Pseudonyms,
    folder: Path,
    *,
    timezone: str,
    forgotten: Collection[str] = (),
    watcher: Watcher = NOBODY,
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
        watcher: hears of it while it is read.

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
        source, missing = in_header(source, extract.columns)
        watcher.opened(name, source, extract)
        hinted = hints(extract, source, source.columns)
        staged = _staged(
            missing, lambda: stage(extract, source, pseudonyms, folder, forgotten, watcher)
        )
        read = _records(connection, source, staged, name, folder, timezone)
        renew(read.records, PSEUDONYMOUS, pseudonyms)
    except EngineError as error:
        raise ConnectorError(
            said("{place}: cannot be read into records", place=place), got=error_text(error)
        ) from None
    except ConnectorError as error:
        raise error.within(place) from error
    staged.rows.unlink()
    staged.bad.unlink()
    noticed = (*extract.notes, *staged.notes, *read.notes, *hinted)
    return replace(read, notes=noticed)


def _staged(missing: Sequence[ConnectorError], first_pass: Callable[[], Staged]) -> Staged:
    """What the first pass leaves; what it finds wrong comes beside what the header misses."""
    try:
        staged = first_pass()
    except ConnectorError as error:
        raise_all([*missing, error])
        raise
    return replace(staged, faults=(*missing, *staged.faults))


def _records(
    connection: Engine,
    source: Source,
    staged: Staged,
    name: str,
    folder: Path,
    timezone: str,
) -> Records:
    """Turn staged rows into records and rejected rows; and what there is to say of their values."""
    connection.execute(MACROS + VALUES)
    kinds = _lay_out(connection, staged)
    readings = readings_of(connection, source, staged)
    times, cost = readings.times, readings.cost
    leave_unfilled(connection, times, source.missing, timezone)
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
    return Records(
        records, rejected, staged.identities, n_records, n_rejected, notes, readings.formats
    )


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
