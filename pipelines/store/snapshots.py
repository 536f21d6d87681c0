"""State snapshots: rows that tell how each case is on a night become the events that made it so.

Many registrations export one row per case per night. An event is what changed between two snapshots that
follow each other in their own time, whenever they were read:

- the first time that a case is seen, and each time that a watched column differs from the case's state
  in the snapshot before (of a case that was away: from the state in which it was last seen);
- with a term for it (`gone`), the first snapshot in which a case that was there is missing. A case that
  comes back after that is seen anew.

What is stored are the events, and beside them no more than it takes to give the same events whatever
the order in which the snapshots come in, when the files themselves are long gone. All are records that
are withdrawn, so no model sees them:

    a state      a case's row changed in columns that are not watched, or its change turned out to be none
    an absence   a case that was there is missing, and there is no term for that
    a moment     there was a snapshot (case_id null)

A record's `version` says which: `=` and the status as the row has it, `-` for an absence, `#` for a
moment. Every such record tells the truth about its moment, so a state between two of them is known too.

source_file and source_row are those of the row that told the change. Where no row did (an absence; or a
late snapshot shows that a state, whose own row was not kept, came back) they are those of the last kept
row that told that state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.contract import RECORDS
from journeys.engine import quoted
from pipelines.store.snapshot_sql import VALUED, content, event_id, records_of, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeys.engine import Engine
    from pipelines.store.source_reads import SourceRead

Counts = dict[tuple[int, str], tuple[int, int, int]]


def lay_out_snapshots(
    connection: Engine, reads: Sequence[tuple[SourceRead, Mapping[int, str]]]
) -> Counts:
    """Make the table `from_snapshots`: the records to write, new ones and those that replace.

    Args:
        connection: with the view `stored`.
        reads: the snapshot sources read now, with the records of each extract by its number.

    Returns:
        By the extract's number and file: rows that made a new event, that made none, and that changed
        a stored one (a part of those that made none).
    """
    spelled = ", ".join(f'"{column}" {kind}' for column, kind in RECORDS.items())
    connection.execute(f"create or replace temp table from_snapshots ({spelled}, is_known boolean)")
    counts: Counts = {}
    for read, paths in reads:
        if read.snapshot is None or not paths:
            continue
        _lay_out_seen(connection, paths)
        connection.execute(
            "create or replace temp view mine as select * from stored"
            f" where source = {quoted(read.source)}"
        )
        _lay_out_kept(connection)
        _lay_out_moments(connection, read.source)
        connection.execute(f"create or replace temp table valued as {VALUED}")
        connection.execute(
            f"create or replace temp table case_records as {records_of(read.source, read.snapshot)}"
        )
        columns = ", ".join(f'"{column}"' for column in RECORDS)
        connection.execute(
            f"""
            insert into from_snapshots
            with differing as (
                select {columns} from case_records
                union all
                select {columns} from new_moments
                except
                select {columns} from mine
            )
            select *, event_id in (select event_id from mine) from differing"""
        )
        counts |= _counts(connection)
    return counts


def _lay_out_seen(connection: Engine, paths: Mapping[int, str]) -> None:
    """Make `seen`: a row for each case in each snapshot read now, its last by version, file and row."""
    connection.execute("create or replace temp table numbered (filename varchar, file_no bigint)")
    connection.executemany(
        "insert into numbered values (?, ?)", [[path, number] for number, path in paths.items()]
    )
    listed = ", ".join(quoted(path) for path in paths.values())
    connection.execute(
        f"""
        create or replace temp view snapshot_rows as
        select * from read_parquet([{listed}], filename = true) join numbered using (filename);
        create or replace temp table seen as
        select file_no, source_file, source_row, case_id, started_at as moment, precision,
            {content("activity_source")} as content
        from snapshot_rows
        qualify row_number() over (
            partition by case_id, started_at
            order by version desc nulls last, file_no desc, source_file desc, source_row desc
        ) = 1"""
    )


def _lay_out_kept(connection: Engine) -> None:
    """Make `kept`: what is stored of the source's cases; content is null where a case was missing."""
    filled = content("case when version = '-' then activity_source else substr(version, 2) end")
    connection.execute(
        f"""
        create or replace temp table kept as
        select event_id, source_file, source_row, case_id, started_at as moment, is_withdrawn,
            {filled} as filled, case when version <> '-' then {filled} end as content
        from mine where case_id is not null"""
    )


def _lay_out_moments(connection: Engine, source: str) -> None:
    """Make `moments`: every snapshot's, with its neighbours; and `new_moments`, as records."""
    connection.execute(
        """
        create or replace temp table moments as
        with snapshots as (
            select started_at as moment, precision, true as is_old
            from mine where case_id is null
            union all
            select moment, max(precision), false from seen group by moment
        ),
        merged as (
            select moment, bool_or(is_old) as is_old,
                coalesce(max(precision) filter (is_old), max(precision)) as precision
            from snapshots group by moment
        )
        select *, lag(is_old) over (order by moment) as is_after_old,
            lead(moment) over (order by moment) as next_moment
        from merged"""
    )
    values = {
        "event_id": event_id(source, "'#'"),
        "source": quoted(source),
        "source_file": "source_file",
        "source_row": "0",
        "started_at": "moment",
        "ended_at": "moment",
        "is_running": "false",
        "precision": "precision",
        "version": "'#'",
        "is_withdrawn": "true",
    }
    connection.execute(
        f"""
        create or replace temp view new_moments as
        select {typed(values)}
        from moments
        join (select moment, min(source_file) as source_file from seen group by moment) as seen_moments
            using (moment)
        where not is_old"""
    )


def _counts(connection: Engine) -> Counts:
    """What became of the rows of each file."""
    rows = connection.execute(
        """
        with became as (
            select file_no, seen_file as source_file,
                count(*) filter (not is_withdrawn and coalesce(was_withdrawn, true)) as n_new,
                count(*) filter (
                    not coalesce(was_withdrawn, true) and event_id in (select event_id from from_snapshots)
                ) as n_updated
            from case_records where is_seen group by file_no, seen_file
        ),
        counts as (select file_no, source_file, count(*) as n from snapshot_rows group by all)
        select file_no, source_file, coalesce(n_new, 0), n - coalesce(n_new, 0), coalesce(n_updated, 0)
        from counts left join became using (file_no, source_file)"""
    ).fetchall()
    return {row[:2]: row[2:] for row in rows}
