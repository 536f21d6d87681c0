"""What became of each reading of a file, and when what it holds was first read.

So the store knows what it has read already. No time in a file can be later than its reading, but by mistake
or as a plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from journeys.contract import READINGS
from pipelines.store.run_ids import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

FILES: Final = pa.schema(
    [
        ("run_id", pa.string()),
        ("source", pa.string()),
        ("source_file", pa.string()),
        ("sha256", pa.string()),
        ("mapping", pa.string()),
        ("settings", pa.string()),
        ("rows", pa.int64()),
        ("new", pa.int64()),
        ("repeated", pa.int64()),
        ("updated", pa.int64()),
        ("rejected", pa.int64()),
        ("cursor", pa.string()),
        ("read_at", pa.timestamp("us", tz="UTC")),
    ]
)
"""One row per `FileRead`."""

FIRST_READ: Final = pa.schema(
    [
        ("source", pa.string()),
        ("source_file", pa.string()),
        ("read_at", pa.timestamp("us", tz="UTC")),
    ]
)
assert FIRST_READ.names == list(READINGS)  # noqa: S101 - one table, two notations
"""One row per file: when the latest of its contents was first read."""


@dataclass(frozen=True)
class FileRead:
    """One reading of a file or of a database. rows = new + repeated + rejected.

    Attributes:
        run_id: of the run that read it.
        source: that it is of.
        source_file: what lineage calls it.
        sha256: of its bytes; of what a database answered: of its rows.
        mapping: the fingerprint of how its rows were understood.
        settings: those that it was read with (`pipelines.config.reading_settings`); None where a version
            before there were any read it.
        rows: that were read.
        new: events that the store did not have.
        repeated: rows that repeat one that is there already.
        updated: those of the repeated that replaced it, having a key.
        rejected: rows that could not be read.
        cursor: how far a database was asked; None where that is no question.
        read_at: when these very bytes were first read; None where a version before it was kept read it:
            then the run's own moment counts.
    """

    run_id: str
    source: str
    source_file: str
    sha256: str
    mapping: str
    settings: str | None
    rows: int
    new: int
    repeated: int
    updated: int
    rejected: int
    cursor: str | None
    read_at: datetime | None


def table_of(files: Iterable[FileRead]) -> pa.Table:
    """Readings as rows of `FILES`."""
    return pa.Table.from_pylist([vars(file) for file in files], schema=FILES)


def first_read(files: Iterable[FileRead]) -> dict[tuple[str, str, str], datetime]:
    """When what each file held was first read: by source, file and SHA-256."""
    moments: dict[tuple[str, str, str], datetime] = {}
    for file in files:
        moment = file.read_at or moment_of(file.run_id)
        if moment is not None:
            place = (file.source, file.source_file, file.sha256)
            moments[place] = min(moment, moments.get(place, moment))
    return moments


def latest_first_read(files: Iterable[FileRead]) -> pa.Table:
    """Of each file the moment at which the latest of its contents was first read: rows of `READINGS`."""
    latest: dict[tuple[str, str], datetime] = {}
    for (source, name, _), moment in first_read(files).items():
        latest[source, name] = max(moment, latest.get((source, name), moment))
    rows = [
        {"source": source, "source_file": name, "read_at": moment}
        for (source, name), moment in sorted(latest.items())
    ]
    return pa.Table.from_pylist(rows, schema=FIRST_READ)
