"""What of this run's reading is new to the store, what repeats, and what replaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from journeys.contract import RECORDS
from journeys.engine import EngineError, error_text, write_parquet
from pipelines.errors import PipelineError
from pipelines.store.file_reads import FileRead, latest_first_read
from pipelines.store.identities import identities_of
from pipelines.store.incoming import lay_out, numbered, rejected_counts, write_rejected
from pipelines.store.notes import standing_notes
from pipelines.store.snapshots import lay_out_snapshots

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from pipelines.store.identities import Identities
    from pipelines.store.removal import Leavers
    from pipelines.store.source_reads import SourceRead
    from pipelines.store.tables import Store

COLUMNS = ", ".join(f'"{column}"' for column in RECORDS)
AGAIN = (
    "select event_id from chosen where differs"
    " union all select event_id from from_snapshots where is_known"
)
"""The stored records that are replaced."""


@dataclass(frozen=True)
class Merged:
    """The store as it will be, before anything of it is written.

    Attributes:
        records: Parquet files of all records: the stored ones that stay, and the new ones.
        new: Parquet of the records to write.
        rejected: Parquet of the rejected rows that stand.
        notes: Parquet of the notes that stand (`journeys.contract.NOTES`).
        readings: Parquet of when each file was first read (`journeys.contract.READINGS`).
        files: the readings of this run.
        replaces: whether any of `new` replaces a stored record.
        identities: what linking compares: of everybody, and of whom no earlier run saw.
        leavers: who leaves the store with this run, if anybody does; the rest is without them.
    """

    records: tuple[str, ...]
    new: Path
    rejected: Path
    notes: Path
    readings: Path
    files: tuple[FileRead, ...]
    replaces: bool
    identities: Identities
    leavers: Leavers | None = None


def merge(
    connection: Engine,
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
    except EngineError as error:
        raise PipelineError(
            "the reading cannot be laid beside the store", got=error_text(error)
        ) from None


def _merge(
    connection: Engine,
    store: Store,
    reads: Sequence[SourceRead],
    run_id: str,
    work: Path,
    forget_sources: Sequence[str],
) -> Merged:
    """Lay this run's reading beside the store: the work of `merge`."""
    work.mkdir(parents=True, exist_ok=True)
    lay_out(connection, store, reads, forget_sources)
    from_snapshots = lay_out_snapshots(connection, _of_snapshots(reads))
    new, rejected, notes, moments = (
        work / f"{name}.parquet" for name in ("new", "rejected", "notes", "readings")
    )
    write_parquet(
        connection,
        f"select {COLUMNS} from (select {COLUMNS} from chosen where not is_known or differs"
        f" union all select {COLUMNS} from from_snapshots)"
        " order by source, source_file, source_row, event_id",
        new,
    )
    stored = store.paths("records")
    replaces = connection.execute(f"{AGAIN} limit 1").fetchone() is not None
    if replaces or (forget_sources and stored):
        kept = work / "kept.parquet"
        write_parquet(
            connection, f"select {COLUMNS} from stored where event_id not in ({AGAIN})", kept
        )
        stored = [str(kept)]
    write_rejected(connection, store, reads, rejected)
    pq.write_table(standing_notes(store, reads, forget_sources), notes)
    counts = _counts(connection) | from_snapshots
    files = _file_reads(run_id, reads, counts, rejected_counts(connection, reads))
    pq.write_table(latest_first_read([*store.every_file_read(), *files]), moments)
    return Merged(
        (*stored, str(new)),
        new,
        rejected,
        notes,
        moments,
        files,
        replaces,
        identities_of(store, reads, forget_sources),
    )


def _counts(connection: Engine) -> dict[tuple[int, str], tuple[int, int, int]]:
    """By an extract's number and file: rows that are new, that repeat, and that replace."""
    rows = connection.execute(
        "select file_no, source_file, count(*) filter (is_first and not is_known),"
        " count(*) filter (not (is_first and not is_known)), count(*) filter (differs)"
        " from counted group by file_no, source_file"
    ).fetchall()
    return {row[:2]: row[2:] for row in rows}


def _file_reads(
    run_id: str,
    reads: Sequence[SourceRead],
    counts: Mapping[tuple[int, str], tuple[int, int, int]],
    rejected: Mapping[tuple[str, str], int],
) -> tuple[FileRead, ...]:
    """What became of each file that was read now."""
    files = []
    for file_no, read, reading in numbered(reads):
        for name, sha256 in reading.hashes.items():
            n_new, n_repeated, n_updated = counts.get((file_no, name), (0, 0, 0))
            n_rejected = rejected.get((read.source, name), 0)
            files.append(
                FileRead(
                    run_id=run_id,
                    source=read.source,
                    source_file=name,
                    sha256=sha256,
                    mapping=read.mapping,
                    settings=read.settings,
                    rows=n_new + n_repeated + n_rejected,
                    new=n_new,
                    repeated=n_repeated,
                    updated=n_updated,
                    rejected=n_rejected,
                    cursor=reading.cursor,
                    read_at=reading.read_at.get(name),
                )
            )
    return tuple(files)


def _of_snapshots(reads: Sequence[SourceRead]) -> list[tuple[SourceRead, dict[int, str]]]:
    """The sources of snapshots, with the records of each extract by its file_no."""
    every = numbered(reads)
    return [
        (read, {n: str(reading.read.records) for n, of, reading in every if of is read})
        for read in reads
        if read.snapshot is not None
    ]
