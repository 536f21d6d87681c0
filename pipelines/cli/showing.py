"""What the commands share: their exit codes, their commonest arguments, and how they show what they have."""

from __future__ import annotations

import re
import textwrap
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.box import SIMPLE
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from journeys.errors import said, spoken, wording
from journeys.spelling import printable
from pipelines.cli.usage import docs_folder
from pipelines.log_form import as_json, choose_form, is_json, json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipelines.night.outcome import SourceOutcome

DONE: Final = 0
FAILED: Final = 1
WRONG: Final = 2
REJECTED: Final = 3

ConfigPath = Annotated[Path, typer.Argument(help="The config file (TOML).")]
LogForm = Annotated[
    str,
    typer.Option(
        "--log",
        help="What is said on standard error: sentences, or a JSON object on each line.",
        metavar="text|json",
        callback=lambda name: choose_form(name) if name else None,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]

console = Console(stderr=True)


def print_line(text: str, *, style: str | None = None) -> None:
    """Print a sentence, without markup: on a terminal between words as wide as that is, else as one line."""
    if is_json():
        print_raw(json_line(text, level="error" if style == "red" else "info"))
        return
    lines = [printable(line) for line in wording(text).split("\n")]
    if console.is_terminal:
        lines = [fitted(line, console.width) for line in lines]
    console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True, style=style)


def fitted(line: str, width: int) -> str:
    """A line over several of at most `width` signs, the next ones under its text; no word or path is broken.

    >>> print(fitted("  hint:     look in the folder a/long/path/of/it", 30))
      hint:     look in the folder
                a/long/path/of/it
    """
    label = re.match(r"\s*(?:(?<=\s)\w+:\s+)?", line)
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * (len(label[0]) if label else 0),
        break_long_words=False,
        break_on_hyphens=False,
    )


def print_table(
    headings: str, rows: Iterable[Sequence[str | Text]], *, breaks: bool = False
) -> None:
    """Print a table, under headings with | between them; in a log of JSON a line for each row.

    Where its words do not fit beside each other, each row is a list of what stands under each heading;
    or else, with `breaks`, words are broken.
    """
    if is_json():
        for row in rows:
            print_line(" | ".join(str(cell) for cell in row))
        return
    names = wording(headings).split(" | ")
    cells = [
        [Text(printable(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows
    ]
    if not breaks and _least_width([[Text(name) for name in names], *cells]) > console.width:
        for row in cells:
            for name, cell in zip(names, row, strict=True):
                print_line(f"{name}: {cell}")
            print_line("")
        return
    table = Table(box=SIMPLE, collapse_padding=True, pad_edge=False)
    for at, name in enumerate(names):
        table.add_column(name, overflow="fold", no_wrap=not at)
    for row in cells:
        table.add_row(*row)
    console.print(table)


def _least_width(rows: Sequence[Sequence[Text]]) -> int:
    """How wide a table is at least, if no word of it is broken."""
    columns = zip(*rows, strict=True)
    words = [[word for cell in column for word in cell.plain.split()] for column in columns]
    return 2 + sum(2 + max(map(cell_len, column), default=0) for column in words)


def print_raw(line: str) -> None:
    """Print a line on standard error as it is."""
    typer.echo(line, err=True)


def print_json(value: Any) -> None:
    """Print a value on standard output."""
    typer.echo(as_json(value, indent=2))


def show_errors(errors: Sequence[str]) -> None:
    """Print errors, in red."""
    for error in errors:
        print_line(error, style="red")


def show_page() -> None:
    """Print where the page of the docs about errors stands; a log that a program reads does without."""
    if not is_json():
        print_line(said("more about it: {page}", page=docs_folder() / "fouten.md"))


def show_as_of(as_of: str | None, origin: Mapping[str, str] | None, timezone: str) -> None:
    """Print the moment from which the data is judged, and where it comes from."""
    if as_of is not None:
        from outputs.reader import Reader

        where = said("source {source}, {file}", **origin) if origin else "from the config"
        reader = Reader(spoken(), timezone)
        moment = reader.moment(datetime.fromisoformat(as_of))
        print_line(said("judged as of: {moment} ({where})", moment=moment, where=where))


def show_sources(sources: Sequence[SourceOutcome]) -> None:
    """Print a table of what became of each source, and the notes of each."""
    print_table(
        "source | files | unchanged | read | new | rejected | repeated | ",
        [
            (
                source.name,
                *map(str, (source.files, source.skipped, source.rows_read, source.new)),
                *map(str, (source.rejected, source.repeated)),
                Text(wording("could not be read"), "red") if source.error else "",
            )
            for source in sources
        ],
    )
    for source in sources:
        for row in source.note_rows:
            print_line(f"{source.name}: {row.line(spoken())}")
