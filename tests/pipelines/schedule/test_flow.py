"""The flow in Prefect: what it shows, what it keeps to itself, and that a schedule really runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nights import run, run_wholly, table, write_config, write_export

from connectors.errors import ColumnMissingError, FileUnreadableError
from connectors.identity.pseudonyms import keys_of
from pipelines.errors import ConfigError, PipelineError
from pipelines.night.conductor import may_pass
from pipelines.schedule.blocks import read_blocks
from pipelines.schedule.own_config import OWN_CONFIG, own_config
from pipelines.store.ledger import Ledger
from pipelines.store.run_ids import new_run_id

ROWS = ("1;k1;Intake;2024-01-01", "1;k1;Gesprek;2024-03-01", "2;k2;Intake;2024-01-02")
NAMES = [f"Achternaamvan{n}" for n in range(40)]


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory):
    return tmp_path_factory.mktemp("prefect")


def klantreis(*words, home, **options):
    """The command line, as a person starts it."""
    environment = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    environment |= {"PREFECT_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **options,
    )


def test_a_run_by_prefect_needs_no_network_and_leaves_the_same_as_a_plain_one(
    tmp_path, prefect_home
):
    by_flow, plainly = tmp_path / "flow", tmp_path / "plain"
    for folder in (by_flow, plainly):
        folder.mkdir()
        (folder / "klantreis.key").write_text("ab" * 32)
        write_config(folder, sources=("a", "b"))
        write_export(folder, "a", "1.csv", *ROWS)
        write_export(folder, "b", "1.csv", *ROWS)
    run_wholly(plainly / "klantreis.toml", draw=True)
    # a network of its own, with nothing in it but loopback, where the machine lets us have one
    alone = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    can = subprocess.run([*alone, "true"], check=False, capture_output=True).returncode == 0
    done = subprocess.run(
        [*(alone if can else []), sys.executable, "-m", "pipelines.cli.main", "run", "--prefect", "--json",
         str(by_flow / "klantreis.toml")],
        env={**os.environ, "PREFECT_HOME": str(prefect_home)},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    one, other = ((folder / "out" / "latest" / "manifest.json") for folder in (by_flow, plainly))
    assert one.read_text() == other.read_text()


def test_a_failing_run_tells_no_traceback_and_no_data(tmp_path, prefect_home):
    config = write_config(tmp_path, sources=("goed", "fout"))
    write_export(tmp_path, "goed", "1.csv", *ROWS)
    rows = [f"1;{name};Intake;{n % 12 + 1:02}-{n % 9 + 1:02}-2024" for n, name in enumerate(NAMES)]
    write_export(tmp_path, "fout", "1.csv", *rows)
    done = klantreis("run", "--prefect", config, home=prefect_home)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "source 'fout', file '1.csv': column 'Begin' (started_at): reads both ways" in said
    assert "Traceback" not in said
    assert not [name for name in NAMES if name in said]
    entry = Ledger(tmp_path / "store").last()
    assert entry.status == "partial"
    assert not (tmp_path / "out" / "latest").exists()


@pytest.mark.thorough
def test_no_identity_is_in_anything_that_a_run_leaves(tmp_path, prefect_home):
    config = write_config(tmp_path, columns='worker = "Wie"\nregisseur = "Regie"')
    header = "Zaak;Klant;Wat;Begin;Wie;Regie"
    rows = [
        f"Z{name};{name};Intake;2024-01-{n % 28 + 1:02};W{name};R{name}"
        for n, name in enumerate(NAMES)
    ]
    bad = [f"Z{name};{name};;;W{name};R{name}" for name in NAMES]
    write_export(tmp_path, "a", "1.csv", *rows, *bad, header=header)
    done = klantreis("run", "--prefect", config, home=prefect_home)
    assert done.returncode == 0, done.stderr
    places = [tmp_path / "store", tmp_path / "out", prefect_home]
    left = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert len(left) > 20
    said = [(done.stdout + done.stderr).encode(), *(path.read_bytes() for path in left)]
    # Parquet compresses its pages: look into the rows as well
    for name in ("events", "links", "regisseurs", "rejected", "steps"):
        said.append(repr(table(tmp_path, name)).encode())
    assert not [name for name in NAMES if any(name.encode() in text for text in said)]


@pytest.mark.thorough
def test_a_served_schedule_really_starts_a_run(tmp_path, prefect_home):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *ROWS)
    environment = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    environment |= {"PREFECT_HOME": str(tmp_path / "prefect")}
    words = [
        sys.executable,
        "-m",
        "pipelines.cli.main",
        "schedule",
        str(config),
        "--cron",
        "* * * * *",
    ]
    process = subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 240
        while Ledger(tmp_path / "store").last() is None and time.monotonic() < until:
            assert process.poll() is None, "the schedule ended by itself"
            time.sleep(1)
        assert Ledger(tmp_path / "store").last().status == "complete"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()


def test_prefect_yaml_names_the_flow_that_is_there_and_one_config(monkeypatch):
    import yaml
    from prefect import Flow
    from prefect.flows import load_flow_from_entrypoint
    from prefect.utilities.templating import apply_values

    monkeypatch.setenv("KLANTREIS_HOME", "/srv/klantreis")
    text = (Path(__file__).parents[3] / "prefect.yaml").read_text(encoding="utf-8")
    (deployment,) = apply_values(yaml.safe_load(text)["deployments"], {})
    assert isinstance(load_flow_from_entrypoint(deployment["entrypoint"]), Flow)
    assert (
        deployment["entrypoint"] == "pipelines.schedule.flow.nightly"
    )  # with or without a checkout
    config = "/srv/klantreis/klantreis.toml"
    assert deployment["parameters"] == {"config_path": config}
    assert deployment["work_pool"]["job_variables"] == {"env": {OWN_CONFIG: config}}


def test_the_run_is_shown_in_prefect_with_its_figures_and_nothing_else(tmp_path, prefect):
    import asyncio

    from prefect.client.orchestration import get_client
    from prefect.logging.handlers import APILogHandler

    from pipelines.config.settings import read_config
    from pipelines.night.progress import listening
    from pipelines.schedule.running import run_flow

    config = write_config(tmp_path, sources=("a", "b"))
    write_export(tmp_path, "a", "1.csv", *ROWS)
    write_export(tmp_path, "b", "1.csv", "1;k1;Brief;2024-01-05")
    lines = []
    with listening(lines.append):
        outcome = run_flow(config, read_config(config), run_id=new_run_id())
    assert outcome.status == "complete"
    APILogHandler().flush()

    async def shown():
        async with get_client() as client:
            runs = await client.read_flow_runs()
            mine = [run for run in runs if run.name == f"nightly {outcome.run_id}"]
            ids = {run.id for run in mine}
            artifacts = [a for a in await client.read_artifacts() if a.flow_run_id in ids]
            tasks = [task for task in await client.read_task_runs() if task.flow_run_id in ids]
            logs = [log.message for log in await client.read_logs()]
            return artifacts, tasks, logs, mine

    artifacts, tasks, logs, (flow_run,) = asyncio.run(shown())
    assert flow_run.tags == ["Proef", "klantreis"]
    shown_by = {artifact.key: artifact for artifact in artifacts}
    assert shown_by["klantreis-run"].data.startswith(f"# Run {outcome.run_id}: complete\n")
    assert [row["name"] for row in json.loads(shown_by["klantreis-sources"].data)] == ["a", "b"]
    report = Path(outcome.run_dir) / "report" / "index.html"
    assert report.exists()
    assert shown_by["klantreis-report"].data == f"[{report}]({report.as_uri()})"
    assert [line for line in logs if line.startswith("ingest b: 1 rows")]
    states = {task.name: task.state_name for task in tasks}
    for name in ("ingest a", "ingest b"):
        assert states[name] == "Completed"
    assert {name.rsplit("-", 1)[0] for name in states} >= {"reconstruct", "analyse", "publish"}
    assert any(line.startswith("ingest a: 3 rows") for line in lines)


def test_the_parameters_of_the_flow_are_described():
    from prefect.utilities.callables import parameter_schema

    from pipelines.schedule.flow import nightly

    described = parameter_schema(nightly).properties
    assert {name: bool(part.get("description")) for name, part in described.items()} == {
        "config_path": True,
        "run_id": True,
        "reread": True,
    }


def test_a_night_that_fails_and_one_that_does_not_leave_no_pickle(tmp_path, prefect):
    from prefect.settings import PREFECT_LOCAL_STORAGE_PATH

    from pipelines.config.settings import read_config
    from pipelines.schedule.running import run_flow

    config = write_config(tmp_path)
    export = write_export(tmp_path, "a", "1.csv", *ROWS, header="Zaak;Klant;Wat;Onbekend")
    with pytest.raises(PipelineError, match="column for started_at is missing"):
        run_flow(config, read_config(config), run_id=new_run_id())
    export.unlink()
    write_export(tmp_path, "a", "1.csv", *ROWS)
    assert run_flow(config, read_config(config), run_id=new_run_id()).status == "complete"
    home = prefect.login.parent
    assert PREFECT_LOCAL_STORAGE_PATH.value() == home / "storage"
    assert not (home / "storage").exists()


def test_a_deployment_runs_its_own_config_alone(tmp_path, prefect, monkeypatch):
    from pipelines.schedule.flow import nightly

    config = write_config(tmp_path)
    other = tmp_path / "other" / "klantreis.toml"
    monkeypatch.setenv(OWN_CONFIG, str(config))
    state = nightly(str(other), return_state=True)
    assert state.is_failed()
    assert state.message == "this deployment runs klantreis.toml alone, whatever config_path says"
    assert not (tmp_path / "store").exists()
    monkeypatch.delenv(OWN_CONFIG)
    with pytest.raises(ConfigError, match="KLANTREIS_CONFIG is not set"):
        own_config(str(config), is_deployed=True)
    assert own_config(str(config), is_deployed=False) == config


PLAINLY = """
import socket, sys

