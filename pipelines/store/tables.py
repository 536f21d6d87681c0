"""The store: Delta tables of all that the exports ever told, without who it is about.

    records    every event, as its source told it (`journeys.contract.RECORDS`)
    rejected   the rows that could not be read, as each file's latest reading has it
    notes      what readers noticed of the files beside their rows, likewise
    files      every reading of a file: its SHA-256 and what became of its rows
    identities what linking compares, sealed (`connectors.identity.people`)
    decisions  what people decided about who is who
    forgotten  marks of who was forgotten, so that an old export cannot bring them back
    signal_history  the signals of the last complete run, and since when they are there

Delta makes each table's change atomic, but not that of these tables together. So the ledger names the
version of each table that counts: readers read that version, and what a run that died left beyond it
is undone by the next one. Where rows must leave every old version too, all tables are written anew in a
folder of their own, a generation; the ledger names that as well, and the one before it is removed.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote, urlparse

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from pipelines.errors import PipelineError
from pipelines.store.durable import files_below, is_json_lines, sync_folder, sync_new
from pipelines.store.file_reads import FILES, FileRead, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipelines.store.ledger import Entry

TABLES: Final = (
    "records", "rejected", "notes", "files", "identities", "decisions", "forgotten",
    "signal_history",
)  # fmt: skip
GENERATION: Final = "generation-"
LAST_CHECKPOINT: Final = "_last_checkpoint"
COMPACT_BEYOND_FILES: Final = 100

DECISIONS: Final = pa.schema(
    [
        ("person_a", pa.string()),
        ("person_b", pa.string()),
        ("is_same", pa.bool_()),
        ("decided_by", pa.string()),
        ("decided_at", pa.string()),
    ]
)
"""One row per decision: whether two people are one, who said so, and when (UTC, ISO 8601). The latest of a
pair holds."""

FORGOTTEN: Final = pa.schema([("mark", pa.string())])
"""One row per pseudonym of somebody forgotten, made unrecognisable (`pipelines.night.forgetting`)."""


class Store:
    """The tables in a folder, at the versions that the ledger names.

    Args:
        folder: of the store; made by the first commit.
        versions: of each table; a table that is not named holds nothing yet.
        generation: the folder of the tables within the store; '' is the store's own.
    """

    def __init__(self, folder: Path, versions: Mapping[str, int], generation: str = "") -> None:
        self.root = folder
        self.folder = folder / generation if generation else folder
        self.generation = generation
        self.versions = dict(versions)

    @classmethod
    def standing(cls, folder: Path, last: Entry | None) -> Store:
        """The store as a run left it; an empty one before the first."""
        return cls(folder, last.versions, last.generation) if last else cls(folder, {})

    def paths(self, table: str) -> list[str]:
        """The Parquet files that make up a table."""
        if table not in self.versions:
            return []
        uris = self._open(table).file_uris()
        return sorted(
            unquote(urlparse(uri).path) if uri.startswith("file:") else uri for uri in uris
        )

    def every_file_read(self) -> list[FileRead]:
        """Every reading of every file, the earliest first."""
        return [FileRead(**row) for row in self.read("files", FILES).sort_by("run_id").to_pylist()]

    def read_files(self) -> list[FileRead]:
        """The latest reading of every file."""
        return list(
            {(file.source, file.source_file): file for file in self.every_file_read()}.values()
        )

    def read(self, table: str, schema: pa.Schema) -> pa.Table:
        """All rows of a small table; none where it is not there yet."""
        paths = self.paths(table)
        if not paths:
            return schema.empty_table()
        tables = [schema.empty_table(), *(pq.read_table(path) for path in paths)]
        return pa.concat_tables(tables, promote_options="permissive").select(schema.names)

    def marks(self) -> set[str]:
        """The marks of who was forgotten."""
        return set(self.read("forgotten", FORGOTTEN)["mark"].to_pylist())

    def add(self, table: str, rows: pa.Table) -> dict[str, int]:
        """Append rows to a small table; they count once the ledger names the versions returned."""
        with self._on_disk():
            self._write(table, rows, mode="append")
        return self.versions

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """Bring to the disk what is written meanwhile, before a ledger may name it."""
        known = {path for path in files_below(self.root) if path.name != LAST_CHECKPOINT}
        yield
        sync_new(self.root, known)

    def renew(
        self, generation: str, tables: Mapping[str, Sequence[pa.Table | pq.ParquetFile]]
    ) -> dict[str, int]:
        """Write all tables anew, as a generation; it counts once the ledger names it.

        Returns:
            The versions of its tables.
        """
        new = Store(self.root, {}, generation)
        shutil.rmtree(new.folder, ignore_errors=True)
        with self._on_disk():
            for name, parts in tables.items():
                for part in parts:
                    new._write(name, part, mode="append")
        return new.versions

    def remove_others(self) -> None:
        """Remove what belongs to no generation that counts: older ones, and unfinished newer ones."""
        for path in sorted(self.root.iterdir()):
            is_generation = path.name.startswith(GENERATION) and path.name != self.generation
            if path.is_dir() and (is_generation or (self.generation and path.name in TABLES)):
                shutil.rmtree(path)

    def undo_unfinished(self) -> None:
        """Bring every table back to the version that counts, whatever a run that died has left."""
        self.remove_others()
        for table in TABLES:
            log, counts = self.folder / table / "_delta_log", self.versions.get(table)
            if counts is None:
                shutil.rmtree(log.parent, ignore_errors=True)  # a first run died before it counted
            else:
                cut_log(log, counts)

    def commit(
        self,
        new: Path,
        *,
        rejected: Path,
        files: Sequence[FileRead],
        replaces: bool,
        notes: Path | None = None,
        identities: pa.Table | None = None,
        forget_sources: Sequence[str] = (),
        signals: Path | None = None,
    ) -> dict[str, int]:
        """Write a run's rows; they count once the ledger names the versions that this returns.

        Args:
            new: Parquet of new records, and of those that replace a record of the same event_id.
            rejected: Parquet of all rejected rows that stand from now on.
            files: the readings of this run.
            replaces: whether `new` replaces any record.
            notes: Parquet of all notes that stand from now on.
            identities: what linking compares of people whom no earlier run saw.
            forget_sources: sources whose earlier records go.
            signals: Parquet of the signals as a complete run leaves them (`signal_changes`).

        Raises:
            PipelineError: it cannot be written; what was stored before is as it was.
        """
        try:
            with self._on_disk():
                for source in forget_sources:
                    self._drop(source)
                if replaces:
                    self._merge(new)
                else:
                    self._append("records", new)
                if identities is not None and identities.num_rows:
                    self._write("identities", identities, mode="append")
                if files:
                    self._write("rejected", pq.ParquetFile(rejected), mode="overwrite")
                    self._write("files", table_of(files), mode="append")
                if files and notes:
                    self._write("notes", pq.ParquetFile(notes), mode="overwrite")
                if signals:
                    self._write("signal_history", pq.ParquetFile(signals), mode="overwrite")
                self._compact()
        except DeltaError as error:
            raise PipelineError(
                "the store cannot be written",
                got=type(error).__name__,
                hint="is the disk full? What was stored before is as it was",
            ) from None
        return self.versions

    def _drop(self, source: str) -> None:
        """Drop what is stored of a source's records and people."""
        for name in ("records", "identities"):
            if name in self.versions:
                table = self._open(name)
                table.delete("source = '" + source.replace("'", "''") + "'")
                self.versions[name] = table.version()

    def _open(self, table: str) -> DeltaTable:
        return DeltaTable(self.folder / table, version=self.versions[table])

    def _append(self, table: str, path: Path) -> None:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows or table not in self.versions:
            self._write(table, file, mode="append")

    def _write(
        self, table: str, rows: pa.Table | pq.ParquetFile, *, mode: Literal["append", "overwrite"]
    ) -> None:
        if isinstance(rows, pq.ParquetFile):
            rows = pa.RecordBatchReader.from_batches(rows.schema_arrow, rows.iter_batches())
        path = self.folder / table
        path.parent.mkdir(parents=True, exist_ok=True)
        write_deltalake(
            path, rows, mode=mode, schema_mode="merge" if mode == "append" else "overwrite"
        )
        self.versions[table] = DeltaTable(path).version()

    def _merge(self, new: Path) -> None:
        file = pq.ParquetFile(new)
        rows = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches())
        table = DeltaTable(self.folder / "records")
        (
            table.merge(
                rows,
                "stored.event_id = incoming.event_id",
                source_alias="incoming",
                target_alias="stored",
                merge_schema=True,  # a store of before may lack a column
            )
            .when_matched_update_all()
            .when_not_matched_insert_all()
            .execute()
        )
        self.versions["records"] = table.version()

    def _compact(self) -> None:
        """Keep the number of files small over years of nights."""
        for name in TABLES:
            if name in self.versions:
                table = DeltaTable(self.folder / name)
                if len(table.file_uris()) > COMPACT_BEYOND_FILES:
                    table.optimize.compact()
                self.versions[name] = table.version()


def cut_log(log: Path, version: int) -> None:
    """Remove what a table's log has beyond a version, whole or torn: no ledger names it.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     for n in (3, 4):
    ...         (Path(folder) / f"{n:020}.json").touch()
    ...     cut_log(Path(folder), 3)
    ...     [path.name.lstrip("0") for path in Path(folder).iterdir()]
    ['3.json']
    """
    beyond = [
        path for path in log.iterdir() if path.name[:20].isdigit() and int(path.name[:20]) > version
    ]
    hint = log / LAST_CHECKPOINT
    if hint.exists() and (beyond or not hint.stat().st_size or not is_json_lines(hint)):
        beyond.append(hint)  # it may name one of them; Delta does without
    for path in beyond:
        path.unlink()
    if beyond:
        sync_folder(log)
