"""What `klantreis status` says of a store: real nights, and moments that are set."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock
from nights import bytes_of, failure, run, write_config, write_export

from pipelines.config.settings import read_config
from pipelines.store import run_ids
from pipelines.upkeep.status import status_of

ROWS = ("1;k1;Intake;2024-01-01", "1;k1;Gesprek;2024-01-15", "2;k2;Intake;2024-01-02")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Two sources, of which the first delivers four times and the other fails in the last night."""
    folder = tmp_path_factory.mktemp("sound")
    config = write_config(folder, ("a", "b"))
    write_export(folder, "b", "1.csv", "9;k9;Start;2024-02-01")
    for n in range(4):
        rows = [f"{n}{m};k{m};Intake;2024-01-0{n + 1}" for m in range(6 if n < 3 else 2)]
        write_export(folder, "a", f"{n}.csv", *rows)
        if n == 3:
            (folder / "b" / "1.csv").unlink()
        assert run(config).status == ("partial" if n == 3 else "complete")
    return folder


@pytest.fixture
def region(sound, tmp_path):
    folder = tmp_path / "region"
    shutil.copytree(sound, folder, symlinks=True)
    return folder


def status(folder, **later):
    return status_of(read_config(folder / "klantreis.toml"), datetime.now(UTC) + timedelta(**later))


def test_a_store_without_a_night_needs_one(tmp_path):
    write_config(tmp_path)
    now = status(tmp_path)
    assert (now.last, now.complete, now.n_questions, now.needs_someone) == (None, None, None, True)
    (source,) = now.sources
    assert (source.outcome, source.delivery, source.size) == ("absent", "absent", "absent")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["klantreis.toml"]


def test_a_first_night_is_fine_and_has_no_rhythm_yet(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *ROWS)
    outcome = run(config)
    now = status(tmp_path, hours=5)
    assert not now.needs_someone
    assert (now.last.run_id, now.last.status) == (outcome.run_id, "complete")
    assert now.last == now.complete
    assert round(now.last.ago_s / 3600) == 5
    (source,) = now.sources
    assert (source.outcome, source.files, source.rows, source.new) == ("read", 1, 3, 3)
    assert (source.delivery, source.size) == ("unknown", "unknown")
    assert round(source.delivered_s / 3600) == round(source.new_s / 3600) == 5


def test_failed_dropped_and_unknown_are_told_apart(sound):
    now = status(sound)
    assert (now.last.status, now.complete.status) == ("partial", "complete")
    a, b = now.sources
    assert (a.outcome, a.size, a.last_rows, a.usual_rows) == ("read", "dropped", 2, 6)
    assert (b.outcome, b.delivery, b.size) == ("failed", "unknown", "unknown")
    assert "no file" in b.error
    assert now.needs_someone


def test_what_came_regularly_is_late_when_it_stays_away(sound):
    now = status(sound, days=12)
    assert now.pace == "late"
    assert now.sources[0].delivery == "late"
    assert round(now.sources[0].delivered_s / 86_400) == 12


def test_a_source_that_is_new_in_the_config_was_not_asked_yet(region):
    write_config(region, ("a", "b", "c"))
    assert [source.outcome for source in status(region).sources] == ["read", "failed", "absent"]


def test_a_night_that_fails_is_told_until_one_comes_to_its_end(region):
    config = region / "klantreis.toml"
    exports = region / "a"
    exports.rename(region / "gone")
    text = failure(config)
    failed = status(region).failed
    assert failed.error == text
    (region / "gone").rename(exports)
    write_export(region, "b", "1.csv", "9;k9;Start;2024-02-01")
    assert run(config).status == "complete"
    assert status(region).failed is None


def test_damage_is_told_in_place_of_what_cannot_be_known(region):
    shutil.rmtree(region / "store" / "records")
    now = status(region)
    assert now.damages[0].startswith("table records of the store is damaged")
    assert (now.last, now.sources, now.needs_someone) == (None, [], True)


def test_a_run_that_goes_on_is_told_and_one_that_died_is_none(region):
    work = region / "out" / ".work" / run_ids.new_run_id()
    work.mkdir(parents=True)
    assert not status(region).is_running
    with FileLock(region / "out" / ".lock"):
        assert status(region).is_running


def test_it_writes_nothing(region):
    before = bytes_of(region)
    status(region)
    assert bytes_of(region) == before


def test_the_command_says_it_and_its_exit_code_asks_for_a_person(region, klantreis):
    code, out, err = klantreis("status", region / "klantreis.toml")
    assert (code, out) == (1, "")
    assert "last night: " in err.replace("\n", " ")
    assert "b: could not be read" in err.splitlines()
    assert "b: too few deliveries to say what is usual" in err.splitlines()
    assert "a: 2 rows in the last delivery, 6 are usual" in err.splitlines()
    code, out, _ = klantreis("status", region / "klantreis.toml", "--json")
    told = json.loads(out)
    assert (code, told["needs_someone"], told["last"]["status"]) == (1, True, "partial")
    write_export(region, "b", "1.csv", "9;k9;Start;2024-02-01")
    write_export(region, "a", "4.csv", *(f"4{n};k{n};Intake;2024-02-01" for n in range(6)))
    run(region / "klantreis.toml")
    code, _, err = klantreis("status", region / "klantreis.toml")
    assert (code, "complete" in err) == (0, True)
