"""What is an extra, and is not installed: one sentence, with the command that installs it."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest
from nights import write_config, write_export

ROOT = Path(__file__).parents[3]
SQL = """
[[sources]]
name = "b"
kind = "sql"
[sources.options]
url = "postgresql+psycopg://host/database"
table = "t"
"""
CONFIG = "klantreis.toml"
ASKED = {
    ("schedule", CONFIG): ("prefect", "schedule", 2),
    ("run", CONFIG, "--prefect"): ("prefect", "schedule", 1),
    ("check", CONFIG): ("sqlalchemy", "sql", 2),
    ("run", CONFIG): ("sqlalchemy", "sql", 2),
    ("init", "postgresql://host/database", "--yes", "--to", "nieuw.toml"): ("sqlalchemy", "sql", 2),
}
"""A command, the module that it lacks, the extra that brings it, and the exit code."""


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_command_that_lacks_its_extra_says_how_to_install_it(
    klantreis, tmp_path, monkeypatch, words
):
    module, extra, wanted = ASKED[words]
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    if extra == "sql":
        config.write_text(f"{config.read_text()}\n{SQL}")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.chdir(tmp_path)
    code, _, said = klantreis(*words)
    assert code == wanted
    assert f"pip install 'klantreis[{extra}]'" in " ".join(said.split())
    assert sorted(tmp_path.rglob("*")) == before
    assert "Traceback" not in said


def test_a_plain_run_needs_no_extra(klantreis, tmp_path, monkeypatch):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    for module, _, _ in ASKED.values():
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert klantreis("run", config)[0] == 0
    assert "PREFECT_API_URL" not in os.environ


def test_every_extra_of_a_user_is_asked_for_by_a_command_and_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].keys() - {"build", "dev", "all"}
    assert extras == {extra for _, extra, _ in ASKED.values()}
    told = (ROOT / "docs" / "installeren.md").read_text(encoding="utf-8")
    assert [extra for extra in extras if f"klantreis[{extra}]" not in told] == []
