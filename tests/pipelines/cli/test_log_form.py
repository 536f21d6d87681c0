"""`--log json`: every line on standard error is an object, of a good night and of a failing one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nights import making, write_config, write_export

from pipelines.log_form import VARIABLE

FIELDS = {"time", "level", "message", "run_id", "part", "source", "seconds", "counts"}
PLANTED = "Anneke-Geheim"


@pytest.fixture
def region(tmp_path):
    """A config over two sources, with somebody's name in a cell that cannot be read."""
    config = write_config(tmp_path, ("a", "b"))
    write_export(tmp_path, "a", "1.csv", f"1;{PLANTED};Intake;2024-01-01", f"2;k2;Intake;{PLANTED}")
    write_export(tmp_path, "b", "1.csv", "9;k9;Start;2024-02-01")
    return config


def lines_of(text):
    """Every line of a log, read."""
    lines = [json.loads(line) for line in text.splitlines()]
    assert all(set(line) == FIELDS for line in lines)
    assert PLANTED not in text
    return lines


def test_every_line_of_a_good_night_is_an_object(region, klantreis):
    with making():
        code, out, err = klantreis("run", region, "--log", "json", "--json")
    figures = json.loads(out)
    lines = lines_of(err)
    assert code == 0
    assert {line["run_id"] for line in lines} == {figures["run_id"]}
    assert {line["level"] for line in lines} == {"info"}
    (read,) = (line for line in lines if line["part"] == "ingest" and line["source"] == "a")
    assert read["counts"]["n"] == 2
    assert read["seconds"] >= 0
    (source,) = (line for line in lines if line["part"] == "source" and line["source"] == "a")
    assert source["counts"] == {
        "files": 1, "skipped": 0, "rows_read": 2, "new": 1, "rejected": 1, "repeated": 0, "updated": 0,
    }  # fmt: skip
    assert lines[-1]["message"] == "complete"
    assert lines[-1]["counts"]["new"] == 2


def test_every_line_of_a_night_of_which_a_source_fails_is_an_object(region, klantreis):
    (region.parent / "b" / "1.csv").unlink()
    with making():
        code, out, err = klantreis("--log", "json", "run", region)
    lines = lines_of(err)
    assert (code, out) == (1, "")
    (source,) = (line for line in lines if line["part"] == "source" and line["source"] == "b")
    assert source["level"] == "error"
    assert "no file" in source["message"]
    (night,) = (line for line in lines if line["part"] == "night")
    assert (night["level"], night["message"]) == ("error", "partial")


def test_every_line_of_a_night_that_fails_as_a_whole_is_an_object(region, klantreis, monkeypatch):
    monkeypatch.setenv(VARIABLE, "json")
    for name in "ab":
        (region.parent / name / "1.csv").unlink()
    code, _, err = klantreis("run", region)
    lines = lines_of(err)
    assert (code, lines[-2]["message"]) == (1, "failed")
    assert lines[-1]["level"] == "error"


@pytest.mark.parametrize(
    ("words", "code"),
    [(["status"], 1), (["doctor"], 0), (["run", "gone.toml"], 2), (["fly"], 2), (["run"], 2)],
)
def test_other_commands_and_wrong_ones_too(region, words, code):
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", *words],
        capture_output=True,
        text=True,
        cwd=region.parent,
        env={**os.environ, VARIABLE: "json", "PYTHONPATH": str(Path.cwd())},
        check=False,
    )
    assert done.returncode == code
    assert lines_of(done.stderr)


def test_another_form_is_an_error_that_names_both(region, klantreis):
    code, _, err = klantreis("run", region, "--log", "xml")
    assert code == 2
    assert "no form of log 'xml'" in err
    assert "text, json" in err
