"""The wijkteam: two files of text in the Windows alphabet, with a month in both.

Two columns got another name between the files, and the remarks hold line breaks.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import local, utc
from pipelines.demo.exports.extract import BadCell, Export, ExportFile
from pipelines.demo.exports.text_files import text_writer
from pipelines.demo.partners import WIJKTEAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.demo.exports.extract import ExportRow
    from pipelines.demo.story import Event

COLUMNS: Final = (
    "Zaaknummer", "Klantnummer", "Huishouden", "Datum tijd", "Activiteit", "Team", "Medewerker",
    "Regisseur", "Rol regisseur", "Verwezen naar", "Domein", "Gemeente", "Toelichting",
)  # fmt: skip
REMARKS: Final = (
    "",
    "Volgens afspraak.",
    'Formulier "B" besproken;\nvolgende keer meenemen.',
    "Eigen bijdrage: € 0,00\nGeen bijzonderheden.",
)
OVERLAP_BEGINS: Final = utc(datetime(2023, 12, 1))  # noqa: DTZ001 (local on purpose)
OVERLAP_ENDS: Final = utc(datetime(2024, 1, 1))  # noqa: DTZ001


def cells(event: Event) -> dict[str, str]:
    """An event as a row."""
    client = event.client
    return {
        "Zaaknummer": event.case,
        "Klantnummer": client.key,
        "Huishouden": client.household.key,
        "Datum tijd": local(event.started_at).strftime("%d-%m-%Y %H:%M"),
        "Activiteit": event.term,
        "Team": client.household.team,
        "Medewerker": event.worker,
        "Regisseur": event.regisseur,
        "Rol regisseur": event.regisseur_role,
        "Verwezen naar": event.referred_to,
        "Domein": client.domain,
        "Gemeente": client.household.municipality,
        "Toelichting": REMARKS[event.started_at.minute % len(REMARKS)],
    }


def extracts(lines: Sequence[ExportRow]) -> list[ExportFile]:
    """The file of 2023 and the later one, which repeats December."""
    until_2024 = [line for line in lines if line.event.started_at < OVERLAP_ENDS]
    since_december = [line for line in lines if line.event.started_at >= OVERLAP_BEGINS]
    old_names = {"Datum tijd": "Datum", "Klantnummer": "Klantnr"}
    return [
        ExportFile("wijkteam_2023.csv", COLUMNS, until_2024, old_names),
        ExportFile("wijkteam_2024_2025.csv", COLUMNS, since_december),
    ]


EXPORT: Final = Export(
    partner=WIJKTEAM,
    cells=cells,
    faults=(BadCell("Datum tijd", "31-02-2024 10:15"), BadCell("Zaaknummer", "")),
    extracts=extracts,
    write=text_writer(encoding="cp1252", delimiter=";", line_end="\r\n"),
)
