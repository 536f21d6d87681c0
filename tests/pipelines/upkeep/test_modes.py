"""Modes are set, whatever the umask; what is too open is told and mended."""

from __future__ import annotations

import os
import stat

import pytest
from nights import run, run_wholly, write_config, write_export

from pipelines.config.settings import read_config
from pipelines.upkeep.backup import back_up
from pipelines.upkeep.doctor import examine
from pipelines.upkeep.restoring import restore

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")

FOLDERS = {"private": 0o700, "group": 0o750, "everyone": 0o755}
FILES = {"private": 0o600, "group": 0o640, "everyone": 0o644}


@pytest.fixture(params=[0o000, 0o077], ids=["umask 000", "umask 077"])
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode_of(path):
    return stat.S_IMODE(path.lstat().st_mode)


def modes_below(folder):
    """The modes of a folder and all its folders, and those of all its files."""
    paths = [path for path in [folder, *folder.rglob("*")] if not path.is_symlink()]
    folders = {mode_of(path) for path in paths if path.is_dir()}
    return folders, {mode_of(path) for path in paths if path.is_file()}


@pytest.fixture
def region(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01", "2;k2;Intake;2024-01-03")
    return config


@pytest.mark.parametrize("mode", FOLDERS)
def test_a_night_sets_every_mode_whatever_the_umask(region, umask, mode):
    region.write_text(region.read_text().replace("[project]", f'[project]\noutput_mode = "{mode}"'))
    run_id = run(region).run_id
    assert modes_below(region.parent / "store") == ({0o700}, {0o600})
    assert mode_of(region.parent / "klantreis.key") == 0o600
    assert modes_below(region.parent / "out" / run_id) == ({FOLDERS[mode]}, {FILES[mode]})
    assert mode_of(region.parent / "out") == FOLDERS[mode]
    assert mode_of(region.parent / "out" / ".work") == 0o700
    assert examine(read_config(region)) == []
    assert os.umask(umask) == umask


def test_the_default_is_for_the_group(region):
    run_id = run_wholly(region).run_id
    assert modes_below(region.parent / "out" / run_id) == ({0o750}, {0o640})


def test_a_folder_that_hands_its_group_on_keeps_doing_so(region):
    (region.parent / "out").mkdir()
    (region.parent / "out").chmod(0o2770)
    run_id = run(region).run_id
    assert mode_of(region.parent / "out") == 0o2770
    assert mode_of(region.parent / "out" / run_id / "tables") == 0o2750


def test_a_backup_and_what_is_restored_are_private(region, umask):
    run(region)
    file, _ = back_up(region, region.parent / "b.tar", with_key=True)
    assert mode_of(file) == 0o600
    place = region.parent / "elsewhere"
    restore(file, place / "klantreis.toml")
    assert modes_below(place / "store") == ({0o700}, {0o600})
    assert mode_of(place / "klantreis.key") == 0o600


OPENINGS = {"store": 0o750, "klantreis.key": 0o644, "out/.work": 0o755, "out/latest": 0o757}


@pytest.mark.parametrize("name", OPENINGS)
def test_doctor_says_what_is_open_to_others_and_closes_it(region, name):
    run(region)
    path = (region.parent / name).resolve()
    path.chmod(OPENINGS[name])
    (finding,) = examine(read_config(region))
    assert finding.what.startswith(f"{path.name} is open to others")
    assert f"mode {OPENINGS[name]:o}" in finding.what
    assert mode_of(path) == OPENINGS[name]
    assert [each.is_mended for each in examine(read_config(region), repair=True)] == [True]
    assert examine(read_config(region)) == []
    assert run(region).status == "complete"
