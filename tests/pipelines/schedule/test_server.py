"""The server of a schedule: who may ask it, where it keeps its things, and with what it ends."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request

import pytest
from nights import write_config, write_export

from connectors.errors import ConnectorError
from pipelines.config.settings import read_config
from pipelines.errors import ConfigError, PipelineError
from pipelines.schedule.blocks import _block
from pipelines.schedule.home import locked_home, prefect_home, whole_database
from pipelines.schedule.lifeline import PARENT
from pipelines.schedule.login import OPENER, new_login, read_login, refuses_strangers
from pipelines.schedule.quiet import LOOPBACK, quieten

ROOT = Path(__file__).parents[3]


def answer(url, *, method="GET", login=""):
    """Status and body of an answer."""
    headers = {"Content-Type": "application/json"}
    if login:
        headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    data = b"{}" if method in {"POST", "PUT", "PATCH"} else None
    try:
        asked = Request(url, method=method, headers=headers, data=data)  # noqa: S310 - our own server
        with OPENER.open(asked) as got:
            return got.status, got.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_every_address_of_the_api_refuses_who_has_no_login_or_a_wrong_one(prefect):
    login = read_login(prefect.login)
    status, text = answer(f"{prefect.api}/openapi.json", login=login)
    assert status == 200
    routes = [
        (path, method.upper())
        for path, methods in json.loads(text)["paths"].items()
        for method in methods
    ]
    assert len(routes) > 150
    answers = {
        (path, method): answer(f"{prefect.api}{path}", method=method) for path, method in routes
    }
    refused = (401, '{"exception_message":"Unauthorized"}')
    assert {route for route, got in answers.items() if got != refused} == {
        ("/health", "GET"),
        ("/ready", "GET"),
    }
    flows = f"{prefect.api}/flows/filter"
    assert answer(flows, method="POST", login="klantreis:guess") == refused
    assert answer(flows, method="POST", login=login)[0] == 200
    assert answer(f"{prefect.api}/docs") == refused


def test_what_is_open_holds_pages_without_data_alone(prefect):
    """The pages themselves and the description of the API, which every Prefect has."""
    for path in ("", "/docs", "/openapi.json", "/ui-settings", "/api/health", "/api/ready"):
        status, text = answer(f"{prefect.url}{path}")
        assert status == 200
        assert read_login(prefect.login) not in text
    assert json.loads(answer(f"{prefect.url}/ui-settings")[1])["auth"] == "BASIC"
    assert json.loads(answer(f"{prefect.url}/ui-settings")[1])["api_url"] == prefect.api


@pytest.mark.parametrize("token", [None, "", "klantreis:guess"], ids=["none", "empty", "wrong"])
def test_the_stream_of_events_refuses_who_has_no_login(prefect, token):
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosedError

    async def listen():
        address = prefect.api.replace("http", "ws") + "/events/out"
        async with connect(address, subprotocols=["prefect"], proxy=None) as socket:
            await socket.send(json.dumps({"type": "auth", "token": token}))
            return await socket.recv()

    with pytest.raises(ConnectionClosedError):
        asyncio.run(listen())


ANOTHER_USER = """
import sys, urllib.error, urllib.request
api, login, process = sys.argv[1:]
try:
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(api + "/admin/version")
except urllib.error.HTTPError as error:
    print(error.code)
for path in (login, f"/proc/{process}/environ"):
    try:
        open(path).read()
    except OSError as error:
        print(type(error).__name__)
