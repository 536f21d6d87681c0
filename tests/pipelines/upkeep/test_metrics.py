"""Metrics in a file: the format that Prometheus reads, of good and of failed nights."""

from __future__ import annotations

import re

import pytest
from nights import failure, run, write_config, write_export

from pipelines.config.settings import read_config
from pipelines.upkeep.last_night import LastNight
from pipelines.upkeep.metrics import text_of_metrics
from pipelines.upkeep.status import Status

SAMPLE = re.compile(r'^([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)+)\})? (-?[0-9.e+]+)$')


def read(path):
    """The samples of a file: name and labels to value; every sample's name has its HELP and TYPE."""
    known, samples = {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            _, what, name, _ = line.split(" ", 3)
            known.setdefault(name, []).append(what)
        else:
            name, labels, value = SAMPLE.match(line).groups()
            assert known[name] == ["HELP", "TYPE"]
            samples[name, labels or ""] = float(value)
    return samples


@pytest.fixture
def region(tmp_path):
    config = write_config(tmp_path, ("a", "b"))
    config.write_text(config.read_text() + '\n[upkeep]\nmetrics = "klantreis.prom"\n')
    write_export(
        tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01", "2;k2;Intake;x", "3;k1;Gesprek;2024-01-02"
    )
    write_export(tmp_path, "b", "1.csv", "9;k9;Start;2024-02-01")
    return config


def test_a_night_has_its_counts_by_source_and_outcome(region):
    run(region, "signals")
    path = region.parent / "klantreis.prom"
    samples = read(path)
    rows = {labels: n for (name, labels), n in samples.items() if name == "klantreis_source_rows"}
    assert rows == {
        'source="a",outcome="new"': 2, 'source="a",outcome="rejected"': 1, 'source="a",outcome="repeated"': 0,
        'source="b",outcome="new"': 1, 'source="b",outcome="rejected"': 0, 'source="b",outcome="repeated"': 0,
    }  # fmt: skip
    assert samples["klantreis_last_run_status", 'status="complete"'] == 1
    assert samples["klantreis_last_run_status", 'status="failed"'] == 0
    assert samples["klantreis_run_folders", ""] == 1
    assert samples["klantreis_store_bytes", ""] > 1000
    assert samples["klantreis_source_failed", 'source="a"'] == 0
    assert samples["klantreis_new_signals", 'severity="hoog"'] == 0
    # too few deliveries to say: no value, which is no 0
    assert ("klantreis_source_late", 'source="a"') not in samples
    assert path.stat().st_mode & 0o777 == 0o644
    assert not list(region.parent.glob("*.unfinished"))


def test_a_source_that_failed_has_no_rows(region):
    (region.parent / "b" / "1.csv").unlink()
    run(region)
    samples = read(region.parent / "klantreis.prom")
    assert samples["klantreis_last_run_status", 'status="partial"'] == 1
    assert samples["klantreis_source_failed", 'source="b"'] == 1
    assert ("klantreis_source_rows", 'source="b",outcome="new"') not in samples


def test_a_night_that_fails_says_so_and_when_the_last_complete_one_was(region):
    run(region)
    complete = read(region.parent / "klantreis.prom")
    for path in region.parent.glob("[ab]/*.csv"):
        path.unlink()
    failure(region)
    samples = read(region.parent / "klantreis.prom")
    assert samples["klantreis_last_run_status", 'status="failed"'] == 1
    assert samples["klantreis_last_run_status", 'status="complete"'] == 0
    name = "klantreis_last_complete_run_timestamp_seconds", ""
    assert samples[name] == complete[name]
    now = "klantreis_last_run_timestamp_seconds", ""
    assert samples[now] >= complete[now]
    assert [
        key for key in samples if key[0] in ("klantreis_source_rows", "klantreis_source_failed")
    ] == []


def test_a_file_that_cannot_be_written_fails_no_night(region):
    (region.parent / "klantreis.prom").mkdir()
    assert run(region).status == "complete"


def test_a_name_with_signs_in_it_is_a_label_still(region, tmp_path):
    figures = {'a"\\\nb': {"error": None, "new": 1, "rejected": 0, "repeated": 0}}
    path = tmp_path / "odd.prom"
    night = LastNight("r", "complete", 1.0, [], figures)
    path.write_text(text_of_metrics(read_config(region), night, Status(is_running=False)))
    assert read(path)["klantreis_source_rows", 'source="a\\"\\\\\\nb",outcome="new"'] == 1
