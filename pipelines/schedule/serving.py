"""The nightly schedule: the flow, served, one run at a time."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from journeys.errors import said, wording
from pipelines.errors import ConfigError
from pipelines.night.progress import LOG
from pipelines.schedule.home import prefect_home
from pipelines.schedule.lifeline import PARENT
from pipelines.schedule.own_config import OWN_CONFIG
from pipelines.schedule.quiet import quieten
from pipelines.schedule.server import server

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.config.settings import Config


def serve(
    path: Path, config: Config, cron: str, *, login: Path | None = None, port: int = 0
) -> None:
    """Serve the flow until stopped: with the server that Prefect is set to, else with one of our own.

    Args:
        path: of the config file; read anew by every run.
        config: what stands in it; its zone is the schedule's.
        cron: when, as cron writes it.
        login: a file with the login of our own server; made up where left out.
        port: of our own server; 0 is one that is free.

    Raises:
        ConfigError: cron is no cron line, or the file holds no login.
        PipelineError: the server does not start.
    """
    quieten(prefect_home(config))
    from prefect.schedules import Cron
    from prefect.settings import PREFECT_API_URL

    try:
        schedule = Cron(cron, timezone=config.project.timezone)
    except ValueError as error:
        raise ConfigError(
            "--cron is no cron line", expected='five fields, such as "0 3 * * *"', got=repr(cron)
        ) from error
    os.environ |= {PARENT: str(os.getpid()), OWN_CONFIG: str(path)}  # for the runs' processes
    if PREFECT_API_URL.value():
        _serve(path, config, schedule)
        return
    with server(config, login=login, port=port) as running:
        LOG.info(
            wording(said("{url}, with the login in {path}", url=running.url, path=running.login))
        )
        _declare_crashed()
        _serve(path, config, schedule)


def _serve(path: Path, config: Config, schedule: Any) -> None:
    """Late runs after a time without power would all start at once: the second is cancelled."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.runner import Runner
    from prefect.utilities.annotations import freeze

    from pipelines.schedule.flow import nightly

    name = f"klantreis {config.project.name}"
    runner = Runner(name=name, limit=1)
    runner.handle_sigterm = lambda *_: None  # type: ignore[method-assign] # night/stopping.py hears it
    runner.add_flow(
        nightly,
        name=name,
        schedules=[schedule],
        parameters={"config_path": freeze(str(path))},
        tags=["klantreis", config.project.name],
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
    )
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())


def _declare_crashed() -> None:
    """Say of runs that a schedule that was killed left behind that they are over: they hold the one place."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState
    from prefect.client.schemas.filters import FlowRunFilterStateType as OfType
    from prefect.client.schemas.objects import State, StateType
    from prefect.states import Crashed

    unfinished = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
    runs = FlowRunFilter(state=FlowRunFilterState(type=OfType(any_=unfinished)))
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=runs):
            over: State[None] = Crashed(message="the schedule ended before this run did")
            client.set_flow_run_state(run.id, over, force=True)
