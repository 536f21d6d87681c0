"""The command line as a person meets it: exit codes, JSON, and messages without data or tracebacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nights import bytes_of, run, table, write_config, write_export
from typer.testing import CliRunner

from pipelines.cli import main as cli
from pipelines.demo import write_region

ROWS = ("1;k1;Intake;2024-01-01", "1;k1;Gesprek;2024-03-01", "2;k2;Intake;2024-01-02")


def test_init_writes_a_config_that_check_reads(klantreis, tmp_path):
    path = tmp_path / "nieuw" / "klantreis.toml"
    assert klantreis("init", "--to", path)[0] == 0
    code, _, said = klantreis("check", path)
    assert code == 1
    assert "source 'wijkteam': no file" in said
    code, _, said = klantreis("init", "--to", path)
    assert code == 2
    assert "is there already" in said


def test_check_says_what_a_run_would_do_and_writes_nothing(klantreis, tmp_path):
    config = write_config(tmp_path, columns='ended_at = "Eind"')
    write_export(
        tmp_path, "a", "1.csv", "1;k;Intake;2024-01-01;", ";k;Intake;2024-01-01;",
        header="Zaak;Klant;Wat;Begin;Eind",
    )  # fmt: skip
    before = bytes_of(tmp_path)
    code, out, _ = klantreis("check", config, "--json")
    assert code == 0
    (source,) = json.loads(out)["sources"]
    assert (source["rows_read"], source["new"], source["rejected"]) == (2, 1, 1)
    assert [(row["kind"], row["n"]) for row in source["note_rows"]] == [("end_without_key", 0)]
    assert source["notes"] == [row["nl"] for row in source["note_rows"]]
    assert bytes_of(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "klantreis.toml"]


def test_check_counts_the_terms_that_the_vocabulary_does_not_know(klantreis, tmp_path):
    config = write_config(tmp_path, project="")
    config.write_text(config.read_text() + '\n[vocabulary]\nfile = "begrippen.csv"\n')
    (tmp_path / "begrippen.csv").write_text("source,term,activity,kind,rank\na,Intake,,intake,\n")
    write_export(tmp_path, "a", "1.csv", *ROWS)
    _, out, _ = klantreis("check", config, "--json")
    assert json.loads(out)["sources"][0]["notes"] == [
        "1 nieuwe term heeft geen betekenis in het begrippenkader."
    ]


def test_a_wrong_config_or_command_is_exit_code_2(klantreis, tmp_path):
    path = tmp_path / "k.toml"
    path.write_text("[project]\n")
    code, out, said = klantreis("run", path)
    assert (code, out) == (2, "")
    assert "[project] name: is missing" in said
    assert klantreis("run", tmp_path / "none.toml")[0] == 2
    assert klantreis("rum")[0] == 2
    config = write_config(tmp_path)
    assert klantreis("run", config, "--reread", "zoiets")[0] == 2
    config.write_text(config.read_text() + '\n[vocabulary]\nfile = "none.csv"\n')
    assert klantreis("run", config)[0] == 2


def test_a_run_prints_one_json_object_with_the_figures(klantreis, tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *ROWS, "1;k1;;2024-01-01")
    code, out, _ = klantreis("run", config, "--json")
    assert code == 0
    told = json.loads(out)
    wanted = {
        "rows_read": 4, "new": 3, "rejected": 1, "repeated": 0, "events": 3, "journeys": 2, "signals": 0,
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted
    made = {path.relative_to(told["run_dir"]).parts[0] for path in Path(told["run_dir"]).rglob("*")}
    assert made == {"tables", "maps", "report", "audit", "manifest.json"}


def test_too_many_rejected_rows_are_exit_code_3(klantreis, tmp_path):
    config = write_config(tmp_path, share=0.1)
    write_export(tmp_path, "a", "1.csv", *ROWS, "1;k1;;2024-01-01")
    code, out, said = klantreis("run", config, "--json")
    assert code == 3
    assert "1 of 4 rows were rejected, more than max_rejected_share = 0.1" in said
    assert Path(json.loads(out)["run_dir"]).is_dir()
    assert not (tmp_path / "out" / "latest").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "an empty file"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b"PK\x03\x04abc", "zip"),
    ],
    ids=["empty", "HTML", "a workbook"],
)
def test_a_file_that_is_no_csv_fails_by_name_before_anything_is_written(
    klantreis, tmp_path, content, told
):
    config = write_config(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.csv").write_bytes(content)
    code, _, said = klantreis("run", config)
    assert code == 1
    assert "source 'a', file '1.csv'" in said
    assert told in said
    assert "Traceback" not in said
    assert {path.name for path in (tmp_path / "store").iterdir()} <= {".lock", "store.json"}
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name[0] != "."] == []


def test_a_file_that_is_still_being_written_is_left_by_name(klantreis, tmp_path):
    config = write_config(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.csv").write_bytes(b"Zaak;Klant;Wat;Begin\n1;k;Intake;2024-01-01\n1;k;In")
    code, _, said = klantreis("run", config)
    assert code == 1
    assert "source 'a': no file of it is whole" in said
    assert "1.csv" in said
    assert {path.name for path in (tmp_path / "store").iterdir()} <= {".lock", "store.json"}


def test_every_command_is_in_the_docs():
    root = Path(__file__).parents[3]
    text = "".join(page.read_text(encoding="utf-8") for page in (root / "docs").glob("*.md"))
    for command in cli.app.registered_commands:
        name = command.name or command.callback.__name__
        assert f"klantreis {name}" in text


def test_help_is_there_for_every_command():
    names = [command.name or command.callback.__name__ for command in cli.app.registered_commands]
    assert len(names) == 17
    for words in ([], *([name] for name in names)):
        assert CliRunner().invoke(cli.app, [*words, "--help"]).exit_code == 0


def test_the_demo_region_runs_through_the_parts(tmp_path):
    region = write_region(tmp_path, households=20, seed=1)
    outcome = run(tmp_path / "klantreis.toml", "resident_steps")
    assert (outcome.status, outcome.events) == ("complete", region.events)
    assert outcome.new == region.events + len(table(tmp_path, "resident_steps"))
    assert (outcome.rejected, outcome.repeated) == (region.rejected, region.repeated)
