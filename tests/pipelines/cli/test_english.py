"""Everything that a command prints is in the language that was chosen, through the catalogue."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from nights import write_config, write_export

import pipelines

ROOT = Path(pipelines.__file__).parent
DUTCH = re.compile(
    r"(?<!\|)(?<!nl, )\b(aan|bij|dan|dat|de|deze|een|en|er|geen|het|kan|met|niet|van|voor|worden?|zijn)\b"
)
ENGLISH = re.compile(r"\b(an|and|anew|been?|expected|got|is no|not|or|the|there|this|with)\b")
FIXED = {"", ": ", "/report/index.html", "  klantreis check "}
"""What a line may hold beside its values: places, and a command to copy."""

ROWS = ("1;k1;Intake;2024-01-01", "1;k1;Talk;2024-03-01", ";k2;Intake;2024-01-02")
COMMANDS = (
    ("--help",),
    *((name, "--help") for name in ("init", "check", "run", "demo", "schedule", "serve", "vocabulary")),
    *((name, "--help") for name in ("review", "forget", "rotate-key", "export")),
    ("init", "--to", "{folder}/other.toml"),
    ("init", "--to", "{config}"),
    ("init", "{folder}/a", "--to", "{folder}/proposed.toml"),
    ("init", "{folder}/a", "--to", "{folder}/proposed.toml"),
    ("init", "{config}", "--to", "{folder}/nothing.toml"),
    ("init", "{folder}/nowhere", "--to", "{folder}/nothing.toml"),
    ("check", "{config}"),
    ("run", "{config}"),
    ("run", "{config}", "--reread", "b"),
    ("vocabulary", "{config}"),
    ("review", "{config}"),
    ("review", "{config}", "--to", "{folder}/review.csv"),
    ("review", "{config}", "--decided"),
    ("review", "{config}", "--from", "{folder}/review.csv"),
    ("export", "{config}", "--to", "{folder}/exported"),
    ("export", "{config}", "--to", "{folder}/exported"),
    ("forget", "{client}", "--config", "{config}"),
    ("forget", "nobody", "--config", "{config}"),
    ("rotate-key", "{config}"),
    ("serve", "{folder}"),
    ("serve", "{config}", "--port", "x"),
    ("serve", "{config}", "--port"),
    ("demo", "--households", "1"),
    ("run",),
    ("run", "{config}", "more"),
    ("run", "--jsno"),
    ("rum",),
    ("--language", "fr", "run"),
    (),
)  # fmt: skip
"""Each in its turn, on one folder."""


def printed(klantreis, folder):
    """What every command prints, by its words."""
    config = write_config(folder, columns='ended_at = "End"')
    write_export(
        folder, "a", "1.csv", *(f"{row};" for row in ROWS), header="Zaak;Klant;Wat;Begin;End"
    )
    lines = {}
    for words in COMMANDS:
        places = {"config": config, "folder": folder, "client": ""}
        if "{client}" in words:
            clients = pq.read_table(folder / "out" / "latest" / "tables" / "journeys.parquet")
            places["client"] = clients["client_id"][0].as_py()
        code, out, error = klantreis(*(word.format(**places) for word in words))
        assert code in (0, 1, 2), error
        lines.setdefault(words, out + error)
    return lines


@pytest.mark.parametrize(("language", "other"), [("en", DUTCH), ("nl", ENGLISH)], ids=["en", "nl"])
def test_a_command_prints_no_other_language(klantreis, tmp_path, monkeypatch, language, other):
    monkeypatch.setenv("KLANTREIS_LANG", language)
    lines = [line for text in printed(klantreis, tmp_path).values() for line in text.splitlines()]
    found = [line for line in lines if other.search(line)]
    assert "\n".join(found) == ""


def calls(path):
    """The calls in a module, each with its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def test_nothing_is_printed_past_the_catalogue():
    shown = {"print_line", "print_table", "progress", "show_errors", "wording"}
    for path in [
        *(ROOT / "cli").glob("*.py"),
        *(ROOT / "night").glob("*.py"),
        *(ROOT / "rights").glob("*.py"),
    ]:
        for name, call in calls(path):
            text = ast.unparse(call)
            if name in {"print", "echo", "secho"}:
                assert path.name == "showing.py" or "json.dumps" in text or "error, nl" in text, (
                    text
                )
            if name == "prompt":
                assert "question" in text
            if name in shown and call.args and isinstance(call.args[0], ast.JoinedStr):
                pieces = {
                    part.value for part in call.args[0].values if isinstance(part, ast.Constant)
                }
                assert pieces <= FIXED, text
