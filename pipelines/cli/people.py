"""The commands about words and people: `vocabulary`, `review`, `forget` and `rotate-key`."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

from journeys.errors import said, wording
from pipelines.cli.showing import (
    DONE,
    FAILED,
    AsJson,
    ConfigPath,
    print_json,
    print_line,
    print_table,
    show_errors,
)
from pipelines.config.settings import Config, read_config
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.vocabulary.uses import Use

SHOWN: Final = 40
ANSWERS: Final = {"j": True, "y": True, "n": False}


def vocabulary(
    config: ConfigPath = Path("klantreis.toml"),
    to: Annotated[
        Path | None, typer.Option(help="Where the CSV comes; else beside the vocabulary.")
    ] = None,
    accept: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="Fill in what is at least so likely, in the vocabulary itself."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show each term per partner, what has no meaning yet, and a proposal; write the CSV."""
    from pipelines.cli.progress_bar import bar
    from pipelines.vocabulary.accepting import standing_rows, write_terms
    from pipelines.vocabulary.uses import terms_in_use

    if accept is not None:
        if to is not None:
            raise ConfigError("--accept writes the vocabulary itself", hint="leave out --to")
        _accept(config, accept, as_json=as_json)
    settings = read_config(config)
    with bar():
        uses, errors = terms_in_use(settings)
    path = to or _beside(settings)
    write_terms(path, standing_rows(settings), uses)
    if as_json:
        terms = [asdict(use) for use in uses]
        print_json({"terms": terms, "file": str(path), "errors": errors})
    else:
        _show_terms(uses)
        print_line(said("{path} is ready to be completed.", path=path))
    show_errors(errors)
    raise typer.Exit(FAILED if errors else DONE)


