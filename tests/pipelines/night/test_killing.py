"""Runs that are killed, at any moment and at each step by which they count: as if they never were, or whole.

KLANTREIS_KILLED_NIGHTS says over how many nights, KLANTREIS_KILLED_STEPS at how many steps; by default a few.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nights import making, run, run_wholly, table, write_config, write_export
from profiles import THOROUGH

from pipelines.config.settings import read_config
from pipelines.rights.forget import forget_client
from pipelines.rights.rotating import rotate
from pipelines.store.damage import damages
from pipelines.store.ledger import Ledger

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows kills no such way")

NIGHTS = int(os.environ.get("KLANTREIS_KILLED_NIGHTS") or (2 if THOROUGH else 1))
STEPS = int(os.environ.get("KLANTREIS_KILLED_STEPS") or (5 if THOROUGH else 1))
KILLS_A_NIGHT = 4
HERE = Path(__file__).parents[3]
TABLES = ("events", "journeys", "links", "rejected", "reading_notes")
SCRIPT = f"""
import os, shutil, signal, sys; sys.path[:0] = [{str(HERE / "tests/helpers")!r}, {str(HERE)!r}]
from pathlib import Path
import nights
from pipelines.config.settings import read_config
from pipelines.rights.forget import forget_client
from pipelines.rights.rotating import rotate
from pipelines.store import durable, latest, ledger, removal, tables
from pipelines.night import begin, publish
from connectors.identity import pseudonyms
from pipelines.rights import rotating

config, what, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
n = 0

def step(name):
    # Each step is a moment to die: before it is done, and by the next one after it.
    global n
    n += 1
    if n == last:
        print(name, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

def stepped(module, name):
    do = getattr(module, name)
    def doing(*given, **named):
        step(f"{{name}} {{Path(given[0]).name if given and isinstance(given[0], Path) else ''}}")
        return do(*given, **named)
    setattr(module, name, doing)

for module, names in {{
    durable: ("write_whole", "move", "sync_new", "sync_folder"),
    latest: ("move",), ledger: ("write_whole",), removal: ("write_whole", "append_line", "sync_folder"),
    publish: ("sync_new", "name_run", "point_latest", "finish"), begin: ("remove",),
    tables: ("write_deltalake", "sync_new"), rotating: ("write_keys",), shutil: ("rmtree",),
}}.items():
    for name in names:
        stepped(module, name)

with nights.making():
    if what == "run": nights.run_wholly(config)
    elif what == "rotate": rotate(read_config(config))
    else: forget_client(read_config(config), what)
print(n, flush=True)
"""


def command(config, what, last=0):
    """A command in a process of its own, that dies at its nth step; 0: never."""
    return [sys.executable, "-c", SCRIPT, str(config), what, str(last)]


def told(folder):
    """The tables of the latest run, as rows."""
    return {name: table(folder, name) for name in TABLES}


def check(folder):
    """Nothing is damaged, and nothing of a run that died is left."""
    assert list(damages(read_config(folder / "klantreis.toml"))) == []
    runs = {entry.run_id for entry in Ledger(folder / "store").entries()}
    assert {path.name for path in (folder / "out").iterdir() if path.is_dir()} <= {
        ".work",
        "latest",
        *runs,
    }
    assert list((folder / "out" / ".work").iterdir()) == []
    assert not list(folder.rglob("*.unfinished"))


def write_night(folder, night, chance):
    """What a night finds: a new export, and now and then one that repeats, mends or breaks."""
    rows = [
        f"{chance.randrange(9)};k{chance.randrange(6)};{chance.choice(['Intake', 'Gesprek', ''])};"
        f"2024-01-{chance.randrange(1, 29):02}"
        for _ in range(chance.randrange(6))
    ]
    rows.append(f"1;k1;Intake;2024-02-{night % 28 + 1:02}")
    write_export(folder, "a", f"{night if chance.random() < 0.8 else 0:03}.csv", *rows)


def test_nights_that_are_killed_again_and_again_end_as_those_that_never_were(tmp_path):
    chance, killed, never = random.Random(8), tmp_path / "killed", tmp_path / "never"
    for folder in (killed, never):
        folder.mkdir()
        (folder / "klantreis.key").write_text("ab" * 32)
        write_config(folder)
    for night in range(NIGHTS):
        seed = chance.random()
        for folder in (killed, never):
            write_night(folder, night, random.Random(seed))
        run(never / "klantreis.toml")
        n_kills = 0
        while n_kills < KILLS_A_NIGHT:
            process = subprocess.Popen(
                command(killed / "klantreis.toml", "run"),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            time.sleep(chance.uniform(0.1, 2.5))
            process.kill()
            n_kills += process.wait() == -signal.SIGKILL
        run(killed / "klantreis.toml")
        check(killed)
        assert told(killed) == told(never), night


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """A region with a night behind it, and an export that the next one reads."""
    folder = tmp_path_factory.mktemp("region")
    (folder / "klantreis.key").write_text("ab" * 32)
    config = write_config(folder)
    write_export(folder, "a", "1.csv", "1;k1;Intake;2024-01-01", "2;k2;Intake;2024-01-02")
    run(config)
    write_export(folder, "a", "2.csv", "3;k3;Gesprek;2024-02-01")
    return folder


def a_copy(region, folder):
    shutil.copytree(region, folder, symlinks=True)
    return folder / "klantreis.toml"


@pytest.mark.parametrize("what", ["run", "forget", "rotate"])
def test_a_command_that_is_killed_at_any_step_is_as_if_it_never_was_or_whole(
    region, tmp_path, what
):
    client = min(row["client_id"] for row in table(region, "events"))
    words = client if what == "forget" else what
    whole = a_copy(region, tmp_path / "whole")
    done = subprocess.run(command(whole, words), capture_output=True, text=True, check=True)
    n_steps = int(done.stdout.split()[-1])
    assert n_steps > 20
    run(whole)
    expected = told(whole.parent)
    moments = range(1, n_steps + 1)
    for last in sorted(random.Random(what).sample(moments, min(STEPS, n_steps))):
        folder = tmp_path / f"at{last}"
        config = a_copy(region, folder)
        done = subprocess.run(
            command(config, words, last), capture_output=True, text=True, check=False
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        where = f"{what}: {last} of {n_steps}, {done.stdout.strip()}"
        with making():
            run_wholly(config)
            if what == "forget" and client in {row["client_id"] for row in table(folder, "events")}:
                forget_client(read_config(config), client)
            if what == "rotate" and len(Ledger(folder / "store").entries()) == 2:
                rotate(read_config(config))
            run_wholly(config)
        check(folder)
        mine = told(folder)
        if what == "rotate":  # the new key is another one each time
            assert [len(rows) for rows in mine.values()] == [
                len(rows) for rows in expected.values()
            ], where
        else:
            assert mine == expected, where
        shutil.rmtree(folder)
