"""What of a source is opened at once, and reading it while somebody may still write to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from connectors.errors import (
    ConnectorError,
    FileUnfinishedError,
    FileUnreadableError,
    raise_all,
)
from connectors.files.stamped import Stamped, moment_in
from connectors.registry import kind_of
from connectors.source import Extract, InputFile
from journeys.errors import said
from journeys.notes import Note
from pipelines.night.file_stamps import Stamp, has_changed
from pipelines.store.notes import UNFINISHED
from pipelines.store.source_reads import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.records.canonical import Records
    from connectors.source import FileReader, FolderReader, Source
    from pipelines.config.snapshot_section import Snapshot

Opening = tuple[Sequence[InputFile], Callable[[], Extract], str]
"""Files that are one extract, what opens it, and what lineage calls it."""

N_SHOWN: Final = 5
"""Of how many files of a source it is said why they cannot be read."""

Read = Callable[[int, Callable[[], Extract], str], "Records"]
"""Reads an extract, by its number in the night, what opens it, and its name."""


def extracts_of(
    source: Source, snapshot: Snapshot | None, files: Sequence[InputFile]
) -> Iterator[Opening]:
    """Each file by itself, or all of a folder."""
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


def read_files(
    extracts: Callable[[Sequence[InputFile]], Iterator[Opening]],
    files: Sequence[InputFile],
    hashes: Mapping[str, str],
    stamps: Mapping[str, Stamp],
    read: Read,
) -> tuple[list[Reading], list[Note]]:
    """What was read of these files, and a note for each that was still being written meanwhile.

    A file counts as read where it is after the reading as it was before it was hashed, so that its
    SHA-256 is of what was read. Of files that are read as one extract, those that are not are left, and
    the others are read anew.

    Raises:
        ConnectorError: a file cannot be read as configured; of several, as many as a person reads.
    """
    readings: list[Reading] = []
    left: list[Note] = []
    errors: list[ConnectorError] = []
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
        except ConnectorError as wrong:
            errors.append(wrong)
            continue
        moved = [
            file for file in extract if has_changed(file.path, stamps[file.name], hashes[file.name])
        ]
        if isinstance(error, FileUnfinishedError) and not moved:
            moved = list(extract)
        if error and not moved:
            errors.append(error)
            continue
        left += [Note(UNFINISHED, 1, file=file.name) for file in moved]
        if not moved and reading:
            readings.append(reading)
        elif len(moved) < len(extract):
            pending[:0] = extracts([file for file in extract if file not in moved])
    n_more = len(errors) - N_SHOWN
    if n_more > 0:
        errors[N_SHOWN:] = [
            ConnectorError(said("{n} more files of this source cannot be read either", n=n_more))
        ]
    raise_all(errors)
    return readings, left
