"""The nightly schedule: the flow, served, one run at a time."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.error import URLError
from urllib.request import urlopen

from journeys.errors import said
from pipelines.errors import ConfigError, PipelineError
from pipelines.schedule.quiet import quieten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.config.settings import Config

START_S: Final = 120
STOP_S: Final = 15


def serve(path: Path, config: Config, cron: str) -> None:
    """Serve the flow until stopped: with the server that Prefect is set to, else with one of our own.

    Args:
        path: of the config file; read anew by every run.
        config: what stands in it; its zone is the schedule's.
        cron: when, as cron writes it.

    Raises:
        ConfigError: cron is no cron line.
        PipelineError: the server does not start.
    """
    quieten()
    from prefect.schedules import Cron
    from prefect.settings import PREFECT_API_URL

    try:
        schedule = Cron(cron, timezone=config.project.timezone)
    except ValueError as error:
        raise ConfigError(
            "--cron is no cron line", expected='five fields, such as "0 3 * * *"', got=repr(cron)
        ) from error
    if PREFECT_API_URL.value():
        _serve(path, config, schedule)
        return
    with server() as url:
        from prefect.settings import temporary_settings

        os.environ["PREFECT_API_URL"] = url  # for the runs, which are processes of their own
        with temporary_settings({PREFECT_API_URL: url}):
            _serve(path, config, schedule)


def _serve(path: Path, config: Config, schedule: Any) -> None:
    """Late runs after a time without power would all start at once: the second is cancelled."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy

    from pipelines.schedule.flow import nightly

    nightly.serve(
        name=f"klantreis {config.project.name}",
        schedules=[schedule],
        parameters={"config_path": str(path)},
        limit=1,
        global_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        print_starting_message=False,
    )


@contextmanager
def server() -> Iterator[str]:
    """A Prefect server on this machine alone, for as long as it is needed; its API's address.

    Raises:
        PipelineError: it does not answer in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed words
        [
            sys.executable,
            "-m",
            "prefect",
            "server",
            "start",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"http://127.0.0.1:{port}/api/health", process)
        yield f"http://127.0.0.1:{port}/api"
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:  # noqa: PLR2004
                    return
        except (URLError, OSError):
            time.sleep(0.5)
    raise PipelineError(
        "the Prefect server does not start",
        expected=said("an answer within {START_S} s", START_S=START_S),
        hint="prefect server start says why; PREFECT_API_URL names a server that runs already",
    )
