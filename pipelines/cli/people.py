"""The commands about words and people: `vocabulary`, `review`, `forget` and `rotate-key`."""

from __future__ import annotations

import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.box import SIMPLE
from rich.markup import escape
from rich.table import Table

from pipelines.cli.showing import DONE, FAILED, AsJson, ConfigPath, console, show_errors
from pipelines.config.settings import Config, read_config
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.cli.terms import Use

SHOWN: Final = 40


def vocabulary(
    config: ConfigPath = Path("klantreis.toml"),
    to: Annotated[
        Path | None, typer.Option(help="Waar de CSV komt; anders naast het begrippenkader.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Toon elke term per partner, wat nog geen betekenis heeft, en een voorstel; schrijf de CSV."""
    from pipelines.cli.terms import terms_in_use, write_terms
    from pipelines.config.vocabulary import vocabulary_of

    settings = read_config(config)
    uses, errors = terms_in_use(settings)
    path = to or _beside(settings)
    write_terms(path, uses, vocabulary_of(settings))
    if as_json:
        terms = [vars(use) for use in uses]
        typer.echo(json.dumps({"terms": terms, "file": str(path), "errors": errors}, indent=2))
    else:
        _show_terms(uses)
        console.print(f"{escape(str(path))} staat klaar om aan te vullen.", soft_wrap=True)
    show_errors(errors)
    raise typer.Exit(FAILED if errors else DONE)


def review(
    config: ConfigPath = Path("klantreis.toml"),
    to: Annotated[Path | None, typer.Option(help="Schrijf de vragen naar deze CSV.")] = None,
    answers: Annotated[
        Path | None, typer.Option("--from", help="Lees de besluiten uit deze CSV.")
    ] = None,
    by: Annotated[str, typer.Option(help="Wie besluit; anders wie is aangemeld.")] = "",
    decided: Annotated[bool, typer.Option(help="Toon wat al besloten is.")] = False,
    as_json: AsJson = False,
) -> None:
    """Toon van wie niet vaststaat of het dezelfde persoon is, en leg vast wat een mens besluit."""
    from pipelines.rights.reviewing import (
        decide,
        decisions,
        likeness,
        questions,
        read_answers,
        write_questions,
    )

    settings = read_config(config)
    if answers is not None:
        n = decide(settings, read_answers(answers), by or getpass.getuser())
        console.print(f"{n} besluiten vastgelegd; ze gelden vanaf de volgende run.")
        return
    if decided:
        rows = decisions(settings)
        _print(
            rows, ("decided_at", "decided_by", "is_same", "person_a", "person_b"), as_json=as_json
        )
        return
    asked = questions(settings)
    if to is not None:
        write_questions(to, asked)
        console.print(f"{len(asked)} vragen in {escape(str(to))}", soft_wrap=True)
        return
    shown = [{**row, "likeness": likeness(row)} for row in asked]
    if not as_json and sys.stdin.isatty() and by:
        _ask(settings, shown, by)
        return
    columns = ("probability", "source_a", "source_file_a", "source_row_a")
    _print(
        shown, (*columns, "source_b", "source_file_b", "source_row_b", "likeness"), as_json=as_json
    )


def forget(
    client: Annotated[str, typer.Argument(help="De client_id, zoals in de tabellen.")],
    config: Annotated[Path, typer.Option(help="Het configuratiebestand.")] = Path("klantreis.toml"),
    as_json: AsJson = False,
) -> None:
    """Verwijder een persoon uit elke tabel, elk bestand en elke oude versie, en bewijs het."""
    from pipelines.rights.forget import forget_client

    proof = forget_client(read_config(config), client)
    if as_json:
        typer.echo(json.dumps(proof, indent=2))
        return
    console.print(
        f"{proof['n_events']} gebeurtenissen verwijderd, {proof['n_run_folders']} runmappen opgeruimd;"
        f" {proof['n_files']} bestanden doorzocht, {proof['n_found']} keer gevonden.",
        highlight=False,
    )
    console.print("De exports zelf zijn niet veranderd: die zijn van de partner die ze leverde.")


def rotate_key(config: ConfigPath = Path("klantreis.toml")) -> None:
    """Vernieuw de sleutel, en daarmee elk pseudoniem in de opslag."""
    from pipelines.rights.rotating import rotate

    rotate(read_config(config))
    console.print(
        "De sleutel is vernieuwd: maak er een kopie van. De volgende run gebruikt de nieuwe pseudoniemen;"
        " oude runmappen houden de oude. Is de oude sleutel uitgelekt, verwijder die mappen dan."
    )


def _beside(settings: Config) -> Path:
    """Where the CSV goes: the vocabulary's own place, or beside it where it is there already."""
    if settings.vocabulary is None:
        return settings.folder / "begrippen.csv"
    path = settings.folder / settings.vocabulary.file
    return path.with_name(f"{path.stem}.nieuw.csv") if path.exists() else path


def _ask(settings: Config, asked: Sequence[dict[str, Any]], by: str) -> None:
    """Ask one question after another, and store each answer at once."""
    from pipelines.rights.reviewing import decide

    for n, row in enumerate(asked, start=1):
        where = [f"{row[f'source_file_{side}']}, rij {row[f'source_row_{side}']}" for side in "ab"]
        console.print(
            f"\n{n} van {len(asked)}: {' en '.join(where)}", markup=False, highlight=False
        )
        console.print(f"kans {row['probability']:.3f}; {row['likeness']}", markup=False)
        said = typer.prompt(
            "dezelfde persoon? (j/n/enter = later/q)", default="", show_default=False
        )
        if said == "q":
            return
        if said in ("j", "n"):
            decide(settings, {(row["person_a"], row["person_b"]): said == "j"}, by)
        elif said:
            raise ConfigError("no answer", expected="j, n, q or nothing", got=repr(said))


def _print(rows: Sequence[dict[str, Any]], columns: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    table = Table(*columns, box=SIMPLE)
    for row in rows[:SHOWN]:
        table.add_row(*(escape(str(row[column])) for column in columns))
    console.print(table)
    if len(rows) > SHOWN:
        console.print(f"… en nog {len(rows) - SHOWN}")


def _show_terms(uses: Sequence[Use]) -> None:
    table = Table("bron", "partner", "term", "aantal", "betekenis", "voorstel", box=SIMPLE)
    ordered = sorted(uses, key=lambda use: (use.is_mapped, -use.n, use.source, use.term))
    for use in ordered[:SHOWN]:
        meaning = f"{use.activity} ({use.kind})" if use.is_mapped else ""
        proposal = (
            f"{use.proposed_activity} ({use.proposed_kind}), {use.likeness}" if use.likeness else ""
        )
        cells = (use.source, use.partner, use.term, str(use.n), meaning, proposal)
        table.add_row(*(escape(text) for text in cells))
    console.print(table)
    unknown = [use for use in uses if not use.is_mapped]
    console.print(
        f"{len(uses)} termen, {len(unknown)} zonder betekenis"
        f" ({sum(use.n for use in unknown)} gebeurtenissen)",
        highlight=False,
    )
