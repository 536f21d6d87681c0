"""Two real logs, and pm4py as the oracle of what follows what and how long a case takes."""

from __future__ import annotations

import contextlib
import io
import shutil
from pathlib import Path

import pandas as pd
import pytest
from nights import run, table

from pipelines.config.settings import read_config

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def pm4py():
    """The oracle, without its banner and its progress bars."""
    with contextlib.redirect_stdout(io.StringIO()):
        import pm4py
        from pm4py.objects.log.importer.xes import importer
        from pm4py.objects.log.util import interval_lifecycle

    pm4py.util.constants.SHOW_PROGRESS_BAR = False
    pm4py.read_log = lambda path: importer.apply(str(path), parameters={"show_progress_bar": False})
    pm4py.to_interval = interval_lifecycle.to_interval
    return pm4py


def night(shared, folder, name):
    log = shared / "data" / "logs" / f"{name}.xes.gz"
    if not log.exists():
        pytest.skip(f"no {log.name} in shared/data/logs")
    shutil.copy(log, folder)
    shutil.copy(DATA / f"{name}.toml", folder)
    outcome = run(folder / f"{name}.toml", "flows", "routes")
    assert outcome.status == "complete"
    return outcome, folder / f"{name}.xes.gz"


def found_flows(folder):
    return {(f["from_activity"], f["to_activity"]): f["n"] for f in table(folder, "flows")}


def found_durations(folder):
    return sorted(journey["duration_s"] for journey in table(folder, "journeys"))


def test_the_receipt_log_has_pm4pys_flows_and_case_durations(shared, tmp_path, pm4py):
    outcome, path = night(shared, tmp_path, "receipt")
    log = pm4py.read_log(path)
    assert (outcome.events, outcome.journeys) == (8577, 1434)
    dfg, _, _ = pm4py.discover_dfg(log)
    assert found_flows(tmp_path) == dict(dfg)
    assert found_durations(tmp_path) == pytest.approx(sorted(pm4py.get_all_case_durations(log)))
    variants = {" > ".join(variant): n for variant, n in _counted(pm4py.get_variants(log)).items()}
    assert {row["route"]: row["n_journeys"] for row in table(tmp_path, "routes")} == variants


@pytest.mark.thorough
def test_paired_events_have_the_flows_and_durations_of_pm4pys_interval_form(
    shared, tmp_path, pm4py
):
    outcome, path = night(shared, tmp_path, "bpic2012")
    log = pm4py.read_log(path)
    as_of = pd.Timestamp(outcome.as_of)
    n_open = _close_what_is_open(log, as_of)
    assert n_open == 3  # begun and never completed: pm4py would drop them, here they are running
    interval = pm4py.to_interval(log)
    assert outcome.events == sum(len(trace) for trace in interval)
    assert sum(event["is_running"] for event in table(tmp_path, "events")) == n_open
    # pm4py orders by start alone; where two start at once, both orders say the same of the case
    dfg, _, _ = pm4py.discover_dfg(interval)
    assert found_flows(tmp_path) == dict(dfg)
    durations = sorted(
        (
            max(event["time:timestamp"] for event in trace)
            - min(event["start_timestamp"] for event in trace)
        ).total_seconds()
        for trace in interval
    )
    assert found_durations(tmp_path) == pytest.approx(durations)


def _close_what_is_open(log, as_of):
    """Complete at `as_of` what was started and never completed; says how many."""
    closed = 0
    for trace in log:
        waiting = {}
        for event in trace:
            name = event["concept:name"]
            move = event["lifecycle:transition"].lower()
            if move == "start":
                waiting.setdefault(name, []).append(event)
            elif move == "complete" and waiting.get(name):
                waiting[name].pop(0)
        for _, events in sorted(waiting.items()):
            for event in events:
                end = type(event)({**dict(event), "lifecycle:transition": "COMPLETE"})
                end["time:timestamp"] = as_of
                trace.append(end)
                closed += 1
    return closed


def _counted(variants):
    return {variant: n if isinstance(n, int) else len(n) for variant, n in variants.items()}


def test_the_configs_of_these_tests_are_right():
    assert {read_config(path).project.name for path in DATA.glob("*.toml")} == {
        "Receipt",
        "bpic2012",
    }
