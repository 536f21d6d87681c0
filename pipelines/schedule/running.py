"""One run of the flow from a terminal: with the server that the environment names, else with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.errors import KlantreisError
from pipelines.errors import PipelineError
from pipelines.night.night import Outcome
from pipelines.store.ledger import Ledger
from pipelines.store.run_ids import new_run_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipelines.config.settings import Config


def run_night(
    path: Path, config: Config, *, reread: Sequence[str] = (), told: Callable[[str], None]
) -> Outcome:
    """Run the flow `nightly` here and now, and say what came of it.

    Args:
        path: of the config file.
        config: what stands in it.
        reread: sources to read anew.
        told: hears how far the run is.

    Raises:
        KlantreisError: the run failed as a whole.
    """
    from pipelines.night.progress import listening
    from pipelines.schedule.flow import nightly

    run_id = new_run_id()
    with listening(told):
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
    if entry is not None:
        return Outcome(**entry.figures)
    error = state.result(raise_on_failure=False)
    outcome = Outcome(run_id)
    if isinstance(error, KlantreisError):
        outcome.errors.append(str(error))
    elif isinstance(error, OSError):
        outcome.errors.append(
            f"{type(error).__name__}: {error.strerror or 'reading or writing failed'}"
        )
    else:
        outcome.errors.append(f"the run failed: {type(error).__name__}")
    return outcome
