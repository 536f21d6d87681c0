"""A Prefect server of our own, on this machine alone, with a login, for as long as it is needed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.error import URLError

from journeys.errors import said
from pipelines.errors import PipelineError
from pipelines.schedule.home import locked_home, set_aside, whole_database
from pipelines.schedule.lifeline import PARENT
from pipelines.schedule.login import OPENER, new_login, read_login, refuses_strangers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipelines.config.settings import Config

HOST: Final = "127.0.0.1"
DATABASE: Final = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
START_S: Final = 120
STOP_S: Final = 15


@dataclass(frozen=True)
class PrefectServer:
    """A server that answers.

    Attributes:
        url: of its pages.
        login: the file with what it asks for.
    """

    url: str
    login: Path

    @property
    def api(self) -> str:
        """The address of its API."""
        return f"{self.url}/api"


@contextmanager
def server(config: Config, *, login: Path | None = None, port: int = 0) -> Iterator[PrefectServer]:
    """Start a server, and let this process use it meanwhile.

    Args:
        config: beside its store is Prefect's folder.
        login: a file with name:password; made up where left out.
        port: where it listens; 0 is one that is free.

    Raises:
        ConfigError: the file holds no login, or others can read it.
        PipelineError: the server does not answer in time, or another one has Prefect's folder.
    """
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

    with locked_home(config) as home:
        login = login or new_login(home)
        words = read_login(login)
        process, url = _started(home, words, port)
        running = PrefectServer(url, login)
        try:
            with temporary_settings({PREFECT_API_URL: running.api, PREFECT_API_AUTH_STRING: words}):
                try:
                    yield running
                finally:
                    _send_what_waits()
        finally:
            _stop(process)


def _send_what_waits() -> None:
    """Send the lines and events that wait for the server: else Prefect tries to when it is gone."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (APILogWorker, EventsWorker):
        worker.drain_all(timeout=STOP_S)


def _started(home: Path, login: str, port: int) -> tuple[subprocess.Popen[bytes], str]:
    """A server that answers; where it cannot with the database that is there, with a new one."""
    database = None if DATABASE in os.environ else whole_database(home)
    while True:
        had_database = database is not None and database.exists()
        address = {
            "PREFECT_HOME": str(home),
            "PREFECT_SERVER_API_HOST": HOST,
            "PREFECT_SERVER_API_PORT": str(port or _free_port()),
            "PREFECT_SERVER_API_AUTH_STRING": login,
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "ui"),
        }
        if database is not None:
            address[DATABASE] = f"sqlite+aiosqlite:///{database}"
        process = _process(address)
        url = f"http://{HOST}:{address['PREFECT_SERVER_API_PORT']}"
        if _answers(url, process):
            return process, url
        _stop(process)
        if database is None or not had_database:
            raise PipelineError(
                "the Prefect server does not start",
                expected=said("an answer within {START_S} s", START_S=START_S),
                hint="prefect server start says why; PREFECT_API_URL names a server that runs already",
            )
        set_aside(database)


def _process(address: Mapping[str, str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, PARENT: str(os.getpid()), **address}
    environment.pop("PREFECT_API_URL", None)
    return subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "pipelines.schedule.server_process",
        ],  # -P: nothing of this folder
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        umask=0o077,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Whether a server answers in time, and refuses who has no login."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            OPENER.open(f"{url}/api/health", timeout=10).close()
            return refuses_strangers(f"{url}/api") and process.poll() is None
        except (URLError, OSError):
            time.sleep(0.2)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
