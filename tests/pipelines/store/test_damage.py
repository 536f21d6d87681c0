"""A damaged store: recognised before anything is written, told in a sentence, mended if nothing is lost."""

from __future__ import annotations

import json
import shutil

import pytest
from nights import bytes_of, run, table, write_config, write_export

from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.store.ledger import Ledger
from pipelines.upkeep.doctor import examine

ROWS = ("1;k1;Intake;2024-01-01", "1;k1;Gesprek;2024-01-15", "2;k2;Intake;2024-01-02")


def ledger_lines(folder):
    return (folder / "store" / "runs.jsonl").read_bytes().splitlines(keepends=True)


def write_ledger(folder, lines):
    (folder / "store" / "runs.jsonl").write_bytes(b"".join(lines))


def half_a_line(folder):
    *lines, last = ledger_lines(folder)
    write_ledger(folder, [*lines, last[: len(last) // 2]])


def nuls(folder):
    *lines, last = ledger_lines(folder)
    write_ledger(folder, [*lines, b"\0" * len(last)])


def an_unknown_field(folder):
    *lines, last = ledger_lines(folder)
    write_ledger(folder, [*lines, json.dumps({**json.loads(last), "planet": 1}).encode() + b"\n"])


def an_empty_ledger(folder):
    write_ledger(folder, [])


def no_ledger(folder):
    (folder / "store" / "runs.jsonl").unlink()


def no_table(folder):
    shutil.rmtree(folder / "store" / "records")


def a_file_of_the_table(folder):
    return min((folder / "store" / "records").glob("*.parquet"))


def a_missing_file(folder):
    a_file_of_the_table(folder).unlink()


def a_cut_file(folder):
    path = a_file_of_the_table(folder)
    path.write_bytes(path.read_bytes()[:-20])


def a_cut_log(folder):
    path = min((folder / "store" / "files" / "_delta_log").glob("*.json"))
    path.write_bytes(path.read_bytes()[:-20])


def latest_a_folder(folder):
    latest = folder / "out" / "latest"
    latest.unlink()
    latest.mkdir()
    (latest / "notes.txt").write_text("mine")


def latest_a_file(folder):
    latest = folder / "out" / "latest"
    latest.unlink()
    latest.write_text("mine")


def a_newer_form(folder):
    (folder / "store" / "store.json").write_text('{"form": 99, "moons": 2}')


def a_damaged_form(folder):
    (folder / "store" / "store.json").write_text('{"form": 2')


def an_empty_removal(folder):
    (folder / "store" / "removing.json").write_text("")


def half_a_removal(folder):
    (folder / "store" / "removing.json").write_text('{"run_id": "2')


def half_a_record(folder):
    (folder / "store" / "removed.jsonl").write_text('{"run_id": "2')


DAMAGES = [
    (half_a_line, "line 2 of the ledger runs.jsonl is damaged", True),
    (nuls, "line 2 of the ledger runs.jsonl is damaged", True),
    (an_unknown_field, "a field that this version does not know: planet", True),
    (an_empty_ledger, "the ledger runs.jsonl is empty or gone, and the store is filled", True),
    (no_ledger, "the ledger runs.jsonl is empty or gone, and the store is filled", True),
    (no_table, "table records of the store is damaged", False),
    (a_missing_file, "is gone", False),
    (a_cut_file, "bytes, not", False),
    (a_cut_log, "table files of the store is damaged", False),
    (latest_a_folder, "out/latest is no run", True),
    (latest_a_file, "out/latest is no run", True),
    (a_newer_form, "the store is of form 99, which a newer klantreis wrote", False),
    (a_damaged_form, "store.json of the store is damaged", True),
    (an_empty_removal, "removing.json of the store is damaged", False),
    (half_a_removal, "removing.json of the store is damaged", False),
    (half_a_record, "removed.jsonl of the store is damaged", False),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A region of two nights."""
    folder = tmp_path_factory.mktemp("sound")
    config = write_config(folder)
    write_export(folder, "a", "1.csv", *ROWS[:2])
    run(config)
    write_export(folder, "a", "2.csv", ROWS[2])
    run(config)
    return folder


@pytest.fixture
def region(sound, tmp_path):
    """A copy of it, to be damaged."""
    folder = tmp_path / "region"
    shutil.copytree(sound, folder, symlinks=True)
    return folder


@pytest.mark.parametrize(
    ("damage", "sentence", "can_be_mended"), DAMAGES, ids=[each[0].__name__ for each in DAMAGES]
)
def test_a_damaged_store_stops_the_night_before_anything_is_written(
    region, damage, sentence, can_be_mended
):
    damage(region)
    before = bytes_of(region)
    config = region / "klantreis.toml"
    with pytest.raises(PipelineError) as caught:
        run(config)
    assert sentence in str(caught.value)
    assert ("doctor --repair" in str(caught.value)) == can_be_mended
    assert bytes_of(region) == before
    (finding,) = examine(read_config(config))
    assert (finding.what, finding.can_be_mended) == (str(caught.value), can_be_mended)
    assert bytes_of(region) == before


@pytest.mark.parametrize(
    "damage", [each[0] for each in DAMAGES if each[2]], ids=lambda damage: damage.__name__
)
def test_what_can_be_mended_is_mended_without_loss(sound, region, damage):
    damage(region)
    config = region / "klantreis.toml"
    (finding,) = examine(read_config(config), repair=True)
    assert finding.is_mended
    assert examine(read_config(config)) == []
    assert Ledger(region / "store").entries() == Ledger(sound / "store").entries()
    write_export(region, "a", "3.csv", "3;k3;Intake;2024-02-02")
    outcome = run(config)
    assert (outcome.status, outcome.rows_read, outcome.new) == ("complete", 1, 1)
    assert len(table(region, "events")) == 4
    # what was damaged is kept, and nothing of a user is thrown away
    if damage in (latest_a_folder, latest_a_file, half_a_line, nuls, an_unknown_field):
        assert list(region.glob("*/*.damaged-*"))


def test_a_disk_that_keeps_no_modes_does_not_hold_the_doctor_up(region, monkeypatch):
    (region / "store").chmod(0o755)
    monkeypatch.setattr("pathlib.Path.chmod", lambda *_, **__: None)
    monkeypatch.setattr("os.chmod", lambda *_, **__: None)
    (finding,) = examine(read_config(region / "klantreis.toml"), repair=True)
    assert "store is open to others" in finding.what
    assert not finding.is_mended


def test_what_cannot_be_mended_stays_as_it_is(region):
    a_missing_file(region)
    half_a_line(region)
    findings = examine(read_config(region / "klantreis.toml"), repair=True)
    assert [each.is_mended for each in findings] == [True, False]
    assert "put the store back from a backup" in findings[1].what


def test_a_ledger_with_more_than_its_copy_is_not_mended(region):
    """The copy is older here: to put it back would forget that a run counted."""
    copy = region / "store" / "runs.copy.jsonl"
    copy.write_bytes(b"".join(ledger_lines(region)[:1]))
    half_a_line(region)
    before = bytes_of(region)
    (finding,) = examine(read_config(region / "klantreis.toml"), repair=True)
    assert not finding.can_be_mended
    assert bytes_of(region) == before


def test_a_copy_that_a_run_left_behind_is_renewed_by_the_next(region):
    copy = region / "store" / "runs.copy.jsonl"
    copy.write_bytes(b"".join(ledger_lines(region)[:1]))
    run(region / "klantreis.toml")
    assert copy.read_bytes() == (region / "store" / "runs.jsonl").read_bytes()


def test_a_sound_store_and_one_that_is_not_there_yet_have_nothing_wrong(region, tmp_path):
    assert examine(read_config(region / "klantreis.toml")) == []
    (tmp_path / "new").mkdir()
    config = write_config(tmp_path / "new")
    assert examine(read_config(config)) == []
    assert not (tmp_path / "new" / "store").exists()


def test_a_first_night_that_died_is_no_damage(tmp_path, monkeypatch):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *ROWS)
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "append", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(OSError, match="full"):
            run(config)
    assert (tmp_path / "store" / "records").is_dir()
    assert run(config).new == 3
    assert len(table(tmp_path, "events")) == 3


def test_a_copy_of_a_run_is_a_latest_too_where_there_are_no_links(region):
    latest = region / "out" / "latest"
    run_folder = latest.resolve()
    latest.unlink()
    shutil.copytree(run_folder, latest)
    assert examine(read_config(region / "klantreis.toml")) == []
    outcome = run(region / "klantreis.toml")
    assert latest.readlink().name == outcome.run_id


def test_two_configs_with_one_output_are_told_apart(region, tmp_path):
    run(region / "klantreis.toml")
    other = tmp_path / "other"
    other.mkdir()
    config = write_config(other)
    config.write_text(
        config.read_text().replace("[project]", f'[project]\noutput = "{region / "out"}"')
    )
    write_export(other, "a", "1.csv", *ROWS)
    before = bytes_of(region)
    with pytest.raises(PipelineError, match="belongs to another store"):
        run(config)
    assert bytes_of(region) == before
    # a store that is gone owns nothing any more
    shutil.rmtree(region / "store")
    assert run(config).status == "complete"
