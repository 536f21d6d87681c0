"""Who is forgotten is in no table, no file and no old version, and does not come back."""

import json

import pytest
from nights import bytes_of, making, run, run_wholly, table
from registrations import ANNEKE, BSN, KAREL, PIET, clients, row, write_project, write_rows
from typer.testing import CliRunner

from outputs.report.packs import packed
from pipelines.cli.main import app
from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.night import publish
from pipelines.rights.forget import forget_client
from pipelines.store.ledger import Ledger
from pipelines.store.removal import PENDING
from pipelines.store.search import names_in
from pipelines.store.tables import Store


@pytest.fixture(autouse=True)
def without_maps(monkeypatch):
    monkeypatch.setattr(publish, "draw_maps", lambda *_, **__: None)


@pytest.fixture
def light():
    """Nights, those that forget too, make few tables and no report."""
    with making():
        yield


@pytest.fixture
def config(tmp_path):
    """A config over two exports of three people."""
    path = write_project(tmp_path)
    write_rows(
        tmp_path, "a", "1.csv", row(1, BSN[0], *ANNEKE), row(2, "", *PIET), row(3, BSN[1], *KAREL)
    )
    write_rows(tmp_path, "b", "1.csv", row(71, BSN[0], *ANNEKE, "Start", "2024-02-01"))
    return path


@pytest.fixture
def region(config, light):
    """The config after two nights."""
    run(config)
    run(config)
    return config


def everything(folder):
    """Every text in the store and the runs that may be a pseudonym."""
    return {
        name
        for root in ("store", "out")
        for path in (folder / root).rglob("*")
        if path.is_file()
        for name in names_in(path)
    }


def test_nothing_of_who_is_forgotten_is_left_and_all_of_the_others_is(config, tmp_path):
    run_wholly(config)
    run_wholly(config)
    gone = clients(tmp_path)["a", 1]
    theirs = {gone} | {
        event[name]
        for event in table(tmp_path, "events")
        if event["client_id"] == gone
        for name in ("event_id", "case_id", "journey_id")
    }
    assert theirs <= everything(tmp_path)
    others = [event for event in table(tmp_path, "events") if event["client_id"] != gone]
    proof = forget_client(read_config(config), gone)
    assert not theirs & everything(tmp_path)
    assert [event["event_id"] for event in table(tmp_path, "events")] == [
        event["event_id"] for event in others
    ]
    assert (proof["n_clients"], proof["n_events"], proof["n_found"]) == (1, 2, 0)
    assert proof["n_run_folders"] == 2
    # the record holds counts alone
    (line,) = (tmp_path / "store" / "removed.jsonl").read_text().splitlines()
    assert json.loads(line) == proof
    assert not (tmp_path / "store" / PENDING).exists()


def test_a_later_export_does_not_bring_them_back_and_brings_the_others(region, tmp_path):
    forget_client(read_config(region), clients(tmp_path)["a", 1])
    write_rows(
        tmp_path,
        "b",
        "2.csv",
        row(
            99, BSN[0], "Jansen", "Anneke", "1980-02-13", "v", "3511CD", "8", "Start", "2024-03-01"
        ),
        row(98, BSN[2], *PIET, "Start", "2024-03-02"),
        row(71, "", "", "", "", "", "", "", "Bezoek", "2024-03-02"),
    )
    outcome = run(region)
    assert (outcome.rows_read, outcome.new, outcome.rejected) == (3, 1, 2)
    assert {row["reason"] for row in table(tmp_path, "rejected")} == {"this person was forgotten"}
    assert all(row["value"] is None for row in table(tmp_path, "rejected"))
    assert len(clients(tmp_path)) == 3


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("level", ["case", "household"])
def test_who_is_forgotten_leaves_the_journey_of_the_others(tmp_path, level):
    config = write_project(tmp_path, level=level)
    both = ("Gesprek", "2024-02-01")
    write_rows(
        tmp_path,
        "a",
        "1.csv",
        row(1, BSN[0], *ANNEKE),
        row(1, BSN[2], *PIET, *both),
        row(1, BSN[2], *PIET),
    )
    write_rows(tmp_path, "b", "1.csv", row(9, BSN[1], *KAREL))
    run(config)
    before = {event["client_id"]: event["journey_id"] for event in table(tmp_path, "events")}
    gone = clients(tmp_path)["a", 1]
    assert forget_client(read_config(config), gone)["n_found"] == 0
    after = {event["client_id"]: event["journey_id"] for event in table(tmp_path, "events")}
    assert set(after) == set(before) - {gone}
    if level == "case":
        assert after == {client: before[client] for client in after}


