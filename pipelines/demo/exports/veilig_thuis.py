"""Veilig Thuis: a workbook with true dates, a second sheet, and "n.v.t." where nothing applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import BadCell, Export, ExportFile
from pipelines.demo.exports.minimal_xlsx import write_xlsx
from pipelines.demo.partners import VEILIG_THUIS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipelines.demo.exports.extract import Cell, ExportRow
    from pipelines.demo.story import Event

COLUMNS: Final = (
    "Meldnummer", "Klantnummer", "Huishouden", "Processtap", "Begin", "Einde", "Medewerker",
    "Doorgezet naar", "Gemeente",
)  # fmt: skip
NOTES: Final = (
    ["Kolom", "Betekenis"],
    ["Einde", "Leeg als de stap op één moment plaatsvond"],
    ["Doorgezet naar", "n.v.t. als er niet is overgedragen"],
)


def cells(event: Event) -> dict[str, Cell]:
    """An event as a row; only what took time has an end."""
    lasted = event.ended_at is not None and event.ended_at > event.started_at
    return {
        "Meldnummer": event.case,
        "Klantnummer": event.client.key,
        "Huishouden": event.client.household.key,
        "Processtap": event.term,
        "Begin": local(event.started_at),
        "Einde": local(event.ended_at) if lasted and event.ended_at else None,
        "Medewerker": event.worker,
        "Doorgezet naar": event.referred_to or "n.v.t.",
        "Gemeente": event.client.household.municipality,
    }


def extracts(lines: Sequence[ExportRow]) -> list[ExportFile]:
    """One workbook."""
    return [ExportFile("meldingen.xlsx", COLUMNS, lines)]


def write(path: Path, extract: ExportFile) -> None:
    """The sheet with the rows, and one that explains."""
    write_xlsx(path, {"Meldingen": [extract.header, *extract.rows()], "Toelichting": NOTES})


EXPORT: Final = Export(
    partner=VEILIG_THUIS,
    cells=cells,
    # Excel keeps an impossible date as the text that was typed
    faults=(BadCell("Begin", "31-02-2024 10:15"), BadCell("Meldnummer", None)),
    extracts=extracts,
    write=write,
)
