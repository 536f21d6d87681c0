"""The commands that go on until they are stopped: `schedule` and `serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipelines.cli.showing import ConfigPath, console
from pipelines.config.settings import read_config


def schedule(
    config: ConfigPath,
    cron: Annotated[
        str, typer.Option(help="Wanneer, in de zone van de configuratie.")
    ] = "0 3 * * *",
) -> None:
    """Draai elke nacht, één run tegelijk, tot u het stopt."""
    settings = read_config(config)
    from pipelines.schedule.serving import serve as serve_nights

    console.print(
        f"nightly: {escape(cron)} ({settings.project.timezone}), stop with Ctrl-C", highlight=False
    )
    serve_nights(config.resolve(), settings, cron)


def serve(
    place: Annotated[
        Path, typer.Argument(help="Een configuratie (de laatste run), of de map van een run.")
    ] = Path("klantreis.toml"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="De poort; 0 is een vrije.")] = 8765,
) -> None:
    """Toon het rapport in de browser, op deze computer alleen, tot u het stopt."""
    from pipelines.cli.report_server import Server, report_folder

    with Server(report_folder(place), port) as server:
        console.print(f"{server.url}  (stop met Ctrl-C)", highlight=False)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.print("gestopt")
