"""The police: text with commas, times with their offset, rows that are delivered twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import ZONE
from pipelines.demo.exports.extract import BadCell, Export, ExportFile
from pipelines.demo.exports.text_files import text_writer
from pipelines.demo.partners import POLITIE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.demo.exports.extract import ExportRow
    from pipelines.demo.story import Event

COLUMNS: Final = (
    "Registratienummer", "Zaak", "Klantnummer", "Gezin", "Soort", "Tijdstip", "Eenheid",
    "Verbalisant", "Zorgformulier aan",
)  # fmt: skip
KEY: Final = "Registratienummer"
MOST_DELIVERED_TWICE: Final = 5


def cells(event: Event) -> dict[str, str]:
    """An event as a row; which number it is registered under is known once all are in order."""
    client = event.client
    return {
        KEY: "",
        "Zaak": event.case,
        "Klantnummer": client.key,
        "Gezin": client.household.key,
        "Soort": event.term,
        "Tijdstip": event.started_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "Eenheid": f"Basisteam {client.household.municipality}",
        "Verbalisant": event.worker,
        "Zorgformulier aan": event.referred_to,
    }


def extracts(lines: Sequence[ExportRow]) -> list[ExportFile]:
    """One file: numbered rows, and at its end some good ones of the beginning once more."""
    numbered = [
        replace(line, cells={**line.cells, KEY: f"REG{number:07d}"})
        for number, line in enumerate(lines, 1)
    ]
    good = [line for line in numbered if not line.fault]
    twice = good[: min(MOST_DELIVERED_TWICE, len(good) // 20)]
    return [ExportFile("registraties.csv", COLUMNS, [*numbered, *twice])]


EXPORT: Final = Export(
    partner=POLITIE,
    cells=cells,
    faults=(BadCell("Tijdstip", "2024-02-31T23:15:00+01:00"), BadCell("Zaak", "")),
    extracts=extracts,
    write=text_writer(encoding="utf-8", delimiter=","),
)
