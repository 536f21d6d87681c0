"""Veilig Thuis: a workbook with true dates, a second sheet, and "n.v.t." where nothing applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import BadCell, Export, ExportFile, in_one_file
from pipelines.demo.exports.minimal_xlsx import write_xlsx
from pipelines.demo.partners import VEILIG_THUIS

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipelines.demo.exports.extract import Columns
    from pipelines.demo.story import Event

NOTES: Final = (
    ["Kolom", "Betekenis"],
    ["Einde", "Leeg als de stap op één moment plaatsvond"],
    ["Doorgezet naar", "n.v.t. als er niet is overgedragen"],
)


def _end(event: Event) -> datetime | None:
    """Only what took time has an end."""
    ended_at = event.ended_at
    return local(ended_at) if ended_at and ended_at > event.started_at else None


COLUMNS: Final[Columns] = {
    "Meldnummer": lambda event: event.case,
    "Klantnummer": lambda event: event.client.key,
    "Huishouden": lambda event: event.client.household.key,
    "Processtap": lambda event: event.term,
    "Begin": lambda event: local(event.started_at),
    "Einde": _end,
    "Medewerker": lambda event: event.worker,
    "Doorgezet naar": lambda event: event.referred_to or "n.v.t.",
    "Gemeente": lambda event: event.client.household.municipality,
}


def write(path: Path, extract: ExportFile) -> None:
    """The sheet with the rows, and one that explains."""
    write_xlsx(path, {"Meldingen": [extract.header, *extract.rows()], "Toelichting": NOTES})


EXPORT: Final = Export(
    partner=VEILIG_THUIS,
    columns=COLUMNS,
    # Excel keeps an impossible date as the text that was typed
    faults=(BadCell("Begin", "31-02-2024 10:15"), BadCell("Meldnummer", None)),
    extracts=in_one_file("meldingen.xlsx", COLUMNS),
    write=write,
)
