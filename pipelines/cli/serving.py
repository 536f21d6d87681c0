"""The commands that go on until they are stopped: `schedule` and `serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from journeys.errors import said
from pipelines.cli.showing import ConfigPath, print_line
from pipelines.config.settings import read_config


def schedule(
    config: ConfigPath,
    cron: Annotated[str, typer.Option(help="When, in the zone of the config.")] = "0 3 * * *",
    login: Annotated[
        Path | None,
        typer.Option(
            help="A file of mode 600 with name:password for the pages of Prefect; made anew where left out."
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Of those pages; 0 is one that is free.")
    ] = 0,
) -> None:
    """Run every night, one run at a time, until you stop it."""
    settings = read_config(config)
    from pipelines.night.progress import listening
    from pipelines.schedule.quiet import require_prefect
    from pipelines.schedule.serving import serve as serve_nights

    require_prefect()
    print_line(
        said(
            "nightly: {cron} ({zone}), stop with Ctrl-C", cron=cron, zone=settings.project.timezone
        )
    )
    with listening(print_line):
        serve_nights(config.resolve(), settings, cron, login=login, port=port)


def serve(
    place: Annotated[
        Path, typer.Argument(help="A config (its latest run), or the folder of a run.")
    ] = Path("klantreis.toml"),
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 is one that is free.")
    ] = 8765,
) -> None:
    """Show the report in the browser, on this computer alone, until you stop it."""
    from pipelines.cli.report_server import Server, report_folder

    with Server(report_folder(place), port) as server:
        print_line(said("{url}  (stop with Ctrl-C)", url=server.url))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print_line("stopped, as you asked")