"""


def test_another_account_of_the_machine_gets_401_and_finds_the_login_nowhere(prefect):
    if not shutil.which("setpriv") or os.geteuid() != 0:
        pytest.skip("needs setpriv, and an account that may become another one")
    words = read_login(prefect.login).partition(":")[2]
    words_of_all = [shutil.which("ps"), "-eo", "pid,args"]
    lines = subprocess.run(words_of_all, capture_output=True, text=True, check=True)
    assert words not in lines.stdout
    mine = [line for line in lines.stdout.splitlines() if "server_process" in line]
    process = mine[-1].split()[0]
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    python = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run(
        [*nobody, python, "-I", "-c", ANOTHER_USER, prefect.api, str(prefect.login), process],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.stdout.split() == ["401", "PermissionError", "PermissionError"], done.stderr


def test_what_the_server_keeps_is_for_its_own_account_alone(prefect):
    home = prefect.login.parent
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()}
    assert modes["login"] == 0o600
    assert {modes[name] for name in modes if name.startswith("prefect-")} == {0o600}


def test_prefects_folder_is_beside_the_store_with_mode_700_unless_the_environment_names_one(
    tmp_path, monkeypatch
):
    config = read_config(write_config(tmp_path))
    named = tmp_path / "named"
    monkeypatch.setenv("PREFECT_HOME", str(named))
    assert prefect_home(config) == named
    monkeypatch.delenv("PREFECT_HOME")
    (tmp_path / "store.prefect").mkdir(mode=0o755)
    assert prefect_home(config) == tmp_path / "store.prefect"
    assert stat.S_IMODE((tmp_path / "store.prefect").stat().st_mode) == 0o700


def test_two_servers_do_not_share_a_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("PREFECT_HOME")
    config = read_config(write_config(tmp_path))
    with (
        locked_home(config),
        pytest.raises(PipelineError, match="another schedule has"),
        locked_home(config),
    ):
        pass


def test_a_login_is_new_at_every_start_and_in_a_file_of_mode_600(tmp_path):
    first, second = (read_login(new_login(tmp_path)) for _ in range(2))
    assert first != second
    assert len(first) > 40
    assert stat.S_IMODE((tmp_path / "login").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "mode", "what"),
    [
        ("beheer:geheim", 0o644, "others can read the login in login"),
        ("beheer:geheim", 0o620, "others can read the login in login"),
        ("beheer", 0o600, "login holds no login"),
        (":geheim", 0o600, "login holds no login"),
        ("beheer:", 0o600, "login holds no login"),
        ("beheer:geheim\nmeer", 0o600, "login holds no login"),
        ("", 0o600, "login holds no login"),
        (None, 0o600, "the login in login cannot be read"),
    ],
)
def test_a_file_that_others_can_read_or_that_holds_no_login_is_refused(tmp_path, text, mode, what):
    path = tmp_path / "login"
    if text is not None:
        path.write_text(text)
        path.chmod(mode)
    with pytest.raises(ConfigError) as error:
        read_login(path)
    assert error.value.what == what
    assert "geheim" not in str(error.value)


def test_a_damaged_database_is_set_aside_by_name_and_said(tmp_path, caplog):
    path = whole_database(tmp_path)
    path.write_bytes(b"no database at all" * 100)
    with caplog.at_level(logging.WARNING, "klantreis"):
        assert whole_database(tmp_path) == path
    (kept,) = tmp_path.iterdir()
    assert kept.name.startswith(f"{path.name}.damaged-")
    assert kept.read_bytes().startswith(b"no database at all")
    assert f"it stands aside as {kept.name}" in caplog.text


def test_a_database_of_another_version_of_prefect_stays_as_it_is(tmp_path):
    older = tmp_path / "prefect-3.1.0.db"
    older.write_bytes(b"of another version")
    assert whole_database(tmp_path).name == "prefect-3.8.8.db"
    assert older.read_bytes() == b"of another version"


def test_a_proxy_is_not_asked_for_this_machine_and_nobody_is_told_anything(monkeypatch):
    monkeypatch.setattr(os, "environ", {"NO_PROXY": "intern.nl", "DO_NOT_TRACK": "0"})
    quieten()
    assert os.environ["NO_PROXY"] == ",".join(["intern.nl", *LOOPBACK])
    assert os.environ["no_proxy"] == ",".join(LOOPBACK)
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert "PREFECT_HOME" not in os.environ
    quieten(Path("/var/lib/klantreis"))
    assert os.environ["PREFECT_HOME"] == "/var/lib/klantreis"


def test_a_block_is_asked_of_a_server_with_a_login_alone(prefect):
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

    assert refuses_strangers(prefect.api)
    assert not refuses_strangers(prefect.url)  # its pages, which are open: a server without a login
    without = (
        {PREFECT_API_URL: prefect.url},
        {PREFECT_API_AUTH_STRING: None},
        {PREFECT_API_URL: None},
    )
    for settings in without:
        with (
            temporary_settings(settings),
            pytest.raises(ConnectorError, match="no secret is asked of a Prefect without a login"),
        ):
            _block("sleutel")


CHILD = """
import os, sys, time
from pipelines.schedule.lifeline import end_with_parent
end_with_parent(lambda: os._exit(7))
print(os.getpid(), flush=True)
time.sleep(600)
"""
PARENT_OF = """
import os, subprocess, sys
os.environ[sys.argv[2]] = str(os.getpid())
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]])
child.wait()
"""


def is_running(process):
    """Whether a process runs; one that ended and that nobody has asked about does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def wait_until(true, seconds=120):
    """Whether something becomes true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_what_a_schedule_starts_ends_when_it_is_killed():
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")
    words = [sys.executable, "-c", PARENT_OF, CHILD, PARENT]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    assert wait_until(lambda: not is_running(child))


def schedule(folder, *before):
    """`klantreis schedule` of a config in a folder, every minute."""
    environment = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    environment |= dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
    words = [*before, sys.executable, "-m", "pipelines.cli.main", "schedule"]
    return subprocess.Popen(
        [*words, str(folder / "klantreis.toml"), "--cron", "* * * * *"],
        env=environment | {"HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def descendants(process):
    """The processes that a process started, and those that they did."""
    children = [
        int(child)
        for path in Path(f"/proc/{process}/task").glob("*/children")
        for child in path.read_text().split()
    ]
    return [*children, *(later for child in children for later in descendants(child))]


@pytest.mark.thorough
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_a_schedule_that_ends_halfway_a_night_leaves_no_process_and_the_next_one_runs(
    tmp_path, number
):
    from pipelines.store.ledger import Ledger

    write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    work = tmp_path / "out" / ".work"
    first = schedule(tmp_path)
    assert wait_until(lambda: work.is_dir() and any(work.iterdir()), 240)
    started = descendants(first.pid)
    assert len(started) > 1
    first.send_signal(number)
    said = first.communicate(timeout=60)[1]
    assert first.returncode == (143 if number == signal.SIGTERM else -9)
    assert "Traceback" not in said
    assert wait_until(lambda: not any(is_running(process) for process in started))
    assert not any(work.iterdir())
    ran = len(Ledger(tmp_path / "store").entries())
    second = schedule(tmp_path)
    try:
        assert wait_until(lambda: len(Ledger(tmp_path / "store").entries()) > ran, 240)
    finally:
        second.send_signal(signal.SIGTERM)
        second.communicate(timeout=60)
    assert (tmp_path / "store.prefect").is_dir()
    assert not (tmp_path / ".prefect").exists()


@pytest.mark.thorough
def test_a_schedule_connects_to_nobody_but_itself(tmp_path):
    if not shutil.which("strace"):
        pytest.skip("needs strace")
    from pipelines.store.ledger import Ledger

    write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    trace = ["strace", "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(tmp_path / "trace")]
    process = schedule(tmp_path, *trace)
    try:
        assert wait_until(lambda: Ledger(tmp_path / "store").last() is not None, 300)
    finally:
        (traced,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(traced), signal.SIGTERM)
        process.communicate(timeout=60)
    calls = (tmp_path / "trace").read_text().splitlines()
    outward = [call for call in calls if "sa_family=AF_INET" in call and '"127.0.0.1"' not in call]
    assert [call for call in calls if '"127.0.0.1"' in call]
    assert outward == []


@pytest.mark.thorough
def test_a_database_that_prefect_does_not_know_is_set_aside_and_the_server_starts(
    tmp_path, monkeypatch, caplog
):
    from pipelines.schedule.server import server

    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    path = whole_database(tmp_path / "home")
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('of a later one')")
        database.commit()
    with (
        caplog.at_level(logging.WARNING, "klantreis"),
        server(read_config(write_config(tmp_path))) as running,
    ):
        assert refuses_strangers(running.api)
    assert len(list((tmp_path / "home").glob("*.damaged-*"))) >= 1
    assert "Prefect cannot use its database" in caplog.text
