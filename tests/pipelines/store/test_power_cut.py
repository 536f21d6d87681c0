"""Whatever a power cut leaves of a night: `latest` is whole, the next night goes on, and no row is lost.

A night is traced, states of the disk are built that a power cut at any moment may leave (`power`), and each
is lived on with. KLANTREIS_POWER_CUTS says how many; by default a few, in a thorough run more.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from nights import run, table, write_config, write_export
from power import STRACE, History, recorded
from profiles import THOROUGH

from pipelines.config.settings import read_config
from pipelines.store.damage import damages
from pipelines.store.ledger import Ledger

pytestmark = pytest.mark.skipif(not STRACE, reason="no strace on this machine")

CUTS = int(os.environ.get("KLANTREIS_POWER_CUTS") or (15 if THOROUGH else 4))
HERE = Path(__file__).parents[3]
SCRIPT = f"""
import sys; sys.path[:0] = [{str(HERE / "tests/helpers")!r}, {str(HERE)!r}]
from pathlib import Path
import nights
from pipelines.config.settings import read_config
from pipelines.rights.forget import forget_client
config = Path(sys.argv[1])
with nights.making():
    if len(sys.argv) > 2: forget_client(read_config(config), sys.argv[2])
    else: nights.run_wholly(config)
"""
ROWS = ("1;k1;Intake;2024-01-01", "1;k1;Gesprek;2024-01-15", "2;k2;Intake;2024-01-02")


def traced(folder, *words):
    """What a command does to a region, as its history, and the region before and after."""
    region, before = folder / "region", folder / "before"
    shutil.copytree(region, before, symlinks=True)
    calls = recorded(
        [sys.executable, "-c", SCRIPT, region / "klantreis.toml", *words], region, folder
    )
    return History(before, region, calls)


def states(history, folder, seed):
    """Regions as a power cut may leave them: at moments all over the night, more of them where it counts."""
    chance = random.Random(seed)
    syncs = sorted(set(history.certain.values())) or [0]
    for n in range(CUTS):
        near = max(0, min(history.n_calls, chance.choice(syncs) + chance.randint(-3, 3)))
        at = near if n % 3 else chance.randrange(history.n_calls + 1)
        at = {0: history.n_calls, 1: 0}.get(n, at)
        state = folder / f"state{n}"
        history.write_state(at, chance, state)
        yield state
        shutil.rmtree(state)


def region(folder):
    """A region with a night behind it, and an export that the next one reads."""
    place = folder / "region"
    place.mkdir()
    config = write_config(place)
    write_export(place, "a", "1.csv", *ROWS)
    run(config)
    return config


def check_whole(latest):
    """Each file that the manifest names is there as it was written."""
    files = json.loads((latest / "manifest.json").read_text())["outputs"]
    assert files
    for each in files:
        assert sha256((latest / each["file"]).read_bytes()).hexdigest() == each["sha256"], each


def test_a_power_cut_loses_no_row_and_latest_is_whole(tmp_path):
    config = region(tmp_path)
    write_export(
        config.parent, "a", "2.csv", "3;k3;Intake;2024-02-01", "1;k1;Afsluiting;2024-02-02"
    )
    history = traced(tmp_path)
    entries = [
        len(Ledger(each / "store").entries()) for each in (tmp_path / "before", config.parent)
    ]
    assert entries == [1, 2]
    n_counted = set()
    for state in states(history, tmp_path, seed=1):
        assert list(damages(read_config(state / "klantreis.toml"))) == []
        check_whole(state / "out" / "latest")
        n_before = len(Ledger(state / "store").entries())
        n_counted.add(n_before)
        outcome = run(state / "klantreis.toml")
        assert outcome.status == "complete"
        assert outcome.new == (2 if n_before == 1 else 0)
        rows = {(row["case_id"], row["activity_source"]) for row in table(state, "events")}
        assert len(rows) == len(table(state, "events")) == 5
        check_whole(state / "out" / "latest")
        assert {each.name for each in (state / "out").iterdir()} - {
            ".lock",
            ".store.json",
            ".work",
        } == {
            "latest",
            *(entry.run_id for entry in Ledger(state / "store").entries()),
        }
        assert list((state / "out" / ".work").iterdir()) == []
    assert n_counted == {1, 2}


def test_nobody_who_was_forgotten_comes_back_after_a_power_cut(tmp_path):
    config = region(tmp_path)
    client = min(row["client_id"] for row in table(config.parent, "events"))
    history = traced(tmp_path, client)
    n_counted = set()
    for n, state in enumerate(states(history, tmp_path, seed=2)):
        if n % 3 == 0:  # and after all of it was done, with what no fsync made certain
            shutil.rmtree(state)
            history.write_state(history.n_calls, random.Random(n), state)
        assert list(damages(read_config(state / "klantreis.toml"))) == []
        check_whole(state / "out" / "latest")
        n_counted.add(n_before := len(Ledger(state / "store").entries()))
        assert n % 3 or n_before == 2
        assert run(state / "klantreis.toml").new == 0
        clients = {row["client_id"] for row in table(state, "events")}
        assert (client in clients) == (n_before == 1)
        if n_before == 2:
            assert not [
                path
                for path in state.rglob("*")
                if path.is_file() and client.encode() in path.read_bytes()
            ]
    assert n_counted == {1, 2}
