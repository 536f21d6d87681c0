"""The flow `nightly`: the night's four parts as Prefect tasks, thin over `pipelines.night.night`.

Prefect schedules, retries and shows; it decides nothing. What it is handed are paths and counts, never
rows, and it keeps no results. Whether a run is complete stands in the ledger.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from traceback import format_tb
from typing import TYPE_CHECKING, Any, Final

from pipelines.schedule.quiet import quieten

quieten()

from prefect import flow, task, unmapped  # noqa: E402 - after its settings
from prefect.artifacts import create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.logging import get_run_logger  # noqa: E402
from prefect.states import Completed, Failed  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from connectors.errors import SourceUnavailableError  # noqa: E402
from journeys.errors import KlantreisError  # noqa: E402
from pipelines.config.settings import read_config  # noqa: E402
from pipelines.errors import PipelineError  # noqa: E402
from pipelines.night import night as parts  # noqa: E402
from pipelines.night.progress import progress  # noqa: E402
from pipelines.store.run_ids import new_run_id  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from prefect.client.schemas.objects import State

    from pipelines.config.settings import SourceSection
    from pipelines.night.ingest import SourceRead
    from pipelines.night.merging import Merged
    from pipelines.night.night import Night, Outcome

SOURCES_AT_ONCE: Final = 2
RETRIES: Final = 2
RETRY_AFTER_S: Final = (10, 60)


def _is_passing(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Whether trying again may help: a share or service that is away for a moment, not a wrong export."""
    error = state.result(raise_on_failure=False)
    if isinstance(error, SourceUnavailableError):
        return True
    return isinstance(error, OSError) and not isinstance(error, KlantreisError)


