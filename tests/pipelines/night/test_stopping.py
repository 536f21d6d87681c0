"""A run that is told to stop ends at once, with a message, and nothing of it stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from nights import bytes_of, run, table, write_config, write_export

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")

ENDLESS = {
    "asleep": "time.sleep(999)",
    "in the engine": "duckdb.connect().execute('select sum(i % 7) from range(1000000000000) t(i)')",
}
SCRIPT = """
import sys, time
import duckdb
from pipelines.cli.main import main
from pipelines.night import {module}
def endless(*_, **__):
    print("here", flush=True)
    {endless}
{module}.{name} = endless
main()
"""


def stopped(folder, number, *words, module, name, endless):
    """What a command says and leaves that is told to stop once it is at that function."""
    temporary = folder / "tmp"
    temporary.mkdir()
    script = SCRIPT.format(module=module, name=name, endless=endless)
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(temporary), "KLANTREIS_LANG": "en"},
    )  # fmt: skip
    assert process.stdout.readline() == "here\n"
    process.send_signal(number)
    _, error = process.communicate(timeout=60)
    assert list(temporary.iterdir()) == []
    return process.returncode, error


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("endless", ENDLESS)
def test_nothing_of_a_run_stays_that_is_told_to_stop(tmp_path, number, endless):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    run(config)
    write_export(tmp_path, "a", "2.csv", "2;k2;Intake;2024-02-01")
    before = bytes_of(tmp_path)
    code, error = stopped(
        tmp_path,
        number,
        "run",
        config,
        module="publish",
        name="draw_maps",
        endless=ENDLESS[endless],
    )
    name = signal.Signals(number).name
    assert code == 128 + number
    assert error.splitlines()[-1] == f"stopped by {name}; the next run begins with what counts"
    assert "Traceback" not in error
    (tmp_path / "tmp").rmdir()
    assert bytes_of(tmp_path) == before
    assert list((tmp_path / "out" / ".work").iterdir()) == []
    assert run(config).new == 1
    assert len(table(tmp_path, "events")) == 2


def test_a_check_that_is_told_to_stop_leaves_nothing_of_what_it_read(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    code, error = stopped(
        tmp_path, signal.SIGTERM, "check", config,
        module="checking", name="merge", endless=ENDLESS["asleep"],
    )  # fmt: skip
    assert (code, error.count("\n")) == (143, 1)


def test_a_check_that_was_killed_leaves_nothing_once_another_is_made(
    tmp_path, klantreis, monkeypatch
):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    with pytest.raises(AssertionError):  # what it read is still there
        stopped(
            tmp_path, signal.SIGKILL, "check", config,
            module="checking", name="merge", endless=ENDLESS["asleep"],
        )  # fmt: skip
    assert klantreis("check", config)[0] == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_run_that_is_being_counted_counts_before_it_ends(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    code, _ = stopped(
        tmp_path, signal.SIGTERM, "run", config,
        module="publish", name="sync_new", endless="time.sleep(1)",
    )  # fmt: skip
    assert code == 143
    assert (tmp_path / "out" / "latest").is_dir()
    assert list((tmp_path / "out" / ".work").iterdir()) == []
    assert run(config).new == 0
    assert len(table(tmp_path, "events")) == 1
