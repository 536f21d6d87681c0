"""Jeugdbescherming: a Parquet file out of a data warehouse, with times that name no zone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import BadCell, Export, ExportFile
from pipelines.demo.partners import JEUGDBESCHERMING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipelines.demo.exports.extract import Cell, ExportRow
    from pipelines.demo.story import Event

SCHEMA: Final = pa.schema(
    [
        ("zaak_id", pa.string()),
        ("klantnummer", pa.string()),
        ("huishouden", pa.string()),
        ("gebeurtenis", pa.string()),
        ("aangemaakt", pa.timestamp("us")),
        ("afgerond", pa.timestamp("us")),
        ("medewerker", pa.string()),
        ("jeugdbeschermer", pa.string()),
        ("rol", pa.string()),
        ("verwezen_naar", pa.string()),
    ]
)


def cells(event: Event) -> dict[str, Cell]:
    """An event as a row."""
    return {
        "zaak_id": event.case,
        "klantnummer": event.client.key,
        "huishouden": event.client.household.key,
        "gebeurtenis": event.term,
        "aangemaakt": local(event.started_at),
        "afgerond": local(event.ended_at) if event.ended_at else None,
        "medewerker": event.worker,
        "jeugdbeschermer": event.regisseur or None,
        "rol": event.regisseur_role or None,
        "verwezen_naar": event.referred_to or None,
    }


def extracts(lines: Sequence[ExportRow]) -> list[ExportFile]:
    """One file."""
    return [ExportFile("gebeurtenissen.parquet", SCHEMA.names, lines)]


def write(path: Path, extract: ExportFile) -> None:
    """Writes Parquet, uncompressed; its footer names the pyarrow that wrote it."""
    rows = [line.cells for line in extract.lines]
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), path, compression="none")


EXPORT: Final = Export(
    partner=JEUGDBESCHERMING,
    cells=cells,
    faults=(
        BadCell("zaak_id", None),
        BadCell("afgerond", datetime(2022, 12, 1, 9, 0)),  # noqa: DTZ001 (the export has no zone)
    ),
    extracts=extracts,
    write=write,
)
