"""Jeugdbescherming: a Parquet file out of a data warehouse, with times that name no zone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import BadCell, Export, ExportFile, in_one_file
from pipelines.demo.partners import JEUGDBESCHERMING

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.demo.exports.extract import Columns

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

COLUMNS: Final[Columns] = {
    "zaak_id": lambda event: event.case,
    "klantnummer": lambda event: event.client.key,
    "huishouden": lambda event: event.client.household.key,
    "gebeurtenis": lambda event: event.term,
    "aangemaakt": lambda event: local(event.started_at),
    "afgerond": lambda event: local(event.ended_at) if event.ended_at else None,
    "medewerker": lambda event: event.worker,
    "jeugdbeschermer": lambda event: event.regisseur or None,
    "rol": lambda event: event.regisseur_role or None,
    "verwezen_naar": lambda event: event.referred_to or None,
}


def write(path: Path, extract: ExportFile) -> None:
    """Writes Parquet, uncompressed; its footer names the pyarrow that wrote it."""
    rows = [line.cells for line in extract.lines]
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), path, compression="none")


EXPORT: Final = Export(
    partner=JEUGDBESCHERMING,
    columns=COLUMNS,
    faults=(
        BadCell("zaak_id", None),
        BadCell("afgerond", datetime(2022, 12, 1, 9, 0)),  # noqa: DTZ001 (the export has no zone)
    ),
    extracts=in_one_file("gebeurtenissen.parquet", COLUMNS),
    write=write,
)
