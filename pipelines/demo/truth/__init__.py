"""The truth that was planted, complete under the definitions: what a good reader must find."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipelines.demo.truth import regie, tables
from pipelines.demo.truth.facts import journeys
from pipelines.demo.truth.meldingen import meldingen
from pipelines.demo.truth.safety import safety

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pipelines.demo.simulation import Course
    from pipelines.demo.truth.facts import ExportContents
    from pipelines.demo.truth.tables import Row

TABLES: Final = {
    "journeys": tables.journey_rows,
    "gebeurtenissen": tables.event_rows,
    "waits": tables.waits,
    "handovers": tables.handovers,
    "referrals": tables.referrals,
    "regisseurs": tables.regisseurs,
    "regisseur_changes": tables.regisseur_changes,
    "regie_spells": regie.regie_spells,
    "rolovergangen": regie.rolovergangen,
}
COUNTED: Final = ("rows", "new", "rejected", "repeated")


def write_truth(folder: Path, reading: ExportContents, courses: Iterable[Course]) -> None:
    """Writes a CSV file for each table, the scenarios, the faulty rows and the counts."""
    folder.mkdir(parents=True, exist_ok=True)
    all_journeys = journeys(reading.facts)
    for name, table in TABLES.items():
        rows = (row for journey in all_journeys for row in table(journey, reading.as_of))
        write_table(folder / f"{name}.csv", rows)
    write_table(folder / "meldingen.csv", meldingen(reading.facts))
    write_table(folder / "safety.csv", safety(all_journeys, reading.as_of))
    write_table(folder / "scenarios.csv", map(_planted, courses))
    columns = ("source", "file", "row", "column")
    rejected = (dict(zip(columns, place, strict=True)) for place in reading.rejected)
    write_table(folder / "rejected.csv", rejected)
    write_table(folder / "counts.csv", _counts(reading))


def _planted(course: Course) -> Row:
    return {
        "client": course.client.key,
        "household": course.client.household.key,
        "scenario": course.scenario.name,
    }


def _counts(reading: ExportContents) -> Iterator[Row]:
    for source in dict.fromkeys(source for source, _ in reading.counts):
        yield {"source": source, **{what: reading.counts[source, what] for what in COUNTED}}


def write_table(path: Path, rows: Iterable[Row]) -> None:
    """One table; a table without rows has no columns either."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        for number, row in enumerate(rows):
            if number == 0:
                lines.writerow(row)
            lines.writerow(_text(value) for value in row.values())


def _text(value: object) -> object:
    """Times in UTC, truths in lower case, the rest as it is.

    >>> _text(True), _text(12), _text("")
    ('true', 12, '')
    """
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value).lower() if isinstance(value, bool) else value
