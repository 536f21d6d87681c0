"""CONTRIBUTING is true: its own blocks, put where it says, give a source kind, a signal and a page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("connectors", "journeys", "outputs", "pipelines")
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONFIG = """
[project]
name = "Proef"
max_rejected_share = 0.5
[[sources]]
name = "wijkteam"
kind = "lines"
path = "*.txt"
partner = "Wijkteam"
[[rules]]
kind = "veel_gebeurtenissen"
limit = 3
"""
LINES = """\
z1|Melding|2024-01-01
z1|Intake|2024-01-08
z1 zonder streepjes
z1|Afsluiting|2024-02-01
z2|Melding|2024-01-05
"""


def patched(text, diff):
    """The text with the lines that have a + put below the line before them."""
    lines, place = text.splitlines(keepends=True), 0
    for line in diff.splitlines(keepends=True):
        if line.startswith("+"):
            lines.insert(place, line[1:])
            place += 1
        else:
            place = lines.index(line[1:], place) + 1
    return "".join(lines)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run by a copy of the program in which every block stands where it says."""
    copy, work = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("work")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    blocks = BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert len(blocks) > 8
    for language, name, content in blocks:
        path = copy / name
        if language == "diff":
            path.write_text(patched(path.read_text(encoding="utf-8"), content), encoding="utf-8")
            continue
        assert not path.exists(), name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (work / "klantreis.toml").write_text(CONFIG, encoding="utf-8")
    (work / "export.txt").write_text(LINES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", "run", str(work / "klantreis.toml")],
        cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return work / "out" / "latest"


def rows(run, table):
    return pq.read_table(run / "tables" / f"{table}.parquet").to_pylist()


def test_the_source_kind_gives_its_events_and_names_the_row_that_it_could_not_read(run):
    events = sorted(rows(run, "events"), key=lambda row: row["source_row"])
    assert [(row["source_row"], row["activity"], str(row["started_at"])[:10]) for row in events] == [
        (1, "Melding", "2023-12-31"), (2, "Intake", "2024-01-07"), (4, "Afsluiting", "2024-01-31"),
        (5, "Melding", "2024-01-04"),
    ]  # fmt: skip
    assert [(row["source_row"], row["reason"]) for row in rows(run, "rejected")] == [
        (3, "a line is not three values")
    ]


def test_the_signal_is_found_in_the_journey_that_reaches_its_limit(run):
    (signal,) = (row for row in rows(run, "signals") if row["kind"] == "veel_gebeurtenissen")
    assert (signal["value"], signal["severity"], len(signal["event_ids"])) == (3, "laag", 3)
    assert "legden partners 3 gebeurtenissen vast" in signal["explanation"]
    assert "veel gebeurtenissen" in (run / "report" / "cijfers.html").read_text(encoding="utf-8")
    assert "many events" in (run / "report" / "cijfers.en.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("level", ["", "manager", "bestuurder"])
def test_the_page_stands_at_every_level_and_in_the_row_of_pages(run, level):
    folder = run / "report" / level
    assert '<a href="bronnen.html">Bronnen</a>' in (folder / "cijfers.html").read_text("utf-8")
    page = (folder / "bronnen.html").read_text(encoding="utf-8")
    assert ("<bdi>wijkteam</bdi>: 4" in page) == (level != "bestuurder")
    assert list((run / "audit" / "definities").rglob("events_by_source.sql"))
