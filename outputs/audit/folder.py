"""For the auditor: which files a run stands on, what was rejected, and every definition as it ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from journeys.contract import REJECTED
from journeys.notes import Note
from outputs.audit.definitions import write_definitions
from outputs.notes import sentence
from outputs.spreadsheet import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from outputs.report.about import About

FILES: Final = ("source", "source_file", "sha256", "rows", "new", "repeated", "updated", "rejected")

RULES: Final = (
    "rule", "is_signal", "source", "norm", "status", "because", "n_judged", "n_unjudged", "n_found",
)  # fmt: skip

TERMS: Final = (
    "source", "partner", "activity_source", "activity", "kind", "referred_to", "likelihood", "is_mapped", "n",
)  # fmt: skip

NOTES: Final = ("source", "source_file", "column", "kind", "n", "n_over", "detail", "sentence")

README: Final = """\
Voor de auditor: {project}, peilmoment {as_of}
Het peilmoment {origin}.

bestanden.csv      elk bronbestand met zijn SHA-256 en wat er van zijn rijen is geworden:
                   rows = new + repeated + rejected; updated is een deel van repeated
opmerkingen.csv    wat bij het lezen van een bestand opviel naast zijn rijen: soort, aantal en de zin
regels.csv         welke regels konden oordelen en welke niet, voor de run en per bron, met wat ontbreekt:
                   nul gevonden zegt alleen iets waar status judged is (definities/rule_status.sql)
termen.csv         elke term van elke bron en partner: wat hij betekent, hoe vaak hij voorkomt, en hoe
                   aannemelijk een betekenis is die klantreis voorstelt en die nog niemand heeft bevestigd
                   (likelihood; leeg waar dat niet zo is)
afgekeurd.csv      elke afgekeurde rij: bron, bestand, rijnummer, kolom, reden, en de waarde gemaskeerd
                   (letters x, cijfers 9)
definities/        de zoekvraag (SQL) waarmee elke tabel is gemaakt; bovenin staat wat een rij is,
                   de definitie en de valkuilen. definities/onderdelen/ bevat tussenstappen,
                   definities/signalen/ elke soort signaal met zijn grens en zijn uitleg.
                   De cijfers die een bladzijde of bestand uit die tabellen telt, staan er ook:
                   in cijfers/ (voorblad en alle cijfers), beelden/, kaart/, klantreis/, animatie/,
                   kaarten/ (op papier), exports/ en notebook/; in gedeeld/ wat er op meer dan een staat.
                   Op een bladzijde staat bij de cijfers achter "Berekening:" welke het zijn.
../manifest.json   elk bestand van deze run met zijn SHA-256, de invoer, de configuratie, de versies
../tables/         de tabellen op het niveau van de klantreis, alleen voor het datateam

Narekenen met DuckDB: steps, activities, waits en flows volgen uit tables/events.parquet alleen. Voor
referrals, handovers, partner_flows, regisseurs, regisseur_changes en routes zijn ook de tussenstappen
nodig, en settings, closing en het peilmoment, die in manifest.json staan; voor journeys een kalender
met Nederlandse feestdagen. Terug naar de bron: elke gebeurtenis noemt source, source_file en
source_row (de gegevensrij, vanaf 1).
De CSV-bestanden zijn UTF-8 met puntkomma's. Een tekst die een rekenblad als formule zou lezen, begint
met een apostrof.
"""


def write_audit(
    tables: Path, folder: Path, *, about: About, files: Sequence[Mapping[str, Any]]
) -> list[Path]:
    """Write the auditor's folder.

    Args:
        tables: the run's tables, NAME.parquet each.
        folder: gets the files that its LEESMIJ.txt describes.
        about: what the run says of itself.
        files: the latest reading of every source file: the columns `FILES`.

    Returns:
        What was written. The same tables and files give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    as_of = about.as_of.isoformat() if about.as_of else "onbekend"
    readme = folder / "LEESMIJ.txt"
    readme.write_bytes(
        README.format(project=about.project, as_of=as_of, origin=_origin(about)).encode("utf-8")
    )
    return [
        readme,
        write_csv(folder / "bestanden.csv", FILES, files),
        write_csv(folder / "afgekeurd.csv", list(REJECTED), _rows(tables / "rejected.parquet")),
        write_csv(folder / "regels.csv", RULES, _rows(tables / "rule_status.parquet")),
        write_csv(folder / "termen.csv", TERMS, _rows(tables / "terms.parquet")),
        write_csv(folder / "opmerkingen.csv", NOTES, _notes(tables / "reading_notes.parquet")),
        *write_definitions(folder / "definities"),
    ]


def _origin(about: About) -> str:
    """How as_of came about."""
    if about.as_of is None:
        return "is onbekend: er zijn geen gegevens"
    if about.as_of_from is None:
        return "staat in de configuratie"
    return (
        f"is de laatste tijd die niet later is dan het moment waarop haar bestand het eerst is gelezen:\n"
        f"bron {about.as_of_from['source']}, bestand {about.as_of_from['file']}"
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """A table's rows, a batch at a time."""
    for batch in pq.ParquetFile(path).iter_batches():
        yield from batch.to_pylist()


def _notes(path: Path) -> Iterator[dict[str, Any]]:
    """The notes of all files, each with its sentence."""
    for row in _rows(path):
        column, detail = row["column"] or "", row["detail"] or ""
        note = Note(row["kind"], row["n"], column, detail, n_over=row["n_over"] or 0)
        yield {**row, "sentence": sentence(note)}
