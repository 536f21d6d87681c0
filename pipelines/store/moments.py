"""When what a file holds was first read: no time in it can be later, but by mistake or as a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from journeys.contract import READINGS
from pipelines.store.run_ids import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pipelines.store.file_reads import FileRead
    from pipelines.store.tables import Store

SCHEMA: Final = pa.schema(
    [
        ("source", pa.string()),
        ("source_file", pa.string()),
        ("read_at", pa.timestamp("us", tz="UTC")),
    ]
)
assert SCHEMA.names == list(READINGS)  # noqa: S101 - one table, two notations


def first_read(store: Store) -> dict[tuple[str, str, str], datetime]:
    """When what each file held was first read: by source, file and SHA-256."""
    return _earliest(store.every_file_read())


def readings(store: Store, files: Iterable[FileRead]) -> pa.Table:
    """Of each file the moment at which the latest of its contents was first read: rows of `READINGS`.

    Args:
        store: as the last run left it.
        files: the readings of this run.
    """
    latest: dict[tuple[str, str], datetime] = {}
    for (source, name, _), moment in _earliest([*store.every_file_read(), *files]).items():
        latest[source, name] = max(moment, latest.get((source, name), moment))
    rows = [
        {"source": source, "source_file": name, "read_at": moment}
        for (source, name), moment in sorted(latest.items())
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _earliest(files: Iterable[FileRead]) -> dict[tuple[str, str, str], datetime]:
    moments: dict[tuple[str, str, str], datetime] = {}
    for file in files:
        moment = file.read_at or moment_of(file.run_id)
        if moment is not None:
            place = (file.source, file.source_file, file.sha256)
            moments[place] = min(moment, moments.get(place, moment))
    return moments
