"""What was read of a source tonight: what the readers hand to the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from connectors.records.canonical import Records
    from journeys.notes import Note
    from pipelines.config.snapshot_section import Snapshot


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
