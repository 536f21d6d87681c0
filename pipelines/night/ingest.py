"""Reading the sources: each file that changed, into records that nothing has stored yet."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import shutil
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, cast

from connectors.errors import ConnectorError, FileUnfinishedError, FileUnreadableError
from connectors.files.stamped import Stamped, moment_in
from connectors.records.canonical import read_extract
from connectors.registry import kind_of
from connectors.source import InputFile
from journeys.engine import connect
from journeys.notes import Note
from pipelines.config.reading_settings import changed_settings, changed_since, settings_of
from pipelines.night.empty_reading import refuse_no_events, with_notes
from pipelines.night.file_stamps import UNFINISHED as STILL_WRITTEN
from pipelines.night.file_stamps import Stamp, has_changed, sha256_of, stamp_of
from pipelines.night.moments import first_read, time_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from connectors.identity.pseudonyms import Pseudonyms
    from connectors.records.canonical import Records
    from connectors.source import Extract, FileReader, FolderReader, RemoteReader, Source
    from pipelines.config.settings import Config, Snapshot, SourceSection
    from pipelines.store.tables import Store

CHUNK: Final = 1 << 20
SNAPSHOT: Final = "snapshot-"
"""How the fingerprint of a snapshot source's mapping begins."""

UNFINISHED: Final = ("~$", ".")
"""How the names of files begin that a program still has open, or hides."""


