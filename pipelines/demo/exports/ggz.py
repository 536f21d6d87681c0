"""The GGZ: text with bars and a byte order mark, bare dates, an empty end for what still runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import BadCell, Export, ExportFile
from pipelines.demo.exports.text_files import english_euros, text_writer
from pipelines.demo.partners import GGZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.demo.exports.extract import ExportRow
    from pipelines.demo.story import Event

COLUMNS: Final = (
    "Traject", "Klant", "Verrichting", "Startdatum", "Einddatum", "Locatie", "Behandelaar",
    "Verwezen naar", "Kosten",
)  # fmt: skip


def cells(event: Event) -> dict[str, str]:
    """An event as a row; the GGZ knows clients, not households."""
    return {
        "Traject": event.case,
        "Klant": event.client.key,
        "Verrichting": event.term,
        "Startdatum": local(event.started_at).date().isoformat(),
        "Einddatum": local(event.ended_at).date().isoformat() if event.ended_at else "",
        "Locatie": f"Polikliniek {event.client.household.municipality}",
        "Behandelaar": event.worker,
        "Verwezen naar": event.referred_to,
        "Kosten": english_euros(event.cost_cents),
    }


def extracts(lines: Sequence[ExportRow]) -> list[ExportFile]:
    """One file."""
    return [ExportFile("trajecten.csv", COLUMNS, lines)]


EXPORT: Final = Export(
    partner=GGZ,
    cells=cells,
    faults=(
        BadCell("Startdatum", "2024-02-31"),
        BadCell("Traject", ""),
        BadCell("Einddatum", "2022-12-01"),  # before any began
    ),
    extracts=extracts,
    write=text_writer(encoding="utf-8-sig", delimiter="|"),
)
