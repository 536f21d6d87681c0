"""The notes of all files: kept with the reading of each, so that a night that skips a file still has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from journeys.contract import NOTES
from journeys.notes import Note
from pipelines.config.reading_settings import CHANGED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from pipelines.store.source_reads import SourceRead
    from pipelines.store.tables import Store

UNFINISHED: Final = "unfinished"
"""The kind of the note of a file that is left for another night."""

KEY_NOTES: Final = frozenset(
    {"key_filler", "key_filler_kept", "key_cut", "key_cut_kept", "key_wide", "case_wide"}
)
"""The kinds of notes about keys that cannot be."""

SCHEMA: Final = pa.schema(
    [(name, pa.int64() if kind == "BIGINT" else pa.string()) for name, kind in NOTES.items()]
)


def standing_notes(
    store: Store, reads: Sequence[SourceRead], forget_sources: Sequence[str] = ()
) -> pa.Table:
    """The notes that stand: of files read now, and of those that were not; rows of `NOTES`.

    A note about no single file stands until all files of its source are read at once; one of keys is
    counted anew every night, over the whole source (`pipelines.night.key_notes`).
    """
    now = {(read.source, name) for read in reads for each in read.readings for name in each.hashes}
    whole = {read.source for read in reads if read.readings and not read.skipped}
    asked = {read.source for read in reads}
    kept = [
        row
        for row in store.read("notes", SCHEMA).to_pylist()
        if row["source"] not in forget_sources
        and (row["source"], row["source_file"]) not in now
        and not (row["kind"] in {UNFINISHED, CHANGED} and row["source"] in asked)
        and row["kind"] not in KEY_NOTES
        and (row["source_file"] or row["source"] not in whole)
    ]
    new = [
        _row(read.source, note, note.file or _only(each.hashes))
        for read in reads
        for each in read.readings
        for note in each.read.notes
    ]
    new += [
        _row(read.source, note, note.file) for read in reads for note in (*read.left, *read.changed)
    ]
    return pa.Table.from_pylist(sorted(kept + new, key=_place), schema=SCHEMA)


def _row(source: str, note: Note, file: str) -> dict[str, Any]:
    return {
        "source": source,
        "source_file": file,
        "column": note.column,
        "kind": note.kind,
        "n": note.n,
        "n_over": note.n_over,
        "detail": note.detail,
    }


def with_notes(path: Path, notes: Mapping[str, Iterable[Note]]) -> None:
    """Add notes of sources to a Parquet file of `NOTES`."""
    rows = pq.read_table(path).to_pylist()
    rows += [_row(source, note, note.file) for source, some in notes.items() for note in some]
    pq.write_table(pa.Table.from_pylist(sorted(rows, key=_place), schema=SCHEMA), path)


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in (*list(NOTES)[:4], "detail", "n"))


def _only(names: Collection[str]) -> str:
    """The file that an extract is; '' where it is several."""
    return next(iter(names)) if len(names) == 1 else ""


def notes_of(path: Path) -> dict[str, list[Note]]:
    """The notes of each source in a Parquet file of `NOTES`."""
    notes: dict[str, list[Note]] = {}
    for row in pq.read_table(path).to_pylist():
        notes.setdefault(row["source"], []).append(
            Note(
                row["kind"],
                row["n"],
                row["column"],
                row["detail"],
                row["source_file"],
                row["n_over"] or 0,
            )
        )
    return notes
