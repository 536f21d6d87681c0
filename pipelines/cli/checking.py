"""The command that says what a run would do: `check`."""

from __future__ import annotations

import typer

from pipelines.cli.showing import (
    DONE,
    FAILED,
    AsJson,
    ConfigPath,
    print_json,
    show_as_of,
    show_errors,
    show_sources,
)
from pipelines.config.settings import read_config


def check(config: ConfigPath, as_json: AsJson = False) -> None:
    """Read config and sources and say what a run would do; writes nothing."""
    from pipelines.night.checking import check as look

    settings = read_config(config)
    forecast = look(settings)
    if as_json:
        print_json(forecast.figures())
    else:
        show_sources(forecast.sources)
        show_as_of(forecast.as_of, forecast.as_of_from, settings.project.timezone)
        show_errors(forecast.errors)
    raise typer.Exit(FAILED if forecast.errors else DONE)
