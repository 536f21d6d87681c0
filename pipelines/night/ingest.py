"""Reading the sources: each file that changed, into records that nothing has stored yet."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, cast

from connectors.errors import ConnectorError, FileUnfinishedError
from connectors.records.canonical import read_extract
from connectors.records.watcher import NOBODY
from connectors.registry import kind_of
from journeys.engine import connect
from journeys.errors import said
from pipelines.config.reading_settings import changed_since, settings_of
from pipelines.night.empty_reading import refuse_no_events, with_notes
from pipelines.night.extracts import extracts_of, read_files
from pipelines.night.file_stamps import sha256_of, stamp_of
from pipelines.night.found_files import find_files
from pipelines.night.mappings import mapping_of, mapping_parts, refuse_other_ids
from pipelines.night.row_counter import RowCounter
from pipelines.night.time_notes import time_notes
from pipelines.store.file_reads import first_read
from pipelines.store.source_reads import Reading, SourceRead

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from connectors.identity.pseudonyms import Pseudonyms
    from connectors.records.canonical import Records
    from connectors.records.watcher import Watcher
    from connectors.source import Extract, InputFile, RemoteReader, Source
    from journeys.engine import Engine
    from journeys.notes import Note
    from pipelines.config.settings import Config
    from pipelines.config.source_section import SourceSection
    from pipelines.night.begin import Night
    from pipelines.store.file_reads import FileRead
    from pipelines.store.tables import Store


def ingest(night: Night, section: SourceSection, *, memory: str = "") -> SourceRead:
    """Read one source's changed files into the work folder of a night."""
    return read_source(
        night.config,
        section,
        night.pseudonyms,
        night.store,
        night.work / "sources" / f"{night.config.sources.index(section):03}",
        reread=section.name in night.reread,
        memory=memory,
        watcher=RowCounter(section.name),
    )


def read_source(
    config: Config,
    section: SourceSection,
    pseudonyms: Pseudonyms,
    store: Store,
    work: Path,
    *,
    reread: bool = False,
    memory: str = "",
    watcher: Watcher = NOBODY,
) -> SourceRead:
    """Read what is new in one source, into `work`: files that changed, rows that came since.

    Args:
        config: of the run.
        section: the source.
        pseudonyms: for the identities in it.
        store: as the last run left it: which files it has read, and who was forgotten.
        work: a folder of this run's own.
        reread: read every file, whether it has changed or not.
        memory: for the engine; the config's where left out.
        watcher: hears of each extract while it is read.

    Raises:
        ConnectorError: it cannot be read as configured, or has rows and not one event;
            none of the source is taken in then.
    """
    before = {file.source_file: file for file in store.read_files() if file.source == section.name}
    parts = mapping_parts(section, config.project.timezone, config.folder)
    mapping, settings = mapping_of(section, parts), settings_of(section, parts)
    refuse_other_ids(section, mapping, settings, before.values(), reread=reread)
    shutil.rmtree(work, ignore_errors=True)  # what an attempt that failed has left
    source = replace(section.source(config.folder), ceilings=config.limits.ceilings())
    earlier = {} if reread else before
    with connect(
        work / "spill", memory=memory or config.project.memory, threads=config.project.threads
    ) as connection:
        reader = _SourceReader(
            connection,
            source,
            pseudonyms,
            work,
            config.project.timezone,
            store.marks(),
            first_read(store.every_file_read()),
            watcher,
        )
        if kind_of(section.kind).takes == "remote":
            intake = _ask(reader, earlier.values())
        else:
            files = find_files(section, config.folder)
            intake = _read_changed(reader, section, files, mapping, earlier)
        readings = tuple(reader.dated(reading) for reading in intake.readings)
        refuse_no_events(connection, section.name, [reading.read for reading in readings])
    if intake.left and not readings and not before:
        raise FileUnfinishedError(
            said("source {name!r}: no file of it is whole", name=section.name),
            expected="a file that is no longer being written",
            got=", ".join(note.file for note in intake.left),
            hint="the next night reads it; where a copy broke off, export or copy the file again",
        )
    return SourceRead(
        section.name,
        mapping,
        bool(source.key),
        readings,
        intake.skipped,
        intake.hashes,
        section.snapshot,
        intake.left,
        settings,
        changed_since([file.settings for file in intake.standing], settings),
    )


