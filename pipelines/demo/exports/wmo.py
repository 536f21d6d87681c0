"""The gemeente's Wmo desk: text with semicolons, bare dates day first, decimal commas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import BadCell, Export, ExportFile
from pipelines.demo.exports.text_files import dutch_euros, text_writer
from pipelines.demo.partners import GEMEENTE_WMO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipelines.demo.exports.extract import ExportRow
    from pipelines.demo.story import Event

COLUMNS: Final = (
    "Dossier", "Klantnummer", "Huishouden", "Gemeente", "Stap", "Ingangsdatum", "Einddatum",
    "Consulent", "Procesregisseur", "Kosten",
)  # fmt: skip


def cells(event: Event) -> dict[str, str]:
    """An event as a row."""
    client = event.client
    return {
        "Dossier": event.case,
        "Klantnummer": client.key,
        "Huishouden": client.household.key,
        "Gemeente": client.household.municipality,
        "Stap": event.term,
        "Ingangsdatum": _day(event.started_at),
        "Einddatum": _day(event.ended_at) if event.ended_at else "",
        "Consulent": event.worker,
        "Procesregisseur": event.regisseur,
        "Kosten": dutch_euros(event.cost_cents),
    }


def _day(instant: datetime) -> str:
    return local(instant).strftime("%d-%m-%Y")


def extracts(lines: Sequence[ExportRow]) -> list[ExportFile]:
    """One file."""
    return [ExportFile("voorzieningen.csv", COLUMNS, lines)]


EXPORT: Final = Export(
    partner=GEMEENTE_WMO,
    cells=cells,
    faults=(
        BadCell("Ingangsdatum", "30-02-2024"),
        BadCell("Dossier", ""),
        BadCell("Einddatum", "01-12-2022"),  # before any began
    ),
    extracts=extracts,
    write=text_writer(encoding="utf-8", delimiter=";", line_end="\r\n"),
)
