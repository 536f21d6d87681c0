"""One run of the flow from a terminal: with the server that the environment names, else with its own."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from journeys.errors import KlantreisError
from pipelines.errors import PipelineError
from pipelines.night.outcome import Outcome
from pipelines.schedule.home import prefect_home
from pipelines.schedule.quiet import quieten
from pipelines.schedule.server import server
from pipelines.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pipelines.config.settings import Config


def run_flow(path: Path, config: Config, *, run_id: str, reread: Sequence[str] = ()) -> Outcome:
    """Run the flow `nightly` here and now: the same night as `run_night`, shown in Prefect.

    Args:
        path: of the config file.
        config: what stands in it.
        run_id: names the run.
        reread: sources to read anew.

    Raises:
        PipelineError: Prefect does not start, or the run failed as a whole.
    """
    quieten(prefect_home(config))
    try:
        with _any_server(config):
            from pipelines.schedule.flow import nightly

            state = nightly(str(path), run_id=run_id, reread=list(reread), return_state=True)
    except KlantreisError:
        raise
    except Exception as broken:  # noqa: BLE001 - whatever Prefect says of itself
        raise PipelineError(
            "Prefect does not start",
            expected="a server at PREFECT_API_URL, or without one a free port on 127.0.0.1",
            got=type(broken).__name__,
            hint="prefect server start says why",
        ) from None
    entry = Ledger(config.store).find(run_id)
    if entry is None:
        raise PipelineError(state.message or "")
    return Outcome.of(entry.figures)


def _any_server(config: Config) -> AbstractContextManager[object]:
    """The server that Prefect is set to, else one of our own."""
    from prefect.settings import PREFECT_API_URL

    return nullcontext() if PREFECT_API_URL.value() else server(config)
