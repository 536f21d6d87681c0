"""A backup: consistent, compared, restored in an empty place alone; the next night goes on from it."""

from __future__ import annotations

import io
import json
import shutil
import tarfile

import pytest
from filelock import FileLock
from nights import bytes_of, run, table, write_config, write_export

from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.rights.forget import forget_client
from pipelines.store.ledger import Ledger
from pipelines.upkeep.backup import back_up, read_backup
from pipelines.upkeep.restoring import restore

KEY = 'key = ["Zaak"]'


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Two nights, in the second of which a row is another one; a vocabulary beside the config."""
    folder = tmp_path_factory.mktemp("sound") / "region"
    folder.mkdir()
    config = write_config(folder, options=KEY)
    config.write_text(config.read_text() + '\n[vocabulary]\nfile = "words/begrippen.csv"\n')
    (folder / "words").mkdir()
    (folder / "words" / "begrippen.csv").write_text(
        "source,term,activity,kind,rank\n,Intake,Intake,intake,1\n"
    )
    write_export(folder, "a", "1.csv", "1;k1;Intake;2024-01-01", "2;k2;Intake;2024-01-02")
    run(config)
    write_export(folder, "a", "2.csv", "1;k1;Intake;2024-01-03", "3;k3;Intake;2024-01-03")
    run(config)
    return folder


@pytest.fixture
def region(sound, tmp_path):
    folder = tmp_path / "region"
    shutil.copytree(sound, folder, symlinks=True)
    return folder


def tables(folder):
    return bytes_of(folder / "out" / "latest" / "tables")


def last_night(folder):
    """A night after all of it; its tables, and its manifest, in which no moment stands."""
    write_export(folder, "a", "3.csv", "2;k2;Gesprek;2024-02-01", "4;k1;Intake;2024-02-02")
    assert run(folder / "klantreis.toml", "signals").status == "complete"
    return tables(folder), (folder / "out" / "latest" / "manifest.json").read_bytes()


def test_a_night_after_a_restore_is_as_one_of_a_store_that_was_never_lost(region, tmp_path):
    file, told = back_up(region / "klantreis.toml", tmp_path, with_key=True)
    assert file.stat().st_mode & 0o777 == 0o600
    before = bytes_of(region / "store")
    other = tmp_path / "other"
    shutil.copytree(region, other, symlinks=True)
    shutil.rmtree(region / "store")
    (region / "klantreis.key").unlink()
    shutil.rmtree(region / "words")
    restored = restore(file, region / "klantreis.toml")
    assert (restored.backup, restored.has_key, restored.forgotten_since) == (told, True, [])
    assert bytes_of(region / "store") == before
    assert last_night(region) == last_night(other)


def test_an_empty_folder_becomes_a_project_again(region, tmp_path):
    file, _ = back_up(region / "klantreis.toml", tmp_path / "b.tar")
    place = tmp_path / "elsewhere"
    restored = restore(file, place / "klantreis.toml")
    assert not restored.has_key
    assert bytes_of(place) == {
        name: content
        for name, content in bytes_of(region).items()
        if name.startswith(("store/", "words/", "klantreis.toml"))
    }
    shutil.copytree(region / "a", place / "a")
    shutil.copy(region / "klantreis.key", place)
    assert run(place / "klantreis.toml").new == 0
    assert len(table(place, "events")) == 3


@pytest.mark.parametrize("with_key", [True, False], ids=["with key", "without key"])
def test_the_key_is_in_it_where_it_is_asked_for_alone(region, tmp_path, with_key):
    file, told = back_up(region / "klantreis.toml", tmp_path / "b.tar", with_key=with_key)
    key = (region / "klantreis.key").read_bytes().strip()
    assert (key in file.read_bytes()) == with_key == told.has_key


def test_a_place_that_is_filled_is_refused(region, tmp_path):
    file, _ = back_up(region / "klantreis.toml", tmp_path / "b.tar")
    before = bytes_of(region)
    with pytest.raises(PipelineError, match="there is a store in store already"):
        restore(file, region / "klantreis.toml")
    assert bytes_of(region) == before
    with pytest.raises(PipelineError, match=r"b.tar is there already"):
        back_up(region / "klantreis.toml", tmp_path / "b.tar")


def test_another_key_is_refused(region, tmp_path):
    file, _ = back_up(region / "klantreis.toml", tmp_path / "b.tar", with_key=True)
    shutil.rmtree(region / "store")
    (region / "klantreis.key").write_text("ab" * 32 + "\n")
    with pytest.raises(PipelineError, match="holds another key"):
        restore(file, region / "klantreis.toml")
    assert [path.name for path in (region / "store").iterdir()] == [".lock"]


def changed(file, change):
    """Write the members of a backup anew, changed."""
    with tarfile.open(file) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar}
    change(members)
    with tarfile.open(file, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def one_byte(members):
    name = next(name for name in members if name.endswith(".parquet"))
    members[name] = members[name][:-1] + b"x"


CHANGES = {
    "a byte is another one": (one_byte, "the backup is damaged: 1 files"),
    "a file is gone": (lambda m: m.pop("store/runs.jsonl"), "the backup is damaged: 1 files"),
    "a file is too many": (
        lambda m: m.update({"store/../../mine.txt": b"x"}),
        "the backup is damaged: 1 files",
    ),
    "it says nothing of itself": (lambda m: m.pop("backup.json"), "no backup that can be read"),
    "it says something else": (
        lambda m: m.update({"backup.json": b'{"moons": 2}'}),
        "no backup that can be read",
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_damaged_backup_changes_nothing(region, tmp_path, case):
    change, sentence = CHANGES[case]
    file, _ = back_up(region / "klantreis.toml", tmp_path / "b.tar")
    changed(file, change)
    place = tmp_path / "elsewhere"
    place.mkdir()
    with pytest.raises(PipelineError, match=sentence):
        restore(file, place / "klantreis.toml")
    assert list(place.iterdir()) == []


def test_a_backup_that_breaks_off_is_none(region, tmp_path):
    file, _ = back_up(region / "klantreis.toml", tmp_path / "b.tar")
    for size in (0, 100, file.stat().st_size // 2):
        cut = tmp_path / f"{size}.tar"
        cut.write_bytes(file.read_bytes()[:size])
        with pytest.raises(PipelineError):
            read_backup(cut)


def test_a_store_that_is_in_use_damaged_or_empty_is_not_backed_up(region, tmp_path):
    config = region / "klantreis.toml"
    with FileLock(region / "store" / ".lock"), pytest.raises(PipelineError, match="another run"):
        back_up(config, tmp_path / "b.tar")
    shutil.rmtree(region / "store" / "records")
    with pytest.raises(PipelineError, match="is damaged"):
        back_up(config, tmp_path / "b.tar")
    shutil.rmtree(region / "store")
    with pytest.raises(PipelineError, match="nothing to back up"):
        back_up(config, tmp_path / "b.tar")
    assert not list(tmp_path.glob("b.tar*"))


def test_who_was_forgotten_after_the_backup_is_told_by_run(region, tmp_path, klantreis):
    config = region / "klantreis.toml"
    client = table(region, "events")[0]["client_id"]
    file, _ = back_up(config, tmp_path / "b.tar")
    forget_client(read_config(config), client)
    forgot = Ledger(region / "store").last().run_id
    (region / "store").rename(region / "store.old")
    code, out, _ = klantreis("restore", file, config, "--old-store", region / "store.old", "--json")
    assert (code, json.loads(out)["forgotten_since"]) == (1, [forgot])
    # the record of it is kept beside the store that holds them again
    assert forgot in (region / "store" / "removed.jsonl").read_text()
    shutil.rmtree(region / "store")
    code, _, err = klantreis("restore", file, config)
    assert (code, "who was forgotten after this backup is in the store again" in err) == (0, True)


def test_the_commands_say_where_it_is_and_what_of_the_key(region, tmp_path, klantreis):
    config = region / "klantreis.toml"
    code, _, err = klantreis("backup", config, "--to", tmp_path)
    (file,) = tmp_path.glob("*.tar")
    assert (code, str(file) in err, "keep that elsewhere" in err) == (0, True, True)
    shutil.rmtree(region / "store")
    (region / "klantreis.key").unlink()
    code, _, err = klantreis("restore", file, config)
    assert (code, "put it back before the next night" in err) == (0, True)
