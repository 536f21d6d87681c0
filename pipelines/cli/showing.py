"""What the commands share: their exit codes, their commonest arguments, and how they show what they have."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from journeys.errors import KlantreisError, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.night.outcome import SourceOutcome

DONE: Final = 0
FAILED: Final = 1
WRONG: Final = 2
REJECTED: Final = 3

ConfigPath = Annotated[Path, typer.Argument(help="Het configuratiebestand (TOML).")]
AsJson = Annotated[bool, typer.Option("--json", help="Eén JSON-object op standaarduitvoer.")]

console = Console(stderr=True)


def print_line(text: str) -> None:
    """Print a line as it is, without markup."""
    console.print(text, markup=False, highlight=False)


def print_json(value: Any) -> None:
    """Print a value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def text_of(error: Exception) -> str:
    """An error's text without anything of a client: of one that is none of ours, the kind.

    >>> text_of(OSError(28, "No space left on device")), text_of(ValueError("Jansen"))
    ('OSError: No space left on device', 'the run failed: ValueError')
    """
    if isinstance(error, KlantreisError):
        return str(error)
    if isinstance(error, OSError):
        what = error.strerror or "reading or writing failed"
        return said("{kind}: {what}", kind=type(error).__name__, what=what)
    return said("the run failed: {kind}", kind=type(error).__name__)


def show_errors(errors: Sequence[str]) -> None:
    """Print errors, in red."""
    for error in errors:
        console.print(error, style="red", markup=False, highlight=False, soft_wrap=True)


def show_as_of(as_of: str | None, origin: Mapping[str, str] | None, timezone: str) -> None:
    """Print the moment from which the data is judged, and where it comes from."""
    if as_of is not None:
        from outputs.reader import Reader

        where = f"bron {origin['source']}, {origin['file']}" if origin else "uit de configuratie"
        moment = Reader(timezone=timezone).moment(datetime.fromisoformat(as_of))
        print_line(f"peilmoment: {moment} ({where})")


def show_sources(sources: Sequence[SourceOutcome]) -> None:
    """Print a table of what became of each source, and the notes of each."""
    table = Table(
        *("bron", "bestanden", "gelijk", "gelezen", "nieuw", "afgekeurd", "herhaald", ""),
        box=SIMPLE,
    )
    for source in sources:
        counts = (
            source.files, source.skipped, source.rows_read, source.new, source.rejected,
            source.repeated,
        )  # fmt: skip
        table.add_row(
            escape(source.name),
            *(str(count) for count in counts),
            "[red]mislukt[/red]" if source.error else "",
        )
    console.print(table)
    for source in sources:
        for note in source.notes:
            console.print(f"{source.name}: {note}", markup=False, highlight=False, soft_wrap=True)