def test_nobody_cannot_be_forgotten(region, tmp_path):
    before = bytes_of(tmp_path / "store")
    with pytest.raises(PipelineError, match="nobody to forget"):
        forget_client(read_config(region), "0" * 20)
    assert bytes_of(tmp_path / "store") == before


def test_a_run_that_dies_before_it_counts_has_forgotten_nobody(region, tmp_path, monkeypatch):
    gone = clients(tmp_path)["a", 1]
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "append", lambda *_: 1 / 0)
        with pytest.raises(PipelineError, match="ZeroDivisionError"):
            forget_client(read_config(region), gone)
    run(region)
    assert gone in everything(tmp_path)
    assert len(clients(tmp_path)) == 4


def test_a_run_that_dies_while_it_cleans_up_is_finished_by_the_next(region, tmp_path, monkeypatch):
    gone = clients(tmp_path)["a", 1]
    with monkeypatch.context() as patched:
        patched.setattr(publish, "finish", lambda *_: 1 / 0)
        with pytest.raises(PipelineError, match="ZeroDivisionError"):
            forget_client(read_config(region), gone)
    assert gone in everything(tmp_path)  # in the old run folders
    assert gone not in (tmp_path / "store" / PENDING).read_text()
    run(region)
    assert gone not in everything(tmp_path)
    assert not (tmp_path / "store" / PENDING).exists()


@pytest.mark.usefixtures("light")
def test_retention_removes_by_the_rule_and_keeps_who_is_still_helped(tmp_path):
    config = write_project(tmp_path, more="[privacy]\nretention_days = 365")
    write_rows(
        tmp_path,
        "a",
        "1.csv",
        row(1, BSN[0], *ANNEKE, "Intake", "2020-01-01"),
        row(2, BSN[2], *PIET, "Intake", "2020-01-01"),
        row(2, BSN[2], *PIET, "Gesprek", "2024-01-01"),
    )
    write_rows(tmp_path, "b", "1.csv", row(3, BSN[1], *KAREL, "Start", "2024-06-01"))
    run(config)
    assert len(clients(tmp_path)) == 3
    assert len({event["client_id"] for event in table(tmp_path, "events")}) == 2
    (line,) = (tmp_path / "store" / "removed.jsonl").read_text().splitlines()
    assert json.loads(line)["reason"] == "retention"
    # the same rows in a later export leave again
    write_rows(tmp_path, "a", "2.csv", row(1, BSN[0], *ANNEKE, "Intake", "2020-01-01"))
    run(config)
    assert len({event["client_id"] for event in table(tmp_path, "events")}) == 2


def test_a_night_after_forgetting_goes_on_in_the_new_generation(region, tmp_path):
    forget_client(read_config(region), clients(tmp_path)["a", 1])
    write_rows(tmp_path, "b", "3.csv", row(90, BSN[2], *PIET, "Start", "2024-03-02"))
    run(region)
    last = Ledger(tmp_path / "store").last()
    assert last.generation.startswith("generation-")
    assert {path.name for path in (tmp_path / "store").iterdir() if path.is_dir()} == {
        last.generation
    }
    assert len(Store(tmp_path / "store", last.versions, last.generation).read_files()) == 3


def test_the_command_says_what_it_did_as_json(region, tmp_path):
    gone = clients(tmp_path)["a", 3]
    told = CliRunner().invoke(app, ["forget", gone, "--config", str(region), "--json"])
    assert told.exit_code == 0
    assert json.loads(told.stdout)["n_found"] == 0
    assert gone not in told.stdout


def test_a_pseudonym_is_seen_in_packed_data_of_a_report(tmp_path):
    file = tmp_path / "reizen-0.js"
    file.write_text(packed("reizen-0", {"ids": ["0123456789abcdef" * 2]}, squeezed=True))
    assert set(names_in(file)) == {"0123456789abcdef" * 2}
