"""The command about other programs: `export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.showing import AsJson, console, print_json

RunPath = Annotated[
    Path, typer.Argument(help="De map van een run, of de configuratie: dan de laatste run.")
]
ToPath = Annotated[Path, typer.Option(help="De map voor de bestanden.")]


def export(
    run: RunPath,
    to: ToPath,
    formats: Annotated[
        str, typer.Option("--format", help="Welke, met komma's ertussen.")
    ] = "xes,ocel,bpmn",
    coverage: Annotated[
        float, typer.Option(help="Aandeel van de klantreizen dat in het BPMN-model moet passen.")
    ] = 0.8,
    replace: Annotated[
        bool, typer.Option("--replace", help="Vervang bestanden die er al zijn.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Geef de klantreizen van een run aan andere programma's: XES, OCEL 2.0 en BPMN 2.0."""
    from pipelines.cli.chosen_run import export as write

    names = [each.strip() for each in formats.split(",") if each.strip()]
    files = write(run, to, names, coverage=coverage, replace=replace)
    if as_json:
        print_json({"folder": str(to), "files": files})
        return
    for name, holds in files.items():
        console.print(f"{to / name}: {holds}", markup=False, highlight=False, soft_wrap=True)
    console.print(
        "Hierin staan pseudoniemen: alleen voor het datateam. Verwijder de bestanden als iemand vergeten"
        " wil worden, en maak ze opnieuw."
    )
