"""What of this run's reading is new to the store, what repeats, and what replaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.identity.people import SCHEMA
from journeys.contract import RECORDS, REJECTED
from journeys.engine import error_text, parquet, quoted, typed, write_parquet
from pipelines.errors import PipelineError
from pipelines.night.moments import readings
from pipelines.night.noting import standing_notes
from pipelines.night.snapshots import lay_out_snapshots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipelines.night.ingest import Reading, SourceRead
    from pipelines.rights.forgetting import Gone
    from pipelines.store.tables import Store

LINEAGE: Final = ("event_id", "source", "source_file", "source_row")


@dataclass(frozen=True)
class Identities:
    """Rows of `connectors.identity.people.SCHEMA`: of everybody, and of whom no earlier run saw."""

    every: pa.Table
    new: pa.Table


@dataclass(frozen=True)
class Merged:
    """The store as it will be, before anything of it is written.

    Attributes:
        records: Parquet files of all records: the stored ones that stay, and the new ones.
        new: Parquet of the records to write.
        rejected: Parquet of the rejected rows that stand.
        notes: Parquet of the notes that stand (`journeys.contract.NOTES`).
        readings: Parquet of when each file was first read (`journeys.contract.READINGS`).
        files: rows of `pipelines.store.tables.FILES` for the files of this run.
        replaces: whether any of `new` replaces a stored record.
        identities: what linking compares: of everybody, and of whom no earlier run saw.
        gone: who leaves the store with this run, if anybody does; the rest is without them.
    """

    records: tuple[str, ...]
    new: Path
    rejected: Path
    notes: Path
    readings: Path
    files: tuple[dict[str, object], ...]
    replaces: bool
    identities: Identities
    gone: Gone | None = None


def merge(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    reads: Sequence[SourceRead],
    run_id: str,
    work: Path,
    *,
    forget_sources: Sequence[str] = (),
) -> Merged:
    """Lay this run's reading beside the store.

    A row repeats where its event_id is stored or was read before in this run. With a key of its own,
    the last row of an event_id wins and replaces the stored one where a value differs.
    """
    try:
        return _merge(connection, store, reads, run_id, work, forget_sources)
    except duckdb.Error as error:
        raise PipelineError(
            "the reading cannot be laid beside the store", got=error_text(error)
        ) from None


def _merge(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    reads: Sequence[SourceRead],
    run_id: str,
    work: Path,
    forget_sources: Sequence[str],
) -> Merged:
    """Lay this run's reading beside the store: the work of `merge`."""
    work.mkdir(parents=True, exist_ok=True)
    _lay_out(connection, store, reads, forget_sources)
    from_snapshots = lay_out_snapshots(connection, _of_snapshots(reads))
    new = work / "new.parquet"
    columns = ", ".join(f'"{column}"' for column in RECORDS)
    write_parquet(
        connection,
        f"select {columns} from (select {columns} from chosen where not is_known or differs"
        f" union all select {columns} from from_snapshots)"
        " order by source, source_file, source_row, event_id",
        new,
    )
    counts = {
        row[:2]: row[2:]
        for row in connection.execute(
            "select file_no, source_file, count(*) filter (is_first and not is_known),"
            " count(*) filter (not (is_first and not is_known)), count(*) filter (differs)"
            " from counted group by file_no, source_file"
        ).fetchall()
    }
    counts |= from_snapshots
    again = (
        "select event_id from chosen where differs"
        " union all select event_id from from_snapshots where is_known"
    )
    replaced = connection.execute(f"select count(*) from ({again})").fetchone()
    replaces = bool(replaced and replaced[0])
    stored = store.paths("records")
    if replaces or (forget_sources and stored):
        kept = work / "kept.parquet"
        write_parquet(
            connection,
            f"select {columns} from stored where event_id not in ({again})",
            kept,
        )
        stored = [str(kept)]
    rejected = work / "rejected.parquet"
    _rejected(connection, store, reads, rejected)
    notes = work / "notes.parquet"
    pq.write_table(standing_notes(store, reads, forget_sources), notes)
    refused = _refused(connection, reads)
    files = []
    for file_no, (read, reading) in enumerate(_readings(reads)):
        for name, sha256 in reading.hashes.items():
            n_new, n_repeated, n_updated = counts.get((file_no, name), (0, 0, 0))
            n_rejected = refused.get((read.source, name), 0)
            files.append(
                {
                    "run_id": run_id,
                    "source": read.source,
                    "source_file": name,
                    "sha256": sha256,
                    "mapping": read.mapping,
                    "settings": read.settings,
                    "rows": n_new + n_repeated + n_rejected,
                    "new": n_new,
                    "repeated": n_repeated,
                    "updated": n_updated,
                    "rejected": n_rejected,
                    "cursor": reading.cursor,
                    "read_at": reading.read_at.get(name),
                }
            )
    moments = work / "readings.parquet"
    pq.write_table(readings(store, files), moments)
    identities = _identities(store, reads, forget_sources)
    return Merged(
        (*stored, str(new)), new, rejected, notes, moments, tuple(files), replaces, identities
    )


