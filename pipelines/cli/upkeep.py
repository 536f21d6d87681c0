"""The commands that look after a store and its runs: `doctor`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from journeys.errors import said
from pipelines.cli.showing import DONE, FAILED, AsJson, ConfigPath, print_json, print_line
from pipelines.config.settings import read_config


def doctor(
    config: ConfigPath = Path("klantreis.toml"),
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended without loss.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what is wrong with the store and its runs; exit code 1 where something is."""
    from pipelines.upkeep.doctor import examine

    findings = examine(read_config(config), repair=repair)
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            words = said("mended: {what}", what=finding.what) if finding.is_mended else finding.what
            print_line(words, whole=True, style="green" if finding.is_mended else "red")
        if not findings:
            print_line("The store and its runs are whole.")
    raise typer.Exit(DONE if all(finding.is_mended for finding in findings) else FAILED)
