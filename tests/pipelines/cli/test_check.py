"""What `klantreis check` shows of what it would read, and what it never shows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from itertools import takewhile

import pytest
from nights import write_config, write_export
from terminal import on_a_terminal

SECRETS = ("123456782", "Jansen", "m.devries", "ZAAK-77", "1980", "1234AB", "Vader belde")
ROW = "ZAAK-77;123456782;Vader belde;13-02-2024;€ 1.250,50;Jansen;31-01-1980;1234AB;m.devries"
HEADER = "Zaak;Klant;Wat;Begin;Kosten;Naam;Geboren;PC;Wie;Vrij;Extra"
COLUMNS = """cost_eur = "Kosten"
family_name = "Naam"
birth_date = "Geboren"
postcode = "PC"
worker = "Wie"
"""
LOOK = {"file", "form", "header", "n_other_headers", "columns", "unused", "fixed", "n_events", "n_cases",
        "n_clients", "n_unknown", "first", "last"}  # fmt: skip
COLUMN = {"column", "names", "becomes", "formats", "rows"}


def prepared(folder, *rows, header=HEADER, columns=COLUMNS):
    """A config over one export with everything that says who somebody is."""
    write_export(folder, "a", "1.csv", *(rows or [f"{ROW};x;y", f"{ROW};x;y"]), header=header)
    return write_config(folder, columns=columns)


def look_of(klantreis, config):
    """The look at the source, out of --json."""
    (source,) = json.loads(klantreis("check", config, "--json")[1])["sources"]
    return source["look"]


def test_a_look_says_the_header_the_columns_and_how_each_is_read(klantreis, tmp_path):
    look = look_of(klantreis, prepared(tmp_path))
    assert look.keys() == LOOK
    assert look["form"] == {"header_row": 1, "encoding": "utf-8", "delimiter": ";", "sheet": ""}
    assert (look["header"], look["unused"]) == (HEADER.split(";"), ["Vrij", "Extra"])
    assert (look["n_events"], look["n_cases"], look["n_clients"], look["n_unknown"]) == (2, 1, 1, 2)
    assert look["first"] == look["last"] == "2024-02-12T23:00:00+00:00"
    assert look["fixed"] == {"partner": "a"}
    assert all(column.keys() == COLUMN for column in look["columns"])
    seen = {column["column"]: (column["becomes"], column["formats"]) for column in look["columns"]}
    assert seen["client"] == seen["birth_date"] == ("identity", [])
    assert seen["case_id"] == seen["worker"] == ("pseudonym", [])
    assert seen["activity"] == ("text", [])
    assert seen["started_at"] == ("time", ["%d-%m-%Y"])
    assert seen["cost_eur"] == ("amount", ["nl"])


def test_of_a_cell_the_shape_is_shown_and_of_a_person_nothing(klantreis, tmp_path):
    rows = {
        column["column"]: column["rows"]
        for column in look_of(klantreis, prepared(tmp_path))["columns"]
    }
    assert rows["activity"] == ["xxxxx xxxxx"] * 2
    assert rows["started_at"] == ["99-99-9999"] * 2
    assert rows["cost_eur"] == ["€ 9.999,99"] * 2
    hidden = ("client", "case_id", "worker", "family_name", "birth_date", "postcode")
    assert [rows[column] for column in hidden] == [["***"] * 2] * 6


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["text", "JSON"])
@pytest.mark.parametrize(
    "header",
    [HEADER, HEADER.replace("Begin", "Start"), ROW + ";x;y", HEADER.replace("Zaak", "Zaak\nnr")],
    ids=["right", "a column missing", "no header", "a broken header"],
)
def test_no_value_of_a_person_reaches_the_screen(klantreis, tmp_path, words, header):
    _, out, error = klantreis("check", prepared(tmp_path, header=header), *words)
    assert [secret for secret in SECRETS if secret in out + error] == []


def test_signs_that_are_no_latin_are_masked_as_well(klantreis, tmp_path):
    row = "Z1;K1;हिन्दी 東京 é́ ١٢;2024-02-01"
    look = look_of(klantreis, prepared(tmp_path, row, header="Zaak;Klant;Wat;Begin", columns=""))
    (activity,) = [each for each in look["columns"] if each["column"] == "activity"]
    assert set(activity["rows"][0]) == {"x", "9", " "}


def test_a_source_that_has_not_changed_since_the_last_night_has_nothing_new(klantreis, tmp_path):
    config = prepared(tmp_path)
    assert klantreis("run", config)[0] == 0
    assert look_of(klantreis, config) is None
    assert "a: nothing new to read" in klantreis("check", config)[2]


def test_a_file_with_another_header_is_counted_beside_the_last_one(klantreis, tmp_path):
    config = prepared(tmp_path)
    write_export(tmp_path, "a", "0.csv", ROW, header=HEADER.removesuffix(";Vrij;Extra"))
    look = look_of(klantreis, config)
    assert (look["file"], look["n_other_headers"]) == ("1.csv", 1)


def test_a_wrong_section_is_exit_code_2_and_the_sources_are_shown_all_the_same(klantreis, tmp_path):
    config = prepared(tmp_path)
    config.write_text(config.read_text() + "\n[bottlenecks]\nx = 1\n")
    code, out, error = klantreis("check", config, "--json")
    told = json.loads(out)
    assert (code, told["sources"][0]["new"]) == (2, 2)
    assert "[bottlenecks] x: is no option" in told["errors"][0]
    assert "[bottlenecks] x: is no option" in error


def test_a_moment_that_all_events_have_is_told(klantreis, tmp_path):
    rows = [f"Z{n};K{n};Intake;2024-02-01" for n in range(10)]
    config = prepared(tmp_path, *rows, header="Zaak;Klant;Wat;Begin", columns="")
    assert "All 10 events have the same moment; column ‘Begin’" in klantreis("check", config)[2]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_source_of_40_columns_fits_a_terminal_of_80_signs_and_does_not_flood(tmp_path, language):
    header = HEADER + "".join(f";Kolom nummer {n}" for n in range(30))
    config = prepared(tmp_path, ROW + ";" * 32, header=header)
    lines = on_a_terminal("--language", language, "check", config)
    assert [line for line in lines if len(line) > 80] == []
    assert len([line for line in lines if line.strip() and "ingest" not in line]) < 45


def test_it_is_repeated_when_the_config_is_saved_and_ends_well_at_ctrl_c(tmp_path):
    config = prepared(tmp_path)
    command = [sys.executable, "-m", "pipelines.cli.main", "check", config, "--watch"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "KLANTREIS_LOG": "text"}
    ) as process:
        first = list(takewhile(lambda line: "waits until" not in line, process.stderr))
        config.write_text(config.read_text().replace("[project]", "[project"))
        second = list(takewhile(lambda line: "waits until" not in line, process.stderr))
        config.write_text(config.read_text().replace("[project", "[project]"))
        third = list(takewhile(lambda line: "waits until" not in line, process.stderr))
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0
    assert [any("is no TOML" in line for line in lines) for lines in (first, second, third)] == [
        False, True, False,
    ]  # fmt: skip
    assert first == third
