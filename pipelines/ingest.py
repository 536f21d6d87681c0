"""Reading the sources: each file that changed, into records that nothing has stored yet."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from connectors.canonical import read_file
from connectors.errors import ConnectorError, FileUnreadableError
from journeys.engine import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from connectors.canonical import FileRead
    from connectors.pseudonyms import Pseudonyms
    from pipelines.settings import Config, SourceSection

CHUNK: Final = 1 << 20
UNFINISHED: Final = ("~$", ".")
"""How the names of files begin that a program still has open, or hides."""


@dataclass(frozen=True)
class Found:
    """One file that a source's path matches: where it is and what lineage calls it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Reading:
    """One file that was read: its contents' SHA-256 and what became of its rows."""

    name: str
    sha256: str
    read: FileRead


@dataclass(frozen=True)
class SourceRead:
    """One source's part of a run.

    Attributes:
        source: its name.
        mapping: the fingerprint of how its rows are understood.
        is_keyed: whether its rows have a key of their own, so that a later one replaces.
        readings: the files that were read, in order.
        skipped: files that have not changed since they were read.
        hashes: SHA-256 of every file found, read or skipped.
    """

    source: str
    mapping: str
    is_keyed: bool
    readings: tuple[Reading, ...] = ()
    skipped: tuple[str, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def notes(self) -> list[str]:
        """What the readers want to have said, with the file."""
        return [f"{each.name}: {note}" for each in self.readings for note in each.read.notes]


def find_files(section: SourceSection, folder: Path) -> list[Found]:
    """The files that a source's path matches, in the order of their names.

    A name is relative to the part of the path that holds no wildcard, so that it is the same on
    every machine.

    Raises:
        FileUnreadableError: there are none.
    """
    parts = (folder / section.path).parts
    fixed = next(
        (at for at, part in enumerate(parts[:-1]) if set(part) & set("*?[")), len(parts) - 1
    )
    base = type(folder)(*parts[:fixed])
    found = [
        Found(path, path.relative_to(base).as_posix())
        for path in base.glob("/".join(parts[fixed:]))
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


def mapping_of(section: SourceSection, timezone: str) -> str:
    """A fingerprint of what a row's event_id hangs on: another mapping, other ids.

    Raises:
        Nothing: it is a hash of the config alone.
    """
    source = section.source()
    parts = {
        "columns": {column: list(names) for column, names in source.columns.items()},
        "missing": sorted(source.missing),
        "key": list(source.key),
        "empty_end": source.empty_end,
        "timezone": timezone,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def read_source(
    config: Config,
    section: SourceSection,
    pseudonyms: Pseudonyms,
    known: Iterable[Mapping[str, object]],
    work: Path,
    *,
    reread: bool = False,
    memory: str = "",
) -> SourceRead:
    """Read the files of one source that have changed, into `work`.

    Args:
        config: of the run.
        section: the source.
        pseudonyms: for the identities in it.
        known: the latest reading of every file (`Store.read_files`).
        work: a folder of this run's own.
        reread: read every file, whether it has changed or not.
        memory: for the engine; the config's where left out.

    Raises:
        ConnectorError: a file cannot be read as configured; none of the source is taken in then.
    """
    mine = {str(row["source_file"]): row for row in known if row["source"] == section.name}
    mapping = mapping_of(section, config.project.timezone)
    _refuse_other_ids(section, mapping, mine.values(), reread=reread)
    shutil.rmtree(work, ignore_errors=True)  # what an attempt that failed has left
    readings, skipped, hashes = [], [], {}
    with connect(
        work / "spill", memory=memory or config.project.memory, threads=config.project.threads
    ) as engine:
        for n, file in enumerate(find_files(section, config.folder)):
            hashes[file.name] = sha256_of(file.path)
            before = mine.get(file.name)
            if (
                not reread
                and before
                and (before["sha256"], before["mapping"]) == (hashes[file.name], mapping)
            ):
                skipped.append(file.name)
                continue
            read = read_file(
                engine,
                section.source(),
                file.path,
                file.name,
                pseudonyms,
                work / f"{n:06}",
                timezone=config.project.timezone,
            )
            readings.append(Reading(file.name, hashes[file.name], read))
    return SourceRead(
        section.name, mapping, bool(section.key), tuple(readings), tuple(skipped), hashes
    )


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_other_ids(
    section: SourceSection, mapping: str, mine: Iterable[Mapping[str, object]], *, reread: bool
) -> None:
    """Without a key an id is made of the mapped values: another mapping would double every event."""
    if section.key or reread or all(row["mapping"] == mapping for row in mine):
        return
    raise ConnectorError(
        f"source {section.name!r}: its mapping has changed since it was stored",
        expected="the mapping that the stored events were read with, or a key",
        got="other columns, missing, empty_end or timezone",
        hint=f"klantreis run … --reread {section.name} reads its exports anew and drops what was"
        " stored of them; with key = [...] the ids do not hang on the mapping",
    )
