"""The commands to begin with: `init` and `demo`."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from journeys.errors import said
from pipelines.cli.nights import WithPrefect, run_and_show
from pipelines.cli.proposing import write_new, write_proposal
from pipelines.cli.showing import AsJson, LogForm, print_line
from pipelines.config.settings import read_config
from pipelines.errors import ConfigError


def init(
    exports: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, or the url of a database or Open Zaak; without any: an example.",
            metavar="[EXPORT]...",
        ),
    ] = None,
    to: Annotated[Path, typer.Option("--to", help="Where the config comes.")] = Path(
        "klantreis.toml"
    ),
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: what is in doubt is marked # TODO.")
    ] = False,
) -> None:
    """Write a config for your exports, or an example to fill in."""
    path = (
        write_proposal(exports, to, asks=not yes and sys.stdin.isatty())
        if exports
        else _example(to)
    )
    print_line("See what a run would do:")
    print_line(f"  klantreis check {path}")


def _example(path: Path) -> Path:
    """Write the config that explains every option."""
    from pipelines.config.template import TEMPLATE

    write_new(path, TEMPLATE)
    print_line(said("{path} is written; fill in your sources", path=path), style="green")
    return path


def demo(
    folder: Annotated[Path, typer.Argument(help="The folder for the demo.")] = Path("demo"),
    households: Annotated[int, typer.Option(min=20, help="How many households.")] = 300,
    seed: Annotated[int, typer.Option(help="The same number gives the same region.")] = 2026,
    as_json: AsJson = False,
    prefect: WithPrefect = False,
    log: LogForm = "",  # noqa: ARG001 - its callback reads it
) -> None:
    """Make an invented region with exports of seven partners, and run a night on it."""
    from pipelines.demo import NAME, settings_text, write_region

    there = folder / NAME
    if there.exists() and there.read_text(encoding="utf-8") != settings_text(households, seed):
        raise ConfigError(
            said("{name} holds another region", name=folder.name),
            expected=settings_text(households, seed).strip(),
            got=there.read_text(encoding="utf-8").strip(),
            hint="give another folder, or remove this one first",
        )
    began = perf_counter()
    region = write_region(folder, households=households, seed=seed)
    print_line(
        said(
            "region: {rows} rows about {clients} clients ({seconds:.1f} s)",
            rows=region.rows,
            clients=region.clients,
            seconds=perf_counter() - began,
        )
    )
    path = folder / "klantreis.toml"
    raise typer.Exit(run_and_show(path, read_config(path), as_json=as_json, prefect=prefect))
