"""Old run folders and old files of the store go; what counts stays, and reads as it did."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from filelock import FileLock
from hypothesis import example, given
from hypothesis import strategies as st
from nights import bytes_of, run, table, write_config, write_export

from pipelines.config.settings import read_config
from pipelines.config.upkeep_sections import Upkeep
from pipelines.store.damage import damages
from pipelines.store.ledger import Entry, Ledger
from pipelines.store.tables import DECISIONS, FORGOTTEN, Store
from pipelines.upkeep.pruning import prune

KEY = 'key = ["Zaak"]'


def night(folder, n):
    """A night that reads one more export, in which a row of before is another one."""
    write_export(
        folder, "a", f"{n}.csv", f"1;k1;Intake;2024-01-{n:02}", f"1{n};k{n};Intake;2024-02-01"
    )
    return run(folder / "klantreis.toml").run_id


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Four complete nights."""
    folder = tmp_path_factory.mktemp("sound")
    write_config(folder, options=KEY)
    for n in range(1, 5):
        night(folder, n)
    return folder


@pytest.fixture
def region(sound, tmp_path):
    folder = tmp_path / "region"
    shutil.copytree(sound, folder, symlinks=True)
    return folder


def runs(folder):
    return sorted(path.name for path in (folder / "out").glob("2*"))


def pruned(folder, *, days_later=0, dry_run=False, **rules):
    config = read_config(folder / "klantreis.toml")
    now = datetime.now(UTC) + timedelta(days=days_later)
    return prune(config, Upkeep(**rules), dry_run=dry_run, now=now)


def stored(folder):
    """Every row of the store, as the ledger names it."""
    store = Store.standing(folder / "store", Ledger(folder / "store").last())
    return {
        name: [Path(path).read_bytes() for path in store.paths(name)] for name in store.versions
    }


def age(folder):
    """Let every file of the store that is out of use be so for decades."""
    for path in (folder / "store").rglob("_delta_log/*.json"):
        path.write_text(path.read_text().replace('"deletionTimestamp":1', '"deletionTimestamp":0'))


def of_status(folder, n, status):
    """Let the ledger say of its n-th run that it ended so."""
    path = folder / "store" / "runs.jsonl"
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    entries[n]["status"] = status
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))


@pytest.mark.parametrize(
    ("rules", "days_later", "n_kept"),
    [
        ({}, 99, 4),
        ({"keep_runs": 9}, 99, 4),
        ({"keep_runs": 2}, 99, 2),
        ({"keep_runs": 1}, 0, 1),
        ({"keep_days": 5}, 4, 4),
        ({"keep_days": 5}, 6, 1),
        ({"keep_days": 5, "keep_runs": 3}, 6, 3),
        ({"keep_days": 5, "keep_runs": 1}, 4, 4),
    ],
    ids=[
        "no rule: nothing goes",
        "more than there are",
        "the last two",
        "the last one",
        "all are young",
        "all are old: the last complete one stays",
        "old, and kept by number",
        "many, and kept by age",
    ],
)
def test_a_run_stays_while_a_rule_keeps_it(region, rules, days_later, n_kept):
    every, before = runs(region), stored(region)
    told = pruned(region, days_later=days_later, **rules)
    assert runs(region) == every[4 - n_kept :]
    assert told.runs == every[: 4 - n_kept]
    assert stored(region) == before
    assert len(Ledger(region / "store").entries()) == 4
    assert list(damages(read_config(region / "klantreis.toml"))) == []


def test_the_last_complete_run_stays_and_what_latest_points_to(region):
    every = runs(region)
    of_status(region, 2, "partial")
    of_status(region, 3, "rejected")
    latest = region / "out" / "latest"
    latest.unlink()
    latest.symlink_to(every[0])
    assert pruned(region, keep_runs=1).runs == [every[2]]
    assert runs(region) == [every[0], every[1], every[3]]


def test_what_is_no_run_of_the_ledger_stays(region):
    mine = region / "out" / "20200101T000000000Z-mine"
    mine.mkdir()
    (mine / "manifest.json").write_text("{}")
    every = runs(region)
    pruned(region, keep_runs=1)
    assert runs(region) == [mine.name, every[-1]]


