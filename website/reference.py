"""The pages of the site that the code tells: its options, its commands, and each table beside its SQL."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import typer
from typer.core import TyperArgument

from journeys.errors import wording
from journeys.models import SIGNALS, models, published
from pipelines.cli.main import app
from pipelines.config.sections import Section
from pipelines.config.settings import Config
from pipelines.language import choose_language

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS_TOP = """\
# Opdrachten

Zoals `klantreis OPDRACHT --help` ze toont, uit het programma zelf.
"""
OPTIONS_TOP = """\
# Alle opties

Elke optie met haar type en standaardwaarde, uit het programma zelf (daarom in het Engels). Wat zij
betekenen: [het configuratiebestand](../configuratie.md), [bronnen](../bronnen.md),
[begrippenkader](../begrippenkader.md) en [normen](../normen.md).
"""
TABLES_TOP = """\
# Tabellen

Elke tabel van een run: haar kolommen, haar definitie en de SQL die haar maakt. De signalen staan
[op een eigen pagina](signalen.md).

| tabel | one row is |
|---|---|"""
HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)


def pages() -> dict[str, str]:
    """Each page's text by its path."""
    choose_language("nl")
    tables = {f"naslag/tabellen/{name}.md": table_page(name) for name in published()}
    return tables | {
        "naslag/opdrachten.md": commands_page(),
        "naslag/opties.md": options_page(),
        "naslag/tabellen.md": tables_page(),
        "naslag/signalen.md": signals_page(),
    }


def commands_page() -> str:
    """Every command with its arguments and options, as its help has them."""
    group = typer.main.get_command(app)
    lines = [COMMANDS_TOP]
    for name, command in [("", group), *group.commands.items()]:  # type: ignore[attr-defined]
        lines += [f"## klantreis {name}".rstrip(), "", wording(command.help or ""), ""]
        lines += [
            "| optie | wat | standaard |",
            "|---|---|---|",
            *map(param_row, command.params),
            "",
        ]
    return "\n".join(lines)


def param_row(param: Any) -> str:
    """An argument or option of a command."""
    is_argument = isinstance(param, TyperArgument)
    shown = param.metavar or param.name.upper() if is_argument else ", ".join(param.opts)
    return row(shown, wording(param.help or ""), "" if callable(param.default) else param.default)


def options_page() -> str:
    """Every section of the config with its options, their types and defaults."""
    lines = [OPTIONS_TOP]
    for section in sections(Config)[1:]:
        lines += [f"## {section.__name__}", "", (section.__doc__ or "").partition("\n\n")[0], ""]
        lines += ["| optie | type | standaard |", "|---|---|---|"]
        for name, field in section.model_fields.items():
            default = (
                ""
                if any(sections_in(field.annotation))
                else field.get_default(call_default_factory=True)
            )
            shown = "verplicht" if field.is_required() else default
            lines.append(row(field.alias or name, f"`{type_of(field.annotation)}`", shown))
        lines.append("")
    return "\n".join(lines)


def type_of(annotation: Any) -> str:
    """The words for a type, without the modules that it comes from.

    >>> type_of(int), type_of(Path | None)
    ('int', 'Path | None')
    """
    text = str(annotation) if get_args(annotation) else annotation.__name__
    return re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", text)


def row(name: str, what: str, default: object) -> str:
    """A row of a table: a name, what it is, and its default where it has one.

    >>> row("--to", "waar", "uit"), row("--yes", "vraag niets", False)
    ('| `--to` | waar | `uit` |', '| `--yes` | vraag niets |  |')
    """
    shown = "" if default in (None, False, "", ()) else f"`{default}`"
    return f"| `{cell(name)}` | {cell(what)} | {cell(shown)} |"


def sections(section: type[Section]) -> list[type[Section]]:
    """A section and all that it holds, each once."""
    found = {section: None}
    for field in section.model_fields.values():
        for inner in sections_in(field.annotation):
            found |= dict.fromkeys(sections(inner))
    return list(found)


def sections_in(annotation: Any) -> Iterator[type[Section]]:
    """The sections that a type names."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for inner in get_args(annotation):
        yield from sections_in(inner)


def tables_page() -> str:
    """The list of tables, a line each."""
    glossary = parts_of("glossary.md")
    rows = [
        f"| [{name}](tabellen/{name}.md) | {cell(first_sentence(glossary.get(name, '')))} |"
        for name in sorted(published())
    ]
    return "\n".join([TABLES_TOP, *rows, ""])


def table_page(name: str) -> str:
    """A table: what the glossary and the definitions say, and its query."""
    glossary, definitions = parts_of("glossary.md"), parts_of("definitions.md")
    texts = [text for heading, text in definitions.items() if name in re.split(r"[ ,]+", heading)]
    sql = models()[name].sql.strip()
    columns, definition = lifted(glossary.get(name, "")), "\n\n".join(map(lifted, texts))
    return (
        f"# {name}\n\n{columns}\n\n## Definitie\n\n{definition}\n\n## SQL\n\n```sql\n{sql}\n```\n"
    )


def signals_page() -> str:
    """Every kind of signal with its query."""
    lines = [
        "# Signalen",
        "",
        "De SQL van elke soort; bovenin wat een rij is en welke grens geldt.",
        "",
    ]
    for name, model in sorted(models().items()):
        if model.folder == SIGNALS:
            lines += [f"## {name}", "", f"```sql\n{model.sql.strip()}\n```", ""]
    return "\n".join(lines)


def parts_of(page: str) -> dict[str, str]:
    """The text under each heading of a page of docs/."""
    _, *pieces = HEADING.split((DOCS / page).read_text(encoding="utf-8"))
    return dict(zip(pieces[::2], (piece.strip() for piece in pieces[1::2]), strict=True))


def lifted(text: str) -> str:
    """A text of docs/ with its links as a page two folders deeper needs them.

    >>> lifted("[a](glossary.md), [b](#x)")
    '[a](../../glossary.md), [b](../../definitions.md#x)'
    """
    text = re.sub(r"\]\(#", "](../../definitions.md#", text)
    return re.sub(r"\]\((?!\.\./|https?:)([^)]+)\)", r"](../../\1)", text)


def first_sentence(text: str) -> str:
    """Up to the first full stop.

    >>> first_sentence("One row per wait. Unique: id.")
    'One row per wait.'
    """
    return " ".join(text.partition("\n\n")[0].split()).partition(". ")[0].rstrip(".") + "."


def cell(text: str) -> str:
    """A text that stands in a table: on one line, no bar in it a border."""
    return " ".join(text.split()).replace("|", "\\|")
