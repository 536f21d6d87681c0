"""The command about other programs: `export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.showing import AsJson, print_json, print_line

RunPath = Annotated[
    Path, typer.Argument(help="The folder of a run, or the config: then its latest run.")
]
NUMBERED = {"parquet", "xlsx"}
"""Formats without pseudonyms, unless they are asked for."""

ToPath = Annotated[Path, typer.Option(help="The folder for the files.")]


def export(
    run: RunPath,
    to: ToPath,
    formats: Annotated[
        str, typer.Option("--format", help="Which, with commas between them.")
    ] = "xes,ocel,bpmn,parquet,xlsx",
    coverage: Annotated[
        float, typer.Option(help="The share of the journeys that has to fit in the BPMN model.")
    ] = 0.8,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files that are there already.")
    ] = False,
    pseudonyms: Annotated[
        bool,
        typer.Option("--pseudonyms", help="Keep the pseudonyms in parquet and xlsx too."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Give a run to other programs: XES, OCEL 2.0, BPMN 2.0, and tables as Parquet and for Excel."""
    from pipelines.cli.chosen_run import export as write

    names = [each.strip() for each in formats.split(",") if each.strip()]
    files = write(run, to, names, coverage=coverage, replace=replace, with_pseudonyms=pseudonyms)
    if as_json:
        print_json({"folder": str(to), "files": files})
        return
    for name, holds in files.items():
        print_line(f"{to / name}: {holds}")
    print_line(
        "These hold pseudonyms: for the data team alone. Remove the files when somebody wants to be"
        " forgotten, and make them anew."
        if pseudonyms or not set(names) <= NUMBERED
        else "These hold a row for each journey, with a number for each pseudonym: for the data team alone."
        " Remove the files when somebody wants to be forgotten, and make them anew."
    )
