"""One run of the flow from a terminal: with the server that the environment names, else with its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pipelines.errors import PipelineError
from pipelines.night.outcome import Outcome
from pipelines.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
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
        PipelineError: Prefect does not start.
        Exception: what the run failed of as a whole.
    """
    from pipelines.schedule.flow import nightly

    try:
        state = nightly(str(path), run_id=run_id, reread=list(reread), return_state=True)
    except Exception as broken:  # noqa: BLE001 - whatever Prefect says of itself
        raise PipelineError(
            "Prefect does not start",
            expected="a server at PREFECT_API_URL, or without one a free port on 127.0.0.1",
            got=type(broken).__name__,
            hint="prefect server start says why",
        ) from None
    entry = Ledger(config.store).find(run_id)
    if entry is None:
        raise cast("Exception", state.result(raise_on_failure=False))
    return Outcome.of(entry.figures)
