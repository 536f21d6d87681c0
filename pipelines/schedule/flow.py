"""The flow `nightly`: a night whose parts Prefect runs as tasks.

Prefect schedules, retries and shows; it decides nothing. What it is handed are paths and counts, never
rows, and it keeps no results. Whether a run is complete stands in the ledger.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

from pipelines.schedule.quiet import quieten

quieten()

from prefect import flow, runtime, task  # noqa: E402 - after its settings
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.states import Completed, Failed  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from pipelines.config.settings import read_config  # noqa: E402
from pipelines.errors import text_of  # noqa: E402
from pipelines.language import choose_language  # noqa: E402
from pipelines.night.conductor import SOURCES_AT_ONCE, Conductor, may_pass  # noqa: E402
from pipelines.night.run import run_night  # noqa: E402
from pipelines.night.stopping import end, stop_when_told  # noqa: E402
from pipelines.schedule.blocks import read_blocks  # noqa: E402
from pipelines.schedule.lifeline import end_with_parent  # noqa: E402
from pipelines.schedule.own_config import own_config  # noqa: E402
from pipelines.schedule.showing import name_run, show  # noqa: E402
from pipelines.store.run_ids import new_run_id  # noqa: E402

choose_language()
read_blocks()

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prefect.client.schemas.objects import State

    from pipelines.config.source_section import SourceSection
    from pipelines.night.conductor import T
    from pipelines.store.source_reads import SourceRead


class PrefectConductor(Conductor):
    """Runs each part of a night as a task of Prefect; within a flow alone."""

    def read(
        self, ingest: Callable[[SourceSection], SourceRead], sections: Sequence[SourceSection]
    ) -> Sequence[SourceRead | BaseException]:
        """Read each source, in a task of its name."""
        reading = task(
            name="ingest",
            task_run_name="ingest {section.name}",
            retries=len(self.retry_after_s),
            retry_delay_seconds=list(self.retry_after_s),
            retry_condition_fn=_may_pass,
            cache_policy=NO_CACHE,
            persist_result=False,
        )(ingest)
        futures = [reading.submit(section) for section in sections]
        return [future.result(raise_on_failure=False) for future in futures]

    def run(self, name: str, part: Callable[[], T]) -> T:
        """Run one part in a task."""
        return task(name=name, cache_policy=NO_CACHE, persist_result=False)(part)()


def _may_pass(_task: Any, _run: Any, state: State[Any]) -> bool:
    return may_pass(state.result(raise_on_failure=False))


@flow(
    name="nightly",
    task_runner=ThreadPoolTaskRunner(max_workers=SOURCES_AT_ONCE),  # type: ignore[arg-type]
    persist_result=False,
    validate_parameters=False,
)
def nightly(config_path: str, run_id: str = "", reread: Sequence[str] = ()) -> State[Any]:
    """One night over all sources of a config.

    Args:
        config_path: The TOML file; a deployment reads its own alone.
        run_id: Names the run; made up where left out.
        reread: Sources to read anew, whatever is stored of them.

    Returns:
        Completed, or Failed with what failed; the ledger has the figures. No exception gets out: Prefect
        would write it to disk.
    """
    is_deployed = runtime.deployment.id is not None
    if is_deployed:  # a process of its own, which a runner started
        stop_when_told()
        end_with_parent(lambda: end(signal.SIGTERM))
    try:
        path = own_config(str(config_path), is_deployed=is_deployed)
        config = read_config(path)
        run_id = run_id or new_run_id()
        name_run(run_id, config.project.name)
        outcome = run_night(config, run_id=run_id, reread=reread, conductor=PrefectConductor())
    except Exception as error:  # noqa: BLE001 - Prefect is told what a terminal is told
        return Failed(message=text_of(error))
    show(outcome)
    if outcome.status == "complete":
        return Completed(message=f"run {outcome.run_id} is complete")
    return Failed(message="; ".join(outcome.errors))
