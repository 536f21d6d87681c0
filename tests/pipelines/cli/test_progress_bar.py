"""The bar under the lines of a night: on a terminal alone, and never wider than it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from nights import write_config, write_export
from terminal import on_a_terminal

BAR = "━"
LANGUAGES = {"nl": ("inlezen a: 2 rijen", "publicatie: het rapport (", "publicatie: het rapport "),
             "en": ("ingest a: 2 rows", "publish: the report (", "publish: the report ")}  # fmt: skip


@pytest.fixture
def config(tmp_path):
    """A config of one source with two rows."""
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01", "2;k2;Intake;2024-01-02")
    return write_config(tmp_path)


@pytest.mark.parametrize("language", [pytest.param("nl", marks=pytest.mark.thorough), "en"])
def test_on_a_terminal_a_night_shows_what_it_does_and_then_says_what_it_did(config, language):
    lines = on_a_terminal("--language", language, "run", config)
    read, done, doing = LANGUAGES[language]
    assert [line for line in lines if read in line]
    said = next(n for n, line in enumerate(lines) if line.startswith(done))
    drawn = next(n for n, line in enumerate(lines) if doing + BAR in line)
    assert drawn < said
    assert [line for line in lines if len(line) > 80 and "/report/index.html" not in line] == []


def test_in_a_log_there_is_no_bar_and_a_sentence_is_one_line(config):
    config.write_text(config.read_text().replace("Begin", "Start"))
    command = [sys.executable, "-m", "pipelines.cli.main", "check", config]
    log = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert (BAR in log, "\x1b" in log) == (False, False)
    hint = "a column may list several names: every name that it has had in the exports"
    assert f"  hint:     {hint}" in log.splitlines()
