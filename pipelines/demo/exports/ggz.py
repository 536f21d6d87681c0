"""The GGZ: text with bars and a byte order mark, bare dates, an empty end for what still runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import BadCell, Export, in_one_file
from pipelines.demo.exports.text_files import english_euros, text_writer
from pipelines.demo.partners import GGZ

if TYPE_CHECKING:
    from pipelines.demo.exports.extract import Columns


COLUMNS: Final[Columns] = {
    "Traject": lambda event: event.case,
    "Klant": lambda event: event.client.key,
    "Verrichting": lambda event: event.term,
    "Startdatum": lambda event: local(event.started_at).date().isoformat(),
    "Einddatum": lambda event: local(event.ended_at).date().isoformat() if event.ended_at else "",
    "Locatie": lambda event: f"Polikliniek {event.client.household.municipality}",
    "Behandelaar": lambda event: event.worker,
    "Verwezen naar": lambda event: event.referred_to,
    "Kosten": lambda event: english_euros(event.cost_cents),
}
"""The GGZ knows clients, not households."""


EXPORT: Final = Export(
    partner=GGZ,
    columns=COLUMNS,
    faults=(
        BadCell("Startdatum", "2024-02-31"),
        BadCell("Traject", ""),
        BadCell("Einddatum", "2022-12-01"),  # before any began
    ),
    extracts=in_one_file("trajecten.csv", COLUMNS),
    write=text_writer(encoding="utf-8-sig", delimiter="|"),
)
