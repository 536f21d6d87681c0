"""The commands that keep a store elsewhere: `backup` and `restore`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from journeys.errors import said
from pipelines.cli.showing import (
    DONE,
    FAILED,
    AsJson,
    ConfigPath,
    print_json,
    print_line,
    show_errors,
)


def backup(
    config: ConfigPath = Path("klantreis.toml"),
    to: Annotated[
        Path, typer.Option(help="The file, or a folder that is there: then it gets a name.")
    ] = Path(),
    with_key: Annotated[
        bool, typer.Option("--with-key", help="Put the key in it too; else keep that elsewhere.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the store, its ledger and the config in one file, and compare it when it is written."""
    from pipelines.upkeep.backup import back_up

    file, contents = back_up(config, to, with_key=with_key)
    if as_json:
        print_json({"file": str(file), **asdict(contents)})
        return
    n, run_id = len(contents.files), contents.run_id
    print_line(said("{file}: {n} files, up to run {run_id}", file=file, n=n, run_id=run_id))
    print_line(
        "the key is in it: who has this file can work out who people are"
        if with_key
        else "the key is not in it: keep that elsewhere, nobody can use the store without it"
    )


def restore(
    file: Annotated[Path, typer.Argument(help="What klantreis backup wrote.")],
    config: ConfigPath = Path("klantreis.toml"),
    old_store: Annotated[
        Path | None,
        typer.Option(help="The store that was set aside: it tells who was forgotten since."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup in an empty place; exit code 1 where somebody was forgotten after it."""
    from pipelines.upkeep.restoring import restore as put_back

    restoration = put_back(file, config, old_store=old_store)
    since = restoration.forgotten_since
    if as_json:
        print_json(asdict(restoration))
    else:
        print_line(said("the store is as after run {run_id}", run_id=restoration.backup.run_id))
        if not restoration.has_key:
            print_line("the key file is not there: put it back before the next night", style="red")
        if since:
            again = said(
                "forgotten after this backup, and in the store again: {runs}; forget them anew",
                runs=", ".join(since),
            )
            show_errors([again])
        elif old_store is None:
            print_line(
                "who was forgotten after this backup is in the store again: forget them anew",
                style="red",
            )
    raise typer.Exit(FAILED if since else DONE)