def review(
    config: ConfigPath = Path("klantreis.toml"),
    to: Annotated[Path | None, typer.Option(help="Write the questions to this CSV.")] = None,
    answers: Annotated[
        Path | None, typer.Option("--from", help="Read the decisions from this CSV.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who decides; else who is logged in.")] = "",
    decided: Annotated[bool, typer.Option(help="Show what is decided already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show of whom it is not certain that they are one person, and keep what a human decides."""
    from pipelines.rights.reviewing import decide, likeness, read_answers, write_questions
    from pipelines.store.modes import private
    from pipelines.store.questions import decisions, questions

    settings = read_config(config)
    if answers is not None:
        n = decide(settings, read_answers(answers), by or getpass.getuser())
        print_line(said("{n} decisions kept; they count from the next run on.", n=n))
        return
    if decided:
        rows = decisions(settings)
        columns = ("decided_at", "decided_by", "is_same", "person_a", "person_b")
        headings = said("decided at | by | is one person | person | person")
        _print(rows, columns, headings, as_json=as_json)
        return
    asked = questions(settings)
    if to is not None:
        with private():
            write_questions(to, asked)
        print_line(said("{n} questions in {path}", n=len(asked), path=to))
        return
    shown = [{**row, "likeness": wording(likeness(row))} for row in asked]
    if not as_json and sys.stdin.isatty() and by:
        _ask(settings, shown, by)
        return
    sides = [f"{name}_{side}" for side in "ab" for name in ("source", "source_file", "source_row")]
    headings = said("probability | source | file | row | source | file | row | likeness")
    _print(shown, ("probability", *sides, "likeness"), headings, as_json=as_json)


def forget(
    client: Annotated[str, typer.Argument(help="The client_id, as in the tables.")],
    config: Annotated[Path, typer.Option(help="The config file.")] = Path("klantreis.toml"),
    as_json: AsJson = False,
) -> None:
    """Remove a person from every table, every file and every old version, and prove it."""
    from pipelines.cli.progress_bar import bar
    from pipelines.rights.forget import forget_client

    settings = read_config(config)
    with bar():
        proof = forget_client(settings, client)
    if as_json:
        print_json(proof)
        return
    print_line(
        said(
            "{n_events} events removed, {n_run_folders} run folders cleared; {n_files} files searched,"
            " found {n_found} times.",
            **proof,
        )
    )
    print_line("The exports themselves are as they were: they are of the partner who gave them.")


def rotate_key(config: ConfigPath = Path("klantreis.toml")) -> None:
    """Renew the key, and with it every pseudonym in the store."""
    from pipelines.rights.rotating import rotate

    rotate(read_config(config))
    print_line(
        "The key is renewed: make a copy of it. The next run uses the new pseudonyms; old run folders keep"
        " the old ones. Has the old key leaked, then remove those folders."
    )


def _beside(settings: Config) -> Path:
    """Where the CSV goes: the vocabulary's own place, or beside it where it is there already."""
    from pipelines.vocabulary.accepting import vocabulary_file

    path = vocabulary_file(settings)
    return path.with_name(f"{path.stem}.nieuw.csv") if path.exists() else path


def _accept(config: Path, least: float, *, as_json: bool) -> NoReturn:
    """Fill in the vocabulary, and say what was filled in and what is left."""
    from pipelines.vocabulary.accepting import accept

    acceptance = accept(config, least)
    if as_json:
        print_json({**vars(acceptance), "file": str(acceptance.file)})
    else:
        print_line(
            said(
                "{n_terms} terms ({n_events} events) got a proposed meaning; {n_terms_left} terms"
                " ({n_events_left} events) have none yet.",
                **{name: n for name, n in vars(acceptance).items() if name.startswith("n_")},
            )
        )
        print_line(
            said(
                "Look at them in {path}: a row that you change, or whose likelihood you empty, is"
                " confirmed.",
                path=acceptance.file,
            )
        )
    show_errors(acceptance.errors)
    raise typer.Exit(FAILED if acceptance.errors else DONE)


def _ask(settings: Config, asked: Sequence[dict[str, Any]], by: str) -> None:
    """Ask one question after another, and store each answer at once."""
    from pipelines.rights.reviewing import decide

    for n, row in enumerate(asked, start=1):
        print_line("")
        print_line(
            said(
                "{n} of {n_all}: {file_a}, row {row_a} and {file_b}, row {row_b}",
                n=n,
                n_all=len(asked),
                file_a=row["source_file_a"],
                row_a=row["source_row_a"],
                file_b=row["source_file_b"],
                row_b=row["source_row_b"],
            )
        )
        print_line(
            said("probability {p:.3f}; {likeness}", p=row["probability"], likeness=row["likeness"])
        )
        question = wording("the same person? (y/n/enter = later/q)")
        answer = typer.prompt(question, default="", show_default=False)
        if answer == "q":
            return
        if answer in ANSWERS:
            decide(settings, {(row["person_a"], row["person_b"]): ANSWERS[answer]}, by)
        elif answer:
            raise ConfigError("no answer", expected="y, n, q or nothing", got=repr(answer))


def _print(
    rows: Sequence[dict[str, Any]], columns: Sequence[str], headings: str, *, as_json: bool
) -> None:
    if as_json:
        print_json(rows)
        return
    print_table(headings, [[_cell(row[column]) for column in columns] for row in rows[:SHOWN]])
    if len(rows) > SHOWN:
        print_line(said("… and {n} more", n=len(rows) - SHOWN))


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return wording(said("yes") if value else said("no"))
    return str(value)


def _show_terms(uses: Sequence[Use]) -> None:
    rows = []
    ordered = sorted(uses, key=lambda use: (use.is_mapped, -use.n, use.source, use.term))
    for use in ordered[:SHOWN]:
        meaning = f"{use.activity} ({use.kind})" if use.is_mapped else ""
        meant = use.proposal
        proposal = f"{meant.activity} ({meant.kind}), {meant.likelihood:.2f}" if meant else ""
        if use.likelihood is not None:
            proposal = wording(said("not confirmed, {likelihood:.2f}", likelihood=use.likelihood))
        rows.append((use.source, use.partner, use.term, str(use.n), meaning, proposal))
    print_table("source | partner | term | count | meaning | proposal", rows)
    unknown = [use for use in uses if not use.is_mapped]
    print_line(
        said(
            "{n} terms, {n_unknown} without a meaning ({n_events} events)",
            n=len(uses),
            n_unknown=len(unknown),
            n_events=sum(use.n for use in unknown),
        )
    )
