"""The reading of a run laid beside the store: which of its rows are new, repeat, replace or were rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from journeys.contract import RECORDS, REJECTED
from journeys.engine import parquet, quoted, typed, write_parquet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from pipelines.store.source_reads import Reading, SourceRead
    from pipelines.store.tables import Store

LINEAGE: Final = ("event_id", "source", "source_file", "source_row")


def numbered(reads: Sequence[SourceRead]) -> list[tuple[int, SourceRead, Reading]]:
    """Every extract read now, with its number."""
    pairs = [(read, reading) for read in reads for reading in read.readings]
    return [(file_no, read, reading) for file_no, (read, reading) in enumerate(pairs)]


def lay_out(
    connection: Engine,
    store: Store,
    reads: Sequence[SourceRead],
    forget_sources: Sequence[str],
) -> None:
    """Make `stored`, `counted` (every row read) and `chosen` (one row for each event_id read)."""
    empty = ", ".join(f'cast(null as {kind}) as "{column}"' for column, kind in RECORDS.items())
    nothing = f"(select {empty} where false)"
    stored = store.paths("records")
    names = ", ".join(quoted(source) for source in forget_sources)
    connection.execute(
        f"create or replace temp view stored as select * from"
        f" {typed(connection, stored, RECORDS) if stored else nothing}"
        + (f" where source not in ({names})" if names else "")
    )
    extracts = [
        (str(reading.read.records), file_no, read.is_keyed)
        for file_no, read, reading in numbered(reads)
        if read.snapshot is None
    ]
    connection.execute(
        "create or replace temp table extracts (filename varchar, file_no bigint, is_keyed boolean)"
    )
    if extracts:
        connection.executemany("insert into extracts values (?, ?, ?)", extracts)
        listed = ", ".join(quoted(path) for path, _, _ in extracts)
        incoming = f"read_parquet([{listed}], filename = true) join extracts using (filename)"
    else:
        incoming = f"{nothing} cross join extracts"
    values = ", ".join(f'"{column}"' for column in RECORDS if column not in LINEAGE)
    connection.execute(
        f"""
        create or replace temp table ranked as
        with rows_read as (
            select event_id, file_no, source_file, source_row, is_keyed, version,
                hash({values}) as content
            from {incoming}
        )
        select *,
            row_number() over lately = 1 as is_first,
            row_number() over (
                partition by event_id, content order by file_no, source_file, source_row
            ) = 1 as is_new,
            last_value(content) over (
                lately rows between unbounded preceding and unbounded following
            ) = content as is_last,
            event_id in (select event_id from stored) as is_known
        from rows_read
        window lately as (
            partition by event_id
            order by case when is_keyed then version end nulls first, file_no, source_file, source_row
        )"""
    )
    # With a key the last content wins (by version, where the source has one), and the row that told it
    # first is where it comes from.
    connection.execute(
        f"""
        create or replace temp table chosen as
        with picked as (
            select incoming.*, ranked.content, ranked.is_known, ranked.file_no as nth_file,
                ranked.is_keyed as has_key
            from ranked
            join (select * from {incoming}) as incoming
                on ranked.file_no = incoming.file_no
                and ranked.source_file = incoming.source_file
                and ranked.source_row = incoming.source_row
                and ranked.event_id = incoming.event_id
            where case
                when ranked.is_keyed then ranked.is_last and ranked.is_new else ranked.is_first
            end
        ),
        stored_contents as (select event_id, version, hash({values}) as content from stored)
        select picked.*,
            coalesce(
                picked.has_key and picked.is_known and stored_contents.content <> picked.content
                and coalesce(picked.version >= stored_contents.version, true),
                false
            ) as differs
        from picked left join stored_contents on picked.event_id = stored_contents.event_id"""
    )
    connection.execute(
        """
        create or replace temp view counted as
        select ranked.*, coalesce(chosen.differs, false) as differs
        from ranked left join chosen
            on ranked.file_no = chosen.nth_file
            and ranked.source_file = chosen.source_file
            and ranked.source_row = chosen.source_row
            and ranked.event_id = chosen.event_id"""
    )


def rejected_counts(connection: Engine, reads: Sequence[SourceRead]) -> dict[tuple[str, str], int]:
    """How many rows of each file read now were rejected."""
    paths = [reading.read.rejected for read in reads for reading in read.readings]
    if not paths:
        return {}
    return {
        (source, name): n
        for source, name, n in connection.execute(
            f"select source, source_file, count(*) from {parquet(paths)} group by source, source_file"
        ).fetchall()
    }


def write_rejected(
    connection: Engine, store: Store, reads: Sequence[SourceRead], path: Path
) -> None:
    """The rejected rows that stand: of files read now, and of those that were not."""
    columns = ", ".join(f'"{column}"' for column in REJECTED)
    empty = ", ".join(f'cast(null as {kind}) as "{column}"' for column, kind in REJECTED.items())
    parts = [f"(select {empty} where false)"]
    if stored := store.paths("rejected"):
        read = [
            (each.source, name)
            for each in reads
            for reading in each.readings
            for name in reading.hashes
        ]
        sources, names = zip(*read, strict=True) if read else ((), ())
        read_now = pa.table(
            {"source": pa.array(sources, pa.string()), "source_file": pa.array(names, pa.string())}
        )
        connection.register("read_now", read_now)
        parts.append(
            f"(select {columns} from {parquet(stored)}"
            " anti join read_now using (source, source_file))"
        )
    if paths := [str(reading.read.rejected) for each in reads for reading in each.readings]:
        parts.append(f"(select {columns} from {parquet(paths)})")
    write_parquet(
        connection,
        f"select {columns} from ({' union all '.join(parts)}) order by source, source_file, source_row",
        path,
    )
