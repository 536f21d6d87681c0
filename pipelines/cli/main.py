"""The command line: `klantreis init | check | run | demo | schedule | serve`.

Exit codes: 0 done; 1 failed; 2 the command or the config is wrong; 3 more rows were rejected than
`max_rejected_share`. What a person reads goes to standard error, `--json` to standard output.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, Final, NoReturn

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from journeys.errors import KlantreisError
from outputs.reader import Reader
from pipelines.cli import exports as cli_exports
from pipelines.cli import people as cli_people
from pipelines.config.settings import read_config
from pipelines.errors import ConfigError

DONE: Final = 0
FAILED: Final = 1
WRONG: Final = 2
REJECTED: Final = 3
EXIT_CODES: Final = {"complete": DONE, "partial": FAILED, "failed": FAILED, "rejected": REJECTED}

app = typer.Typer(
    name="klantreis",
    help="Ziet wat gezinnen meemaken tussen ketenpartners: van exports naar proceskaarten.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(stderr=True)

ConfigPath = Annotated[Path, typer.Argument(help="Het configuratiebestand (TOML).")]
AsJson = Annotated[bool, typer.Option("--json", help="Eén JSON-object op standaarduitvoer.")]


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="Waar de configuratie komt.")] = Path(
        "klantreis.toml"
    ),
) -> None:
    """Schrijf een configuratie met uitleg, om mee te beginnen."""
    from pipelines.config.template import TEMPLATE

    if path.exists():
        raise ConfigError(
            f"{path.name} is there already", hint="give another name, or remove it first"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEMPLATE, encoding="utf-8")
    console.print(f"[green]{escape(str(path))} staat klaar.[/green] Vul uw bronnen in en draai:")
    console.print(f"  klantreis check {escape(str(path))}", highlight=False)


@app.command()
def check(config: ConfigPath, as_json: AsJson = False) -> None:
    """Lees configuratie en bronnen en zeg wat een run zou doen; schrijft niets weg."""
    from pipelines.night.checking import check_all

    settings = read_config(config)
    found = check_all(settings)
    errors = [source["error"] for source in found["sources"] if source["error"]]
    if as_json:
        _print_json({**found, "errors": errors})
    else:
        _show_sources(found["sources"])
        _show_as_of(found["as_of"], found["as_of_from"], settings.project.timezone)
        _show_errors(errors)
    raise typer.Exit(FAILED if errors else DONE)


@app.command()
def run(
    config: ConfigPath,
    as_json: AsJson = False,
    reread: Annotated[
        list[str] | None,
        typer.Option(help="Lees deze bron helemaal opnieuw en vervang wat ervan bewaard is."),
    ] = None,
) -> None:
    """Draai één nacht: lees in, reconstrueer, analyseer en publiceer."""
    raise typer.Exit(_run(config, as_json=as_json, reread=reread or []))


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="De map voor de demo.")] = Path("demo"),
    households: Annotated[int, typer.Option(min=20, help="Hoeveel huishoudens.")] = 300,
    seed: Annotated[int, typer.Option(help="Hetzelfde getal geeft dezelfde regio.")] = 2026,
    as_json: AsJson = False,
) -> None:
    """Maak een verzonnen regio met exports van zeven partners, en draai er een nacht op."""
    from pipelines.demo import NAME, told, write_region

    there = folder / NAME
    if there.exists() and there.read_text(encoding="utf-8") != told(households, seed):
        raise ConfigError(
            f"{folder.name} holds another region",
            expected=told(households, seed).strip(),
            got=there.read_text(encoding="utf-8").strip(),
            hint="give another folder, or remove this one first",
        )
    began = perf_counter()
    region = write_region(folder, households=households, seed=seed)
    console.print(
        f"regio: {region.rows} rijen over {region.clients} klanten ({perf_counter() - began:.1f} s)",
        highlight=False,
    )
    raise typer.Exit(_run(folder / "klantreis.toml", as_json=as_json, reread=[]))


@app.command()
def schedule(
    config: ConfigPath,
    cron: Annotated[
        str, typer.Option(help="Wanneer, in de zone van de configuratie.")
    ] = "0 3 * * *",
) -> None:
    """Draai elke nacht, één run tegelijk, tot u het stopt."""
    settings = read_config(config)
    from pipelines.schedule.serving import serve

    console.print(
        f"nightly: {escape(cron)} ({settings.project.timezone}), stop with Ctrl-C", highlight=False
    )
    serve(config.resolve(), settings, cron)


@app.command("serve")
def serve_report(
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


cli_people.register(app)
cli_exports.register(app)


def main() -> NoReturn:
    """The command line, with an error as a message and an exit code, never as a traceback."""
    try:
        app(standalone_mode=True)
    except ConfigError as error:
        _show_errors([str(error)])
        sys.exit(WRONG)
    except KlantreisError as error:
        _show_errors([str(error)])
        sys.exit(FAILED)
    except OSError as error:
        _show_errors([f"{type(error).__name__}: {error.strerror or 'reading or writing failed'}"])
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(FAILED)
    sys.exit(DONE)


def _run(config: Path, *, as_json: bool, reread: list[str]) -> int:
    """One night through the flow; what came of it stands in the ledger."""
    settings = read_config(config)
    known = {section.name for section in settings.sources}
    for name in reread:
        if name not in known:
            raise ConfigError(f"--reread {name}: no such source", expected=", ".join(sorted(known)))
    from pipelines.config.vocabulary import vocabulary_of

    vocabulary_of(settings)
    from pipelines.schedule.running import run_night

    began = perf_counter()
    outcome = run_night(config.resolve(), settings, reread=reread, told=_progress)
    if as_json:
        _print_json(outcome.told())
    else:
        _show_sources(outcome.sources)
        _show_as_of(outcome.as_of, outcome.as_of_from, settings.project.timezone)
        console.print(
            f"{outcome.events} gebeurtenissen in {outcome.journeys} klantreizen; gelezen"
            f" {outcome.rows_read} = {outcome.new} nieuw + {outcome.rejected} afgekeurd +"
            f" {outcome.repeated} herhaald",
            highlight=False,
        )
        _progress(_where_the_time_went(outcome.seconds, perf_counter() - began))
        if outcome.run_dir:
            console.print(
                f"{escape(outcome.run_dir)}/report/index.html", highlight=False, soft_wrap=True
            )
    _show_errors(outcome.errors)
    return EXIT_CODES[outcome.status]


def _show_as_of(as_of: str | None, origin: dict[str, str] | None, timezone: str) -> None:
    """The moment from which the data is judged, and where it comes from."""
    if as_of is not None:
        where = f"bron {origin['source']}, {origin['file']}" if origin else "uit de configuratie"
        moment = Reader(timezone=timezone).moment(datetime.fromisoformat(as_of))
        _progress(f"peilmoment: {moment} ({where})")


def _where_the_time_went(seconds: dict[str, float], whole: float) -> str:
    """The parts of a run, and the rest: starting Prefect.

    >>> _where_the_time_went({"ingest": 1.0, "publish": 2.0}, 9.0)
    'tijd: opstarten 6.0 s, ingest 1.0 s, publish 2.0 s; samen 9.0 s'
    """
    parts = {"opstarten": whole - sum(seconds.values()), **seconds}
    return (
        f"tijd: {', '.join(f'{name} {s:.1f} s' for name, s in parts.items())}; samen {whole:.1f} s"
    )


def _progress(text: str) -> None:
    console.print(text, markup=False, highlight=False)


def _print_json(told: dict[str, Any]) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _show_errors(errors: list[str]) -> None:
    for error in errors:
        console.print(error, style="red", markup=False, highlight=False, soft_wrap=True)


def _show_sources(sources: list[dict[str, Any]]) -> None:
    table = Table(
        *("bron", "bestanden", "gelijk", "gelezen", "nieuw", "afgekeurd", "herhaald", ""),
        box=SIMPLE,
    )
    for source in sources:
        figures = (
            source[name]
            for name in ("files", "skipped", "rows_read", "new", "rejected", "repeated")
        )
        table.add_row(
            escape(source["name"]),
            *(str(figure) for figure in figures),
            "[red]mislukt[/red]" if source["error"] else "",
        )
    console.print(table)
    for source in sources:
        for note in source["notes"]:
            console.print(
                f"{source['name']}: {note}", markup=False, highlight=False, soft_wrap=True
            )


if __name__ == "__main__":
    main()