@dataclass(frozen=True)
class _SourceReader:
    """Reads the extracts of one source, into a folder each below `work`."""

    connection: Engine
    source: Source
    pseudonyms: Pseudonyms
    work: Path
    timezone: str
    forgotten: set[str]
    moments: Mapping[tuple[str, str, str], datetime]
    watcher: Watcher

    def records(self, n: int, opened: Callable[[], Extract], name: str) -> Records:
        """The records of the nth extract, with a note where it gave no event."""
        records = read_extract(
            self.connection,
            self.source,
            opened,
            name,
            self.pseudonyms,
            self.work / f"{n:06}",
            timezone=self.timezone,
            forgotten=self.forgotten,
            watcher=self.watcher,
        )
        return with_notes(self.connection, records)

    def dated(self, reading: Reading) -> Reading:
        """A reading with when each file was first read, and a note of times that cannot be."""
        now = datetime.now(UTC)
        read_at = {
            name: self.moments.get((self.source.name, name, sha256), now)
            for name, sha256 in reading.hashes.items()
        }
        notes = time_notes(self.connection, reading.read, self.source, read_at, self.timezone)
        read = replace(reading.read, notes=(*reading.read.notes, *notes))
        return replace(reading, read=read, read_at=read_at)


@dataclass(frozen=True)
class _Intake:
    """What came in of a source, as `SourceRead` has it; and the earlier readings that stand beside it."""

    readings: Sequence[Reading]
    hashes: Mapping[str, str]
    standing: Iterable[FileRead]
    skipped: tuple[str, ...] = ()
    left: tuple[Note, ...] = ()


def _read_changed(
    reader: _SourceReader,
    section: SourceSection,
    files: Sequence[InputFile],
    mapping: str,
    earlier: Mapping[str, FileRead],
) -> _Intake:
    """Read those of the files that were not read as they are."""
    stamps = {file.name: stamp_of(file.path) for file in files}
    hashes = {file.name: sha256_of(file.path) for file in files}
    as_read = {name: (file.sha256, file.mapping) for name, file in earlier.items()}
    changed = [file for file in files if as_read.get(file.name) != (hashes[file.name], mapping)]
    reader.watcher.expect({file.name: sum(stamps[file.name][2:3]) for file in changed})
    extracts = partial(extracts_of, reader.source, section.snapshot)
    readings, left = read_files(extracts, changed, hashes, stamps, reader.records)
    unread = {note.file for note in left}
    renewed = {name for reading in readings for name in reading.hashes}
    names = {file.name for file in changed}
    return _Intake(
        readings,
        {name: sha256 for name, sha256 in hashes.items() if name not in unread},
        [file for name, file in earlier.items() if name not in renewed],
        tuple(file.name for file in files if file.name not in names),
        tuple(left),
    )


def _ask(reader: _SourceReader, earlier: Collection[FileRead]) -> _Intake:
    """Ask a database or service for what came since, and read what it answers."""
    source = reader.source
    cursors = sorted((file.run_id, file.cursor) for file in earlier if file.cursor)
    since = cursors[-1][1] if cursors else None
    try:
        pull = cast("RemoteReader", kind_of(source.kind).reader)(source, since)
    except ConnectorError as error:
        raise error.within(said("source {source!r}", source=source.name)) from error
    records = reader.records(0, lambda: pull, pull.name)
    hashes = {pull.name: sha256_of(records.records)}
    return _Intake([Reading(hashes, records, pull.cursor or since)], hashes, earlier)