@task(
    task_run_name="ingest {section.name}",
    retries=RETRIES,
    retry_delay_seconds=list(RETRY_AFTER_S),
    retry_condition_fn=_is_passing,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def ingest(night: Night, section: SourceSection, memory: str) -> SourceRead:
    """Read one source's changed files into the work folder."""
    began = perf_counter()
    with _cleanly(f"ingest {section.name}"):
        read = parts.ingest(night, section, memory=memory)
    rows = sum(each.read.n_records + each.read.n_rejected for each in read.readings)
    _say(
        f"ingest {section.name}", f"{rows} rijen, {len(read.skipped)} bestanden ongewijzigd", began
    )
    return read


@task(cache_policy=NO_CACHE, persist_result=False)
def reconstruct(night: Night, reads: Sequence[SourceRead]) -> Merged:
    """Lay the reading beside the store, and put every event in its journey."""
    began = perf_counter()
    with _cleanly("reconstruct"):
        merged = parts.reconstruct(night, reads)
    _say(
        "reconstruct",
        f"{sum(int(str(row['new'])) for row in merged.files)} nieuwe gebeurtenissen",
        began,
    )
    return merged


@task(cache_policy=NO_CACHE, persist_result=False)
def analyse(night: Night, merged: Merged) -> dict[str, int]:
    """Make every table."""
    began = perf_counter()
    with _cleanly("analyse"):
        rows = parts.analyse(night, merged)
    _say("analyse", f"{rows['events']} gebeurtenissen in {rows['journeys']} klantreizen", began)
    return rows


@task(cache_policy=NO_CACHE, persist_result=False)
def publish(
    night: Night,
    reads: Sequence[SourceRead],
    merged: Merged,
    outcome: Outcome,
    rows: dict[str, int],
) -> Outcome:
    """Write maps, report, audit and manifest; then make the run count."""
    began = perf_counter()
    with _cleanly("publish"):
        outcome = parts.publish(
            night, reads, merged, outcome, rows, told=lambda what: _say("publish", what, began)
        )
    _say("publish", f"run {outcome.run_id} is {outcome.status}", began)
    return outcome


@flow(
    name="nightly",
    flow_run_name="nightly {run_id}",
    task_runner=ThreadPoolTaskRunner(max_workers=SOURCES_AT_ONCE),  # type: ignore[arg-type]
    persist_result=False,
    validate_parameters=False,
)
def nightly(config_path: str, run_id: str = "", reread: Sequence[str] = ()) -> State[Any]:
    """One night over all sources of a config.

    Args:
        config_path: of the TOML file.
        run_id: names the run; made up where left out.
        reread: sources to read anew, whatever is stored of them.

    Returns:
        Completed, or Failed with the names of what failed; the ledger has the figures.
    """
    config = read_config(Path(config_path))
    with parts.begin(config, run_id or new_run_id(), reread=reread) as night:
        began = perf_counter()
        futures = ingest.map(
            unmapped(night), list(config.sources), memory=unmapped(_share(config.project.memory))
        )
        reads, failed = [], {}
        for section, future in zip(config.sources, futures, strict=True):
            read = future.result(raise_on_failure=False)
            if isinstance(read, BaseException):
                failed[section.name] = _named(section.name, read)
            else:
                reads.append(read)
        if not reads:
            raise PipelineError("\n".join(failed.values()))
        seconds = {"ingest": perf_counter() - began}
        merged = _timed(seconds, "reconstruct", reconstruct, night, reads)
        rows = _timed(seconds, "analyse", analyse, night, merged)
        outcome = parts.judge(night, reads, merged, failed)
        outcome.seconds = {name: round(s, 3) for name, s in seconds.items()}
        outcome = publish(night, reads, merged, outcome, rows)
    _show(outcome)
    if outcome.status == "complete":
        return Completed(message=f"run {outcome.run_id} is complete")
    return Failed(message="; ".join(outcome.errors))


def _timed(seconds: dict[str, float], name: str, part: Any, *args: Any) -> Any:
    began = perf_counter()
    made = part(*args)
    seconds[name] = perf_counter() - began
    return made


@contextmanager
def _cleanly(part: str) -> Iterator[None]:
    """Let no error out whose text could hold a client's data: of one that is none of ours, the kind.

    Where it came from goes to the log, as lines of code.
    """
    try:
        yield
    except KlantreisError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, its text stays in
        get_run_logger().error("%s\n%s", part, "".join(format_tb(error.__traceback__)))
        if isinstance(error, OSError):
            raise type(error)(error.errno, error.strerror) from None
        raise PipelineError(
            f"{part}: {type(error).__name__}",
            hint="this is a fault of klantreis itself; the lines of code stand in the run's log",
        ) from None


def _named(source: str, error: BaseException) -> str:
    """A failing source's message."""
    if isinstance(error, OSError):
        return f"source {source!r}: {error.strerror or type(error).__name__}"
    return str(error)


def _share(memory: str) -> str:
    """The part of the memory that each source may use, where several are read at once.

    >>> _share("4GB")
    '2.0GB'
    """
    digits = memory.rstrip(" KMGTiB")
    return f"{float(digits) / SOURCES_AT_ONCE}{memory[len(digits) :].strip()}"


def _say(part: str, what: str, began: float) -> None:
    """Tell the terminal and Prefect how far a part is."""
    text = f"{part}: {what} ({perf_counter() - began:.1f} s)"
    get_run_logger().info(text)
    progress(text)


def _show(outcome: Outcome) -> None:
    """The run's figures as artifacts in the Prefect UI: counts alone."""
    key = "klantreis"
    read = (
        f"Gelezen {outcome.rows_read}: nieuw {outcome.new}, afgekeurd {outcome.rejected},"
        f" herhaald {outcome.repeated}."
    )
    lines = [
        f"# Run {outcome.run_id}: {outcome.status}",
        f"{outcome.events} gebeurtenissen in {outcome.journeys} klantreizen, stand {outcome.as_of}.",
        read,
        *(f"- {error.splitlines()[0]}" for error in outcome.errors),
    ]
    create_markdown_artifact(
        "\n\n".join(lines), key=f"{key}-run", description="De cijfers van de run"
    )
    columns = ("name", "files", "skipped", "rows_read", "new", "rejected", "repeated", "updated")
    create_table_artifact(
        [{column: source[column] for column in columns} for source in outcome.sources],
        key=f"{key}-sources",
        description="Per bron",
    )
