"""How lines and tables fit a terminal, and stay whole in a log."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.cli import showing

ROWS = [("wijkteam", "zaken.csv", "achternaam gelijk"), ("school", "leerlingen.csv", "BSN gelijk")]


@pytest.fixture
def console(monkeypatch, capsys):
    """A function that gives what is printed on a terminal of a width, or in a log where it is None."""

    def printed(width, show):
        terminal = Console(
            stderr=True, width=width, force_terminal=width is not None, no_color=True
        )
        monkeypatch.setattr(showing, "console", terminal)
        show()
        return [line.rstrip() for line in capsys.readouterr().err.splitlines()]

    return printed


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (None, ["  hint:     look in exports/wijkteam/2026.csv for it"]),
        (
            30,
            ["  hint:     look in", "            exports/wijkteam/2026.csv", "            for it"],
        ),
    ],
    ids=["in a log", "on a narrow terminal"],
)
def test_a_sentence_breaks_between_words_on_a_terminal_alone(console, width, lines):
    line = "  hint:     look in exports/wijkteam/2026.csv for it"
    assert console(width, lambda: showing.print_line(line)) == lines


def test_a_table_whose_words_fit_is_a_table(console):
    lines = console(50, lambda: showing.print_table("source | file | likeness", ROWS))
    assert [line.split() for line in lines if "wijkteam" in line] == [
        ["wijkteam", "zaken.csv", "achternaam", "gelijk"]
    ]


def test_a_table_whose_words_do_not_fit_is_a_list(console):
    assert console(30, lambda: showing.print_table("source | file | likeness", ROWS)) == [
        "source: wijkteam", "file: zaken.csv", "likeness: achternaam gelijk", "",
        "source: school", "file: leerlingen.csv", "likeness: BSN gelijk", "",
    ]  # fmt: skip


@pytest.mark.parametrize("words", [("run", "nergens.toml"), ("verify", "nergens")])
def test_an_error_names_the_page_that_says_what_to_do(words, tmp_path):
    done = subprocess.run(
        [Path(sys.executable).with_name("klantreis"), *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    (path,) = re.findall(r"(/\S+/docs/[\w-]+\.md)", "".join(done.stderr.split()))
    assert Path(path).name == "fouten.md"
    assert Path(path).is_file()