def test_files_that_only_old_versions_need_go_and_the_next_night_goes_on(region):
    n_before = len(list((region / "store").rglob("*.parquet")))
    # younger than an hour no file goes: a reader may be at it
    assert pruned(region, keep_runs=1).n_files == 0
    age(region)
    told = pruned(region, keep_runs=1)
    assert told.n_files > 0
    assert len(list((region / "store").rglob("*.parquet"))) == n_before - told.n_files
    assert list(damages(read_config(region / "klantreis.toml"))) == []
    night(region, 5)
    assert len(table(region, "events")) == 6


def test_a_dry_run_says_the_same_and_removes_nothing(region):
    before = bytes_of(region)
    told = pruned(region, keep_runs=1, dry_run=True)
    assert len(told.runs) == 3
    assert told.n_bytes > 0
    assert bytes_of(region) == before
    assert pruned(region, keep_runs=1) == told


def test_a_night_prunes_by_its_config(region):
    config = region / "klantreis.toml"
    config.write_text(config.read_text() + "\n[upkeep]\nkeep_runs = 2\n")
    run_id = night(region, 5)
    assert len(runs(region)) == 2
    assert runs(region)[-1] == run_id
    assert list((region / "out" / ".work").iterdir()) == []
    assert "keep_runs" not in (region / "out" / "latest" / "manifest.json").read_text()


def test_the_command_prunes_under_the_lock(region, klantreis):
    config = region / "klantreis.toml"
    code, _, err = klantreis("prune", config)
    assert (code, "nothing goes" in err) == (0, True)
    with FileLock(region / "store" / ".lock"):
        code, _, err = klantreis("prune", config, "--keep-runs", 1)
        assert (code, "another run has store" in err) == (1, True)
    assert len(runs(region)) == 4
    code, out, _ = klantreis("prune", config, "--keep-runs", 1, "--json")
    assert (code, len(json.loads(out)["runs"])) == (0, 3)
    assert len(runs(region)) == 1


ROWS = {
    "decisions": pa.table(
        {"person_a": ["a"], "person_b": ["b"], "is_same": [True], "decided_by": ["me"], "decided_at": [""]},
        DECISIONS,
    ),
    "forgotten": pa.table({"mark": ["m"]}, FORGOTTEN),
}  # fmt: skip
DEEDS = st.lists(st.sampled_from([*ROWS, "renew", "undo", "compact"]), min_size=1, max_size=6)


@given(DEEDS)
@example(["decisions", "decisions", "compact"])
def test_the_store_reads_the_same_whatever_was_done_to_it(deeds):
    with TemporaryDirectory() as name:
        folder = Path(name)
        config = read_config(write_config(folder))
        store, ledger = Store(folder / "store", {}), Ledger(folder / "store")
        (folder / "store").mkdir()
        for n, deed in enumerate(deeds):
            if deed in ROWS:
                store.add(deed, ROWS[deed])
            elif deed == "renew":
                held = {each: [store.read(each, ROWS[each].schema)] for each in store.versions}
                generation = f"generation-{n}"
                store = Store(folder / "store", store.renew(generation, held), generation)
                store.remove_others()
            elif deed == "compact":
                for each in store.versions:
                    stored_table = DeltaTable(store.folder / each)
                    stored_table.optimize.compact()
                    store.versions[each] = stored_table.version()
            elif store.versions:
                each = next(iter(store.versions))
                Store(store.root, store.versions, store.generation).add(each, ROWS[each])
                store.undo_unfinished()
            at, figures = datetime.now(UTC).isoformat(), {"sources": []}
            ledger.append(
                Entry(str(n), "complete", at, "", dict(store.versions), figures, store.generation)
            )
        before = stored(folder)
        age(folder)
        n_files = prune(config, Upkeep(keep_runs=1)).n_files
        assert n_files > 0 or deeds != ["decisions", "decisions", "compact"]
        assert stored(folder) == before
        assert [each for each in damages(config) if "latest" not in str(each.error)] == []
