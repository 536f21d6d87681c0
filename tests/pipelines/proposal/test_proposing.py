"""`klantreis init FILE` and `klantreis run FILE`: what is asked, marked, refused, and never said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib

import pytest
from manners import bsn, person, provisions, steps, table, wijkteam

from pipelines.config.settings import read_config
from pipelines.proposal.config_text import text_of
from pipelines.proposal.propose import propose


def config_of(folder):
    return tomllib.loads((folder / "klantreis.toml").read_text(encoding="utf-8"))


def test_no_value_of_a_person_is_in_the_config_or_on_the_screen(klantreis, tmp_path):
    provisions(tmp_path)
    config = tmp_path / "klantreis.toml"
    code, out, error = klantreis("init", tmp_path, "--to", config)
    assert code == 0
    said = out + error + config.read_text(encoding="utf-8")
    for client in range(40):
        family, given, born, _, postcode, _ = person(client)
        for value in (bsn(client), family, f"{born:%d-%m-%Y}", postcode):
            assert value not in said
        assert not re.search(rf"\b{given}\b", said)
    assert "bsn, family_name" in said


def test_what_is_in_doubt_is_marked_and_counted_and_the_report_says_so(
    klantreis, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    rows = steps(20)
    table(
        tmp_path / "x.csv", ",", "Ref|Soort|Datum|Door",
        [(s.case, s.what, f"{s.at.month:02}-{s.at.day % 12 + 1:02}-2024", s.worker) for s in rows],
    )  # fmt: skip
    code, _, error = klantreis("run", "x.csv")
    assert code == 0, error
    text = (tmp_path / "klantreis.toml").read_text(encoding="utf-8")
    marked = [line for line in text.splitlines() if "# TODO" in line and not line.startswith("#")]
    unchecked = read_config(tmp_path / "klantreis.toml").project.unchecked
    assert len(marked) == unchecked > 0
    assert any(line.startswith('Datum = "%d-%m-%Y"  # TODO') for line in marked)
    page = (tmp_path / "out" / "latest" / "report" / "index.en.html").read_text(encoding="utf-8")
    first = page[page.index("<main") :][:600]
    assert "This report is a first look" in first
    assert f"{unchecked} choices are in doubt" in first


def test_a_config_that_a_person_checked_says_nothing_of_it(klantreis, tmp_path):
    wijkteam(tmp_path)
    config = tmp_path / "klantreis.toml"
    config.write_text(text_of(propose([str(tmp_path)], tmp_path), "Proef", is_checked=True))
    assert read_config(config).project.unchecked is None
    assert klantreis("run", config)[0] == 0
    page = (tmp_path / "out" / "latest" / "report" / "index.html").read_text(encoding="utf-8")
    assert "eerste blik" not in page


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal on this system")
def test_in_a_terminal_what_is_in_doubt_is_asked(tmp_path):
    import pty

    rows = steps(21)
    table(
        tmp_path / "x.csv", ",", "Ref|Soort|Datum|Door",
        [(s.case, s.what, f"{s.at:%d-%m-%Y}", s.worker) for s in rows],
    )  # fmt: skip
    ours, theirs = pty.openpty()
    os.write(ours, b"\n" * 2 + b"Huiskamer\n" + b"\n" * 9)
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", "--language", "en", "init", "x.csv"],
        cwd=tmp_path, stdin=theirs, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    config = config_of(tmp_path)
    assert "unchecked" not in config["project"]
    assert "# TODO " not in (tmp_path / "klantreis.toml").read_text().split("[[sources]]")[1]
    assert "a number, 0 for none of these, or another value" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "Jansen;12-3-2024;Intake\nde Vries;13-3-2024;Gesprek\n", "no header was found"),
        ("a.csv", "Naam;Postcode\nJansen;1234AB\n", "no column says which case it is about"),
        ("a.csv", "Zaak;Activiteit;Datum\n", "there are no rows"),
        ("a.pdf", "%PDF-1.7", "it is no export of a kind that can be read"),
        ("a.csv", "", "an empty file"),
        ("a.bin", "\0\1\2", "it is no export of a kind that can be read"),
    ],
    ids=["no header", "no events", "no rows", "no export", "empty", "binary"],
)
def test_what_is_no_export_is_refused_with_the_reason_and_no_value(
    klantreis, tmp_path, name, content, words
):
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, out, error = klantreis("init", tmp_path / name, "--to", tmp_path / "klantreis.toml")
    flat = " ".join((out + error).split())
    assert code == 2
    assert words in flat
    assert "Jansen" not in flat
    assert not (tmp_path / "klantreis.toml").exists()


def test_what_is_beside_the_exports_is_left_out_by_name(klantreis, tmp_path):
    wijkteam(tmp_path)
    (tmp_path / "LEESMIJ.md").write_text("Lees mij")
    (tmp_path / "medewerkers.csv").write_text("Code;Naam\nmj;M. Jansen\n")
    config = tmp_path / "klantreis.toml"
    code, _, error = klantreis("init", tmp_path, "--to", config)
    assert code == 0
    assert "left out: medewerkers: no column says" in " ".join(error.split())
    assert [source["name"] for source in config_of(tmp_path)["sources"]] == ["wijkteam"]
    assert "# LEESMIJ.md:" in config.read_text(encoding="utf-8")


def test_a_config_that_is_there_is_never_written_over(klantreis, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wijkteam(tmp_path)
    (tmp_path / "klantreis.toml").write_text("mine")
    for command in ("init", "run"):
        code, _, error = klantreis(command, "wijkteam_export.csv")
        assert (code, "is there already" in error) == (2, True)
    assert (tmp_path / "klantreis.toml").read_text() == "mine"


def test_exports_of_which_the_columns_got_other_names_are_one_source(tmp_path):
    rows = steps(22)
    for year, header in (
        (2023, "Zaaknr|Klantnr|Activiteit|Datum"),
        (2024, "Zaaknummer|Klantnummer|Activiteit|Datum"),
    ):
        table(
            tmp_path / f"wijkteam_{year}.csv", ";", header,
            [(s.case, s.client + 5000, s.what, f"{s.at:%d-%m-%Y}") for s in rows if s.at.year == year],
        )  # fmt: skip
    (tmp_path / "klantreis.toml").write_text(text_of(propose([str(tmp_path)], tmp_path), "Proef"))
    (source,) = config_of(tmp_path)["sources"]
    assert source["path"] == "wijkteam_*.csv"
    assert source["columns"]["case_id"] == ["Zaaknr", "Zaaknummer"]
    assert source["columns"]["client"] == ["Klantnr", "Klantnummer"]
