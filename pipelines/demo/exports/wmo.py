"""The gemeente's Wmo desk: text with semicolons, bare dates day first, decimal commas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import BadCell, Export, in_one_file
from pipelines.demo.exports.text_files import dutch_euros, text_writer
from pipelines.demo.partners import GEMEENTE_WMO

if TYPE_CHECKING:
    from datetime import datetime

    from pipelines.demo.exports.extract import Columns


COLUMNS: Final[Columns] = {
    "Dossier": lambda event: event.case,
    "Klantnummer": lambda event: event.client.key,
    "Huishouden": lambda event: event.client.household.key,
    "Gemeente": lambda event: event.client.household.municipality,
    "Stap": lambda event: event.term,
    "Ingangsdatum": lambda event: _day(event.started_at),
    "Einddatum": lambda event: _day(event.ended_at) if event.ended_at else "",
    "Consulent": lambda event: event.worker,
    "Procesregisseur": lambda event: event.regisseur,
    "Kosten": lambda event: dutch_euros(event.cost_cents),
}


def _day(instant: datetime) -> str:
    return local(instant).strftime("%d-%m-%Y")


EXPORT: Final = Export(
    partner=GEMEENTE_WMO,
    columns=COLUMNS,
    faults=(
        BadCell("Ingangsdatum", "30-02-2024"),
        BadCell("Dossier", ""),
        BadCell("Einddatum", "01-12-2022"),  # before any began
    ),
    extracts=in_one_file("voorzieningen.csv", COLUMNS),
    write=text_writer(encoding="utf-8", delimiter=";", line_end="\r\n"),
)
