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

    from pipelines.demo.exports.extract import Columns, ExportRow

REMARKS: Final = (
    "",
    "Volgens afspraak.",
    'Formulier "B" besproken;\nvolgende keer meenemen.',
    "Eigen bijdrage: € 0,00\nGeen bijzonderheden.",
)
OVERLAP_BEGINS: Final = utc(datetime(2023, 12, 1))  # noqa: DTZ001 (local on purpose)
OVERLAP_ENDS: Final = utc(datetime(2024, 1, 1))  # noqa: DTZ001

COLUMNS: Final[Columns] = {
    "Zaaknummer": lambda event: event.case,
    "Klantnummer": lambda event: event.client.key,
    "Huishouden": lambda event: event.client.household.key,
    "Datum tijd": lambda event: local(event.started_at).strftime("%d-%m-%Y %H:%M"),
    "Activiteit": lambda event: event.term,
    "Team": lambda event: event.client.household.team,
    "Medewerker": lambda event: event.worker,
    "Regisseur": lambda event: event.regisseur,
    "Rol regisseur": lambda event: event.regisseur_role,
    "Verwezen naar": lambda event: event.referred_to,
    "Domein": lambda event: event.client.domain,
    "Gemeente": lambda event: event.client.household.municipality,
    "Toelichting": lambda event: REMARKS[event.started_at.minute % len(REMARKS)],
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
    columns=COLUMNS,
    faults=(BadCell("Datum tijd", "31-02-2024 10:15"), BadCell("Zaaknummer", "")),
    extracts=extracts,
    write=text_writer(encoding="cp1252", delimiter=";", line_end="\r\n"),
)