@dataclass(frozen=True)
class Reading:
    """One extract that was read.

    Attributes:
        hashes: SHA-256 of each of its files, by the name that lineage gives them; of what a
            database or service answered: of its rows.
        read: what became of its rows.
        cursor: how far the source was asked; None where that is no question.
        read_at: when what each of its files holds was first read.
    """

    hashes: Mapping[str, str]
    read: Records
    cursor: str | None = None
    read_at: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class SourceRead:
    """One source's part of a run.

    Attributes:
        source: its name.
        mapping: the fingerprint of how its rows are understood.
        is_keyed: whether its rows have a key of their own, so that a later one replaces.
        readings: the extracts that were read, in order.
        skipped: files that have not changed since they were read.
        hashes: SHA-256 of every file found or extract asked for, read or skipped.
        snapshot: what its snapshots make events of; None: its rows are events.
        left: a note for each file that is left for another night, since it is still being written.
        settings: the fingerprint of each setting that it is read with.
        changed: a note where files that are not read now were read with other settings.
    """

    source: str
    mapping: str
    is_keyed: bool
    readings: tuple[Reading, ...] = ()
    skipped: tuple[str, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    snapshot: Snapshot | None = None
    left: tuple[Note, ...] = ()
    settings: str = ""
    changed: tuple[Note, ...] = ()


def find_files(section: SourceSection, folder: Path) -> list[InputFile]:
    """The files that a source's path matches, in the order of their names.

    A name is relative to the part of the path that holds no wildcard, so that it is the same on
    every machine.

    Raises:
        FileUnreadableError: there are none.
    """
    base, rest = _fixed_part(folder / section.path)
    found = [
        InputFile(unicodedata.normalize("NFC", path.relative_to(base).as_posix()), path)
        for path in dict.fromkeys(_matches(base, rest))
        if path.is_file() and not path.name.startswith(UNFINISHED)
    ]
    if not found:
        raise FileUnreadableError(
            f"source {section.name!r}: no file",
            expected=f"a file at {section.path}",
            got="none",
            hint="the path is relative to the config file; * stands for any name",
        )
    return sorted(found, key=lambda each: each.name)


def _fixed_part(path: Path) -> tuple[Path, Sequence[str]]:
    """The part of a path that holds no wildcard, and the rest of it; what is there by its name has none."""
    base, parts = type(path)(path.anchor), path.parts[1:] if path.anchor else path.parts
    for at, part in enumerate(parts[:-1]):
        here = base / part
        if not here.exists():
            if set(part) & set("*?["):
                return base, parts[at:]
            here = next((entry for entry in _entries(base) if _is_like(entry.name, part)), here)
        base = here
    return base, parts[-1:]


def _matches(base: Path, parts: Sequence[str]) -> Iterator[Path]:
    """The paths below a folder that match: in capitals or not, an accent as one sign or as two."""
    if not parts:
        yield base
    elif parts[0] == "**":
        yield from _matches(base, parts[1:])
        for path in _entries(base):
            if path.is_dir() and not path.is_symlink():
                yield from _matches(path, parts)
    elif (base / parts[0]).exists():
        yield from _matches(base / parts[0], parts[1:])
    else:
        for path in _entries(base):
            if _is_like(path.name, parts[0]):
                yield from _matches(path, parts[1:])


def _entries(folder: Path) -> list[Path]:
    """What is in a folder; nothing where it is none, or may not be seen."""
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except PermissionError:
        return []


def _is_like(name: str, pattern: str) -> bool:
    """Whether a name is as a pattern says; a pattern without a wildcard is the name itself.

    Brackets stand for one of their signs, and for themselves.

    >>> _is_like("EXPORT.CSV", "*.csv"), _is_like("a[1].csv", "a[1].csv"), _is_like("a1.csv", "a[1].csv")
    (True, True, True)
    >>> _is_like("a [1] mei.csv", "a [1]*.csv"), _is_like("a [2] mei.csv", "a [1]*.csv")
    (True, False)
    """
    name, pattern = (unicodedata.normalize("NFC", each).casefold() for each in (name, pattern))
    patterns = (pattern, pattern.replace("[", "[[]"))
    return name == pattern or any(fnmatch.fnmatchcase(name, each) for each in patterns)


def mapping_of(section: SourceSection, parts: Mapping[str, Any]) -> str:
    """A fingerprint of how a source's rows are understood: with another, files are read again."""
    mapping = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
    return (SNAPSHOT if section.snapshot else "") + mapping


def mapping_parts(
    section: SourceSection, timezone: str, folder: Path | None = None
) -> dict[str, Any]:
    """The settings that the ids of a source's events hang on.

    A file that its options name, such as a code list below `folder`, counts with what stands in it.
    """
    source = section.source()
    parts: dict[str, Any] = {
        "columns": {column: list(names) for column, names in source.columns.items()},
        "missing": sorted(source.missing),
        "key": list(source.key),
        "empty_end": source.empty_end,
        "timezone": timezone,
    }
    if source.skip_rows_where:
        parts["skip_rows_where"] = {
            str(n): {name: sorted(texts) for name, texts in rule.items()}
            for n, rule in enumerate(source.skip_rows_where)
        }
    if source.transitions:
        parts["transitions"] = dict(source.transitions)
    if source.options is not None:
        parts["options"] = {
            **source.options.model_dump(mode="json"),
            **{
                option: sha256_of(folder / path)
                for option, path in source.options
                if folder and isinstance(path, PurePath) and (folder / path).is_file()
            },
        }
    if section.snapshot is not None:
        parts["snapshot"] = section.snapshot.model_dump(mode="json")
    return parts


def read_source(
    config: Config,
    section: SourceSection,
    pseudonyms: Pseudonyms,
    store: Store,
    work: Path,
    *,
    reread: bool = False,
    memory: str = "",
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

    Raises:
        ConnectorError: it cannot be read as configured, or has rows and not one event;
            none of the source is taken in then.
    """
    mine = {
        str(row["source_file"]): row for row in store.read_files() if row["source"] == section.name
    }
    parts = mapping_parts(section, config.project.timezone, config.folder)
    mapping, settings = mapping_of(section, parts), settings_of(section, parts)
    _refuse_other_ids(section, mapping, settings, mine.values(), reread=reread)
    shutil.rmtree(work, ignore_errors=True)  # what an attempt that failed has left
    source = section.source(config.folder)
    forgotten, moments = store.marks(), first_read(store)
    with connect(
        work / "spill", memory=memory or config.project.memory, threads=config.project.threads
    ) as engine:

        def read(n: int, opened: Callable[[], Extract], name: str) -> Records:
            records = read_extract(
                engine,
                source,
                opened,
                name,
                pseudonyms,
                work / f"{n:06}",
                timezone=config.project.timezone,
                forgotten=forgotten,
            )
            return with_notes(engine, records)

        def dated(readings: Iterable[Reading]) -> tuple[Reading, ...]:
            return tuple(
                _dated(engine, source, reading, moments, config.project.timezone)
                for reading in readings
            )

        if kind_of(section.kind).takes == "remote":
            since = None if reread else _cursor(mine.values())
            answered = _answered(source, mapping, since, read, section.snapshot)
            others = [] if reread else mine.values()
            answered = replace(
                answered,
                readings=dated(answered.readings),
                settings=settings,
                changed=changed_since(others, settings),
            )
            refuse_no_events(engine, section.name, [each.read for each in answered.readings])
            return answered
        files = find_files(section, config.folder)
        stamps = {file.name: stamp_of(file.path) for file in files}
        hashes = {file.name: sha256_of(file.path) for file in files}
        changed = [
            file
            for file in files
            if reread or not _is_read(mine.get(file.name), hashes[file.name], mapping)
        ]
        readings, left = _readings(
            lambda some: _extracts(source, some, section.snapshot), changed, hashes, stamps, read
        )
        readings = dated(readings)
        refuse_no_events(engine, section.name, [each.read for each in readings])
    if left and not readings and not mine:
        raise FileUnfinishedError(
            f"source {section.name!r}: no file of it is whole",
            expected="a file that is no longer being written",
            got=", ".join(note.file for note in left),
            hint="the next night reads it; where a copy broke off, export or copy the file again",
        )
    unread = {note.file for note in left}
    renewed = {name for reading in readings for name in reading.hashes}
    standing = [row for name, row in mine.items() if not reread and name not in renewed]
    read_now = {file.name for file in changed}
    skipped = tuple(file.name for file in files if file.name not in read_now)
    hashes = {name: sha256 for name, sha256 in hashes.items() if name not in unread}
    return SourceRead(
        section.name,
        mapping,
        bool(source.key),
        readings,
        skipped,
        hashes,
        section.snapshot,
        tuple(left),
        settings,
        changed_since(standing, settings),
    )


def _readings(
    extracts: Callable[
        [Sequence[InputFile]],
        Iterator[tuple[Sequence[InputFile], Callable[[], Extract], str]],
    ],
    files: Sequence[InputFile],
    hashes: Mapping[str, str],
    stamps: Mapping[str, Stamp],
    read: Callable[[int, Callable[[], Extract], str], Records],
) -> tuple[tuple[Reading, ...], list[Note]]:
    """What was read of these files, and a note for each that was still being written meanwhile.

    A file counts as read where it is after the reading as it was before it was hashed, so that its
    SHA-256 is of what was read. Of files that are read as one extract, those that are not are left, and
    the others are read anew.
    """
    readings: list[Reading] = []
    left: list[Note] = []
    pending, n = list(extracts(files)), 0
    while pending:
        extract, opened, name = pending.pop(0)
        n += 1
        reading, error = None, None
        try:
            reading = Reading(
                {file.name: hashes[file.name] for file in extract}, read(n, opened, name)
            )
        except FileUnreadableError as unreadable:
            error = unreadable
        moved = [
            file for file in extract if has_changed(file.path, stamps[file.name], hashes[file.name])
        ]
        if isinstance(error, FileUnfinishedError) and not moved:
            moved = list(extract)
        if error and not moved:
            raise error
        left += [Note(STILL_WRITTEN, 1, file=file.name) for file in moved]
        if not moved and reading:
            readings.append(reading)
        elif len(moved) < len(extract):
            pending[:0] = extracts([file for file in extract if file not in moved])
    return tuple(readings), left


def _dated(
    engine: duckdb.DuckDBPyConnection,
    source: Source,
    reading: Reading,
    moments: Mapping[tuple[str, str, str], datetime],
    timezone: str,
) -> Reading:
    """A reading with the moment at which each file was first read, and a note of times that cannot be."""
    now = datetime.now(UTC)
    read_at = {
        name: moments.get((source.name, name, sha256), now)
        for name, sha256 in reading.hashes.items()
    }
    notes = time_notes(engine, reading.read, source, read_at, timezone)
    read = replace(reading.read, notes=(*reading.read.notes, *notes))
    return replace(reading, read=read, read_at=read_at)


def _is_read(before: Mapping[str, object] | None, sha256: str, mapping: str) -> bool:
    """Whether a file is as it was when it was read."""
    return before is not None and (before["sha256"], before["mapping"]) == (sha256, mapping)


def _extracts(
    source: Source, files: Sequence[InputFile], snapshot: Snapshot | None
) -> Iterator[tuple[Sequence[InputFile], Callable[[], Extract], str]]:
    """What is opened at once: each file by itself, or all of a folder; and what lineage calls it."""
    kind = kind_of(source.kind)
    if kind.takes == "folder":
        if files:
            yield files, partial(cast("FolderReader", kind.reader), files, source), ""
        return
    for file in files:
        opened = partial(cast("FileReader", kind.reader), file.path, source)
        if snapshot and (pattern := snapshot.taken_at):
            yield [file], partial(_stamped, opened, file.name, pattern), file.name
        else:
            yield [file], opened, file.name


def _stamped(opened: Callable[[], Extract], name: str, pattern: str) -> Extract:
    """A file whose name says when it was taken."""
    moment = moment_in(name, pattern)
    return Stamped(opened(), moment)


def _cursor(mine: Iterable[Mapping[str, object]]) -> str | None:
    """How far a database or service was asked: the latest run's word."""
    told = sorted((str(row["run_id"]), row["cursor"]) for row in mine if row.get("cursor"))
    return str(told[-1][1]) if told else None


def _answered(
    source: Source,
    mapping: str,
    since: str | None,
    read: Callable[[int, Callable[[], Extract], str], Records],
    snapshot: Snapshot | None,
) -> SourceRead:
    """Ask a database or service, and read what it answers."""
    try:
        pull = cast("RemoteReader", kind_of(source.kind).reader)(source, since)
    except ConnectorError as error:
        raise error.within(f"source {source.name!r}") from error
    records = read(0, lambda: pull, pull.name)
    hashes = {pull.name: sha256_of(records.records)}
    reading = Reading(hashes, records, pull.cursor or since)
    return SourceRead(source.name, mapping, bool(source.key), (reading,), (), hashes, snapshot)


def _refuse_other_ids(
    section: SourceSection,
    mapping: str,
    settings: str,
    mine: Collection[Mapping[str, object]],
    *,
    reread: bool,
) -> None:
    """Without a key an id is made of the mapped values: another mapping would double every event."""
    stored = [str(row["mapping"]) for row in mine]
    if reread or all(before == mapping for before in stored):
        return
    is_snapshot = section.snapshot is not None
    if all(before.startswith(SNAPSHOT) == is_snapshot for before in stored) and (
        is_snapshot or section.source().key
    ):
        return  # the ids hang on a key, or on case and moment
    names = sorted(
        {
            name
            for row in mine
            if row.get("settings") and row["mapping"] != mapping
            for name in changed_settings(str(row["settings"]), settings)
        }
    )
    raise ConnectorError(
        f"source {section.name!r}: its mapping has changed since it was stored",
        expected="the mapping that the stored events were read with, or a key",
        got=f"other {' and '.join(names)}"
        if names
        else "other columns, missing, empty_end or timezone",
        hint=f"klantreis run … --reread {section.name} reads its exports anew and drops what was"
        " stored of them; with key = [...] the ids do not hang on the mapping",
    )
