"""A disk that fails at any call of a night: a message and exit code 1, and the store is as it was."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nights import run, table, write_config, write_export
from profiles import THOROUGH

from pipelines.config.settings import read_config
from pipelines.store.damage import damages
from pipelines.store.ledger import Ledger

N_FAILS = int(os.environ.get("KLANTREIS_DISK_FAILS") or (2 if THOROUGH else 1))
STRACE = shutil.which("strace")
UNSHARE = shutil.which("unshare")
HERE = Path(__file__).parents[3]
SCRIPT = f"""
import sys; sys.path[:0] = [{str(HERE / "tests/helpers")!r}, {str(HERE)!r}]
import nights
from pipelines.cli.main import main
from pipelines.night import run
object.__setattr__(run.PLAIN, "retry_after_s", ())
with nights.making():
    main()
"""
CALLS = {"fsync": "EIO", "rename": "ENOSPC", "mkdir": "ENOSPC"}
"""What fails, and how. A `write` fails by a limit on files: the same call wakes threads and prints."""

NIGHT = [sys.executable, "-c", SCRIPT, "--language", "en", "run"]


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """A region with a night behind it, and an export that the next one reads."""
    folder = tmp_path_factory.mktemp("region")
    config = write_config(folder)
    write_export(folder, "a", "1.csv", "1;k1;Intake;2024-01-01")
    run(config)
    write_export(folder, "a", "2.csv", "2;k2;Intake;2024-02-01")
    return folder


def copy_of(region, folder):
    copy = folder / "copy"
    shutil.copytree(region, copy, symlinks=True)
    return copy / "klantreis.toml"


def count_calls(config, folder, name):
    """How many calls of that name a night makes."""
    trace = folder / "trace"
    words = [STRACE, "-f", "-qq", "-e", f"trace={name}", "-o", trace, *NIGHT, config]
    subprocess.run(words, capture_output=True, check=True)
    return sum(line.count(f"{name}(") for line in trace.read_text(errors="replace").splitlines())


@pytest.mark.skipif(not STRACE, reason="no strace on this machine")
@pytest.mark.parametrize("name", CALLS)
def test_a_call_that_fails_is_said_and_leaves_the_store_as_it_was(region, tmp_path, name):
    counted = tmp_path / "counted"
    counted.mkdir()
    n_calls = count_calls(copy_of(region, counted), tmp_path, name)
    assert n_calls > 0
    chance = random.Random(name)
    for n in sorted({chance.randint(1, n_calls) for _ in range(N_FAILS)}):
        place = tmp_path / f"at{n}"
        place.mkdir()
        config = copy_of(region, place)
        inject = f"inject={name}:error={CALLS[name]}:when={n}"
        done = subprocess.run(
            [STRACE, "-f", "-qq", "-e", f"trace={name}", "-e", inject, "-o", "/dev/null", *NIGHT, config],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        check_after(config, done, f"{name} {n} of {n_calls}")
        shutil.rmtree(place)


@pytest.mark.parametrize("size", [0, 1_000, 4_000] if THOROUGH else [700])
def test_a_file_that_can_be_written_in_part_is_said_too(region, tmp_path, size):
    """A limit on the size of files cuts a write short, and then refuses the rest."""
    resource = pytest.importorskip("resource", reason="only Unix can limit a file's size")
    config = copy_of(region, tmp_path)
    done = subprocess.run(
        [*NIGHT, config], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )  # fmt: skip
    assert done.returncode == 1
    check_after(config, done, f"{size} bytes")


FULL_DISK = """
set -e
mount -t tmpfs none "$1"
cp -a "$2" "$1/copy"
mount -o "remount,size=$(( $(df -k --output=used "$1" | tail -1) + $4 ))k" "$1"
code=0
"$5" -c "$6" --language en run "$1/copy/klantreis.toml" || code=$?
mount -o remount,size=100% "$1"
cp -a "$1/copy" "$3"
exit $code
"""
"""A night on a disk with so many KiB free, in a name space of its own: on where, of what, copied to where."""


def may_mount():
    words = [UNSHARE, "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return bool(UNSHARE) and not subprocess.run(words, capture_output=True, check=False).returncode


@pytest.mark.skipif(not may_mount(), reason="this account may mount no disk of its own")
@pytest.mark.parametrize("free", [0, 8, *range(16, 272, 16)] if THOROUGH else [64])
def test_a_disk_that_fills_up_is_said_and_leaves_the_store_as_it_was(region, tmp_path, free):
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        [UNSHARE, "-rm", "sh", "-c", FULL_DISK, "sh", disk, region, tmp_path / "copy", str(free),
         sys.executable, SCRIPT],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    check_after(tmp_path / "copy" / "klantreis.toml", done, f"{free} KiB free")


def check_after(config, done, where):
    """It failed with a message and changed nothing, or it counted; and the next night has every row."""
    folder = config.parent
    assert done.returncode in (0, 1), (where, done.returncode, done.stderr[-500:])
    assert "Traceback" not in done.stderr, (where, done.stderr[-2000:])
    entries = Ledger(folder / "store").entries()
    if done.returncode == 1 and len(entries) == 1:
        assert done.stderr.strip(), where
    if done.returncode == 0:
        assert len(entries) == 2, where
    assert list(damages(read_config(config))) == [], where
    outcome = run(config)
    assert outcome.new == (1 if len(entries) == 1 else 0), where
    assert len({row["case_id"] for row in table(folder, "events")}) == 2, where
    assert len(table(folder, "events")) == 2, where
    assert list((folder / "out" / ".work").iterdir()) == [], where
