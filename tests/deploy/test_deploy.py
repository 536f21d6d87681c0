"""What stands in deploy/ is what it says: units, a container, a cron line, and nights in other schedulers."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from nights import making, write_config, write_export

from pipelines.store.ledger import Ledger

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
ROWS = ("1;k1;Intake;2024-01-01", "2;k2;Intake;2024-01-02")
PROGRAM = "/opt/klantreis/bin/klantreis"


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze")
    for name in ("klantreis.service", "klantreis.timer"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, sys.executable))
    done = subprocess.run(
        [shutil.which("systemd-analyze"), "verify", "--man=no", *map(str, tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if str(tmp_path) in line]
    assert (done.returncode, said) == (0, [])


def test_the_service_writes_in_one_place_and_stops_as_long_as_a_run_takes_to_stop():
    from pipelines.night.stopping import WAIT_S

    text = (DEPLOY / "klantreis.service").read_text(encoding="utf-8")
    options = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"\w+=", line))
    assert options["ProtectSystem"] == "strict"
    assert options["ReadWritePaths"] == options["WorkingDirectory"] == "/var/lib/klantreis"
    assert options["UMask"] == "0077"
    assert options["PrivateTmp"] == options["NoNewPrivileges"] == "yes"
    assert options["CapabilityBoundingSet"] == ""
    assert float(options["TimeoutStopSec"]) > WAIT_S
    assert options["RestartPreventExitStatus"] == "2 3"


def test_the_container_is_built_from_the_lock_without_root_and_without_an_address():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", text).splitlines()
    words = [line.split() for line in lines if line and not line.startswith("#")]
    assert "://" not in text
    assert {line[1] for line in words if line[0] == "FROM"} == {"python:3.13-slim"}
    copied = [
        name
        for line in words
        if line[0] == "COPY" and not line[1].startswith("--")
        for name in line[1:-1]
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert set(copied) >= {
        "journeys",
        "connectors",
        "outputs",
        "pipelines",
        "requirements-all.lock",
    }
    installs = [" ".join(line) for line in words if "install" in line and "--no-deps" in line]
    assert ["--require-hashes" in line or "--no-build-isolation" in line for line in installs] == [
        True,
        True,
    ]
    assert [line for line in words if line[0] == "USER"] == [["USER", "10001"]]


@pytest.mark.parametrize(
    ("code", "said"),
    [(0, []), (1, ["klantreis: exitcode 1", "source 'a': away"])],
    ids=["a night that is complete", "a night that failed"],
)
def test_cron_mails_what_a_night_said_when_it_failed_and_else_nothing(tmp_path, code, said):
    if not shutil.which("flock"):
        pytest.skip("needs flock")
    text = (DEPLOY / "klantreis.cron").read_text(encoding="utf-8")
    _, line = text.strip().rsplit("\n", 1)
    program = tmp_path / "klantreis"
    program.write_text(f"#!/bin/sh\necho \"source 'a': away\" >&2\nexit {code}\n")
    program.chmod(0o700)
    command = line.split(None, 6)[6].replace(PROGRAM, shlex.quote(str(program)))
    command = command.replace("/var/lib/klantreis", shlex.quote(str(tmp_path)))
    assert "%" not in command  # cron makes a line's end of it
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == said
    assert done.stderr == ""


def module(monkeypatch, name, **attributes):
    """Let a module of another scheduler be imported."""
    made = ModuleType(name)
    made.__dict__.update(attributes)
    monkeypatch.setitem(sys.modules, name, made)


def calling(function):
    """A decorator's function, which is called when somebody calls it."""
    return function


def test_the_dag_of_airflow_runs_a_night(tmp_path, monkeypatch):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *ROWS)
    options = {}

    def dag(**given):
        options.update(given)
        return calling

    def external_python(*, python, expect_airflow):
        assert (python, expect_airflow) == ("/opt/klantreis/bin/python", False)
        return lambda night: lambda _: night(str(config))

    module(monkeypatch, "pendulum", datetime=lambda *day, tz: (*day, tz))
    module(monkeypatch, "airflow")
    task = SimpleNamespace(external_python=external_python)
    module(monkeypatch, "airflow.sdk", dag=dag, task=task)
    with making():
        runpy.run_path(str(DEPLOY / "airflow_dag.py"))
    assert options == {
        "schedule": "0 3 * * *",
        "start_date": (2026, 1, 1, "Europe/Amsterdam"),
        "catchup": False,
        "max_active_runs": 1,
    }
    assert Ledger(tmp_path / "store").last().status == "complete"


def test_the_job_of_dagster_runs_a_night(tmp_path, monkeypatch):
    monkeypatch.setenv("KLANTREIS_CONFIG", str(write_config(tmp_path)))
    write_export(tmp_path, "a", "1.csv", *ROWS)
    module(
        monkeypatch,
        "dagster",
        op=calling,
        job=calling,
        Definitions=SimpleNamespace,
        ScheduleDefinition=SimpleNamespace,
    )
    there = runpy.run_path(str(DEPLOY / "dagster_job.py"))
    assert there["every_night"].execution_timezone == "Europe/Amsterdam"
    assert there["defs"].schedules == [there["every_night"]]
    with making():
        there["defs"].jobs[0]()
    assert Ledger(tmp_path / "store").last().status == "complete"