def _identities(
    store: Store, reads: Sequence[SourceRead], forget_sources: Sequence[str]
) -> Identities:
    """Who is known for linking: those of the store that stay, and those read now for the first time."""
    stored = store.read("identities", SCHEMA)
    if forget_sources:
        gone = pc.is_in(stored["source"], value_set=pa.array(list(forget_sources), pa.string()))
        stored = stored.filter(pc.invert(gone))
    read = pa.concat_tables(
        [SCHEMA.empty_table()]
        + [pq.read_table(reading.read.identities) for each in reads for reading in each.readings]
    )
    if not read.num_rows:
        return Identities(stored, read)
    # Of one person every reading keeps the same; the first stands for all.
    first = (
        read.append_column("n", pa.array(range(read.num_rows)))
        .group_by("person")
        .aggregate([("n", "min")])
    )
    known = pc.is_in(first["person"], value_set=stored["person"].combine_chunks())
    new = read.take(first.filter(pc.invert(known))["n_min"].sort()).sort_by(
        [("source", "ascending"), ("person", "ascending")]
    )
    return Identities(pa.concat_tables([stored, new]), new)


def _readings(reads: Sequence[SourceRead]) -> list[tuple[SourceRead, Reading]]:
    """Every extract read now; its place is its file_no."""
    return [(read, reading) for read in reads for reading in read.readings]


def _of_snapshots(reads: Sequence[SourceRead]) -> list[tuple[SourceRead, dict[int, str]]]:
    """The sources of snapshots, with the records of each extract by its file_no."""
    numbered = list(enumerate(_readings(reads)))
    return [
        (read, {n: str(reading.read.records) for n, (of, reading) in numbered if of is read})
        for read in reads
        if read.snapshot is not None
    ]


def _refused(
    connection: duckdb.DuckDBPyConnection, reads: Sequence[SourceRead]
) -> dict[tuple[str, str], int]:
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


def _lay_out(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    reads: Sequence[SourceRead],
    forget_sources: Sequence[str],
) -> None:
    """Make `stored`, `counted` (every row read) and `chosen` (one row for each event_id read)."""
    empty = ", ".join(f'cast(null as {kind}) as "{column}"' for column, kind in RECORDS.items())
    nothing = f"(select {empty} where false)"
    stored = store.paths("records")
    gone = ", ".join(quoted(source) for source in forget_sources)
    connection.execute(
        f"create or replace temp view stored as select * from"
        f" {typed(connection, stored, RECORDS) if stored else nothing}"
        + (f" where source not in ({gone})" if gone else "")
    )
    given = [
        (str(reading.read.records), file_no, read.is_keyed)
        for file_no, (read, reading) in enumerate(_readings(reads))
        if read.snapshot is None
    ]
    connection.execute(
        "create or replace temp table given (filename varchar, file_no bigint, is_keyed boolean)"
    )
    if given:
        connection.executemany("insert into given values (?, ?, ?)", given)
        listed = ", ".join(quoted(path) for path, _, _ in given)
        incoming = f"read_parquet([{listed}], filename = true) join given using (filename)"
    else:
        incoming = f"{nothing} cross join given"
    values = ", ".join(f'"{column}"' for column in RECORDS if column not in LINEAGE)
    connection.execute(
        f"""
        create or replace temp table ranked as
        with given_rows as (
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
        from given_rows
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
        told as (select event_id, version, hash({values}) as content from stored)
        select picked.*,
            coalesce(
                picked.has_key and picked.is_known and told.content <> picked.content
                and coalesce(picked.version >= told.version, true),
                false
            ) as differs
        from picked left join told on picked.event_id = told.event_id"""
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


def _rejected(
    connection: duckdb.DuckDBPyConnection, store: Store, reads: Sequence[SourceRead], path: Path
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
    if given := [str(reading.read.rejected) for each in reads for reading in each.readings]:
        parts.append(f"(select {columns} from {parquet(given)})")
    write_parquet(
        connection,
        f"select {columns} from ({' union all '.join(parts)}) order by source, source_file, source_row",
        path,
    )
