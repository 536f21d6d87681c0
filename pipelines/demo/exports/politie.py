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

    from pipelines.demo.exports.extract import Columns, ExportRow

KEY: Final = "Registratienummer"
MOST_DELIVERED_TWICE: Final = 5

COLUMNS: Final[Columns] = {
    KEY: lambda _: "",
    "Zaak": lambda event: event.case,
    "Klantnummer": lambda event: event.client.key,
    "Gezin": lambda event: event.client.household.key,
    "Soort": lambda event: event.term,
    "Tijdstip": lambda event: event.started_at.astimezone(ZONE).isoformat(timespec="seconds"),
    "Eenheid": lambda event: f"Basisteam {event.client.household.municipality}",
    "Verbalisant": lambda event: event.worker,
    "Zorgformulier aan": lambda event: event.referred_to,
}
"""Which number a row is registered under is known once all are in order."""


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
    columns=COLUMNS,
    faults=(BadCell("Tijdstip", "2024-02-31T23:15:00+01:00"), BadCell("Zaak", "")),
    extracts=extracts,
    write=text_writer(encoding="utf-8", delimiter=","),
)