from pipelines.cli import main as cli
from pipelines.night import ingest

SLOW = {"prefect", "pm4py", "networkx", "scipy", "splink", "sqlalchemy", "httpx"}


def listen(*_):
    raise AssertionError("a port is open")


def read_extract(*args, **options):
    assert not SLOW & {name.partition(".")[0] for name in sys.modules}
    return original(*args, **options)


socket.socket.listen = listen
original, ingest.read_extract = ingest.read_extract, read_extract
try:
    cli.main()
finally:
    assert "prefect" not in sys.modules
"""


def test_a_plain_run_starts_no_server_and_reads_its_first_row_before_it_imports_what_is_slow(
    tmp_path,
):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *ROWS)
    environment = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    done = subprocess.run(
        [sys.executable, "-c", PLAINLY, "run", str(config)],
        env=environment | {"PREFECT_HOME": str(tmp_path / "prefect")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    assert "ingest a: 3 rows, 0 files unchanged" in done.stderr
    assert not (tmp_path / "prefect").exists()


def test_a_key_in_a_secret_block_of_prefect_is_used(tmp_path, prefect):
    from prefect.blocks.system import Secret

    Secret(value="ab" * 32).save("sleutel-van-de-proef", overwrite=True)
    config = write_config(tmp_path)
    config.write_text(config.read_text() + '[privacy]\nkey_block = "sleutel-van-de-proef"\n')
    write_export(tmp_path, "a", "1.csv", *ROWS)
    read_blocks()
    assert run(config).status == "complete"
    assert not (tmp_path / "klantreis.key").exists()
    fingerprint = keys_of("ab" * 32, "the key").fingerprint()
    assert Ledger(tmp_path / "store").last().key == fingerprint


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (OSError("the share is away"), True),
        (FileUnreadableError("cannot be read"), False),
        (ColumnMissingError("column for case_id is missing"), False),
    ],
    ids=["a share that is away", "a file that is none", "a missing column"],
)
def test_only_what_may_pass_is_tried_again(error, again):
    from prefect.states import Failed

    from pipelines.schedule.flow import _may_pass

    assert may_pass(error) is again
    assert _may_pass(None, None, Failed(data=error)) is again
