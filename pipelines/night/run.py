"""One night: its parts one after another.

Everything is made in a work folder beside the runs. Nothing that was there before is touched until all
of it stands: then the store is written, the ledger says so, the run's folder gets its name, and
`latest` moves, in that order. A night that dies leaves the store and `latest` as they were.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

from journeys.errors import reason_of, said, wording
from pipelines.errors import PipelineError
from pipelines.night.afterwards import looking_after, telling
from pipelines.night.begin import begin
from pipelines.night.conductor import SOURCES_AT_ONCE, Conductor
from pipelines.night.ingest import ingest
from pipelines.night.onlooker import plan
from pipelines.night.outcome import STATUSES
from pipelines.night.plan import weights_of
from pipelines.night.progress import run_part
from pipelines.store.run_ids import new_run_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pipelines.config.settings import Config
    from pipelines.config.source_section import SourceSection
    from pipelines.night.begin import Night
    from pipelines.night.conductor import T
    from pipelines.night.outcome import Outcome
    from pipelines.store.source_reads import SourceRead

PLAIN: Final = Conductor()


def run_night(
    config: Config,
    *,
    run_id: str = "",
    reread: Sequence[str] = (),
    forget: Collection[str] = (),
    conductor: Conductor = PLAIN,
) -> Outcome:
    """One night over all sources of a config; a night that forgets people reads no source.

    Args:
        config: as read.
        run_id: names the run; made up where left out.
        reread: sources to read anew, whatever is stored of them.
        forget: clients who leave, as `client_id` in the tables.
        conductor: runs the parts; this process where left out.

    Raises:
        KlantreisError: the run failed as a whole.
        OSError: likewise, where a disk or share failed.
    """
    run_id = run_id or new_run_id()
    with telling(config, run_id) as figures:
        outcome = _night(config, run_id, reread, forget, conductor)
        figures.update(outcome.figures())
    return outcome


def _night(
    config: Config,
    run_id: str,
    reread: Sequence[str],
    forget: Collection[str],
    conductor: Conductor,
) -> Outcome:
    seconds: dict[str, float] = {}

    def run(name: str, part: Callable[[], T], summary: Callable[[T], str]) -> T:
        began = perf_counter()
        result = conductor.run(name, lambda: run_part(name, part, summary))
        seconds[name] = round(perf_counter() - began, 3)
        return result

    with begin(config, run_id, reread=reread) as night, looking_after(night):
        sections = () if forget else config.sources
        plan(weights_of(night, sections))
        began = perf_counter()
        reads, failed = _read_sources(night, sections, conductor)
        seconds["ingest"] = round(perf_counter() - began, 3)

        # Imported when the first row is long read: linking and drawing cost a second.
        from pipelines.night.analyse import analyse
        from pipelines.night.judge import judge
        from pipelines.night.publish import publish
        from pipelines.night.reconstruct import reconstruct

        merged = run(
            "reconstruct",
            lambda: reconstruct(night, reads, forget=forget),
            lambda merged: said("{n} new events", n=sum(file.new for file in merged.files)),
        )
        rows = run(
            "analyse",
            lambda: analyse(night, merged),
            lambda rows: said(
                "{n} events in {n_journeys} journeys", n=rows["events"], n_journeys=rows["journeys"]
            ),
        )
        outcome = replace(judge(night, reads, merged, failed), seconds=dict(seconds))
        return run(
            "publish",
            lambda: publish(night, reads, merged, outcome, rows),
            lambda outcome: said(
                "run {run_id} is {status}",
                run_id=outcome.run_id,
                status=STATUSES[outcome.status],
            ),
        )


def _read_sources(
    night: Night, sections: Sequence[SourceSection], conductor: Conductor
) -> tuple[list[SourceRead], dict[str, str]]:
    """Read each source; also, by the name of each that could not be read, its error's text.

    Raises:
        PipelineError: none could be read.
    """
    memory = _share(night.config.project.memory)

    def read(section: SourceSection) -> SourceRead:
        return run_part(
            f"ingest {section.name}",
            lambda: ingest(night, section, memory=memory),
            lambda read: said(
                "{n} rows, {n_files} files unchanged", n=_n_rows(read), n_files=len(read.skipped)
            ),
        )

    reads, failed = [], {}
    for section, result in zip(sections, conductor.read(read, sections), strict=True):
        if isinstance(result, BaseException):
            failed[section.name] = _named(section.name, result)
        else:
            reads.append(result)
    if failed and not reads:
        raise PipelineError("\n".join(failed.values()))
    return reads, failed


def _n_rows(read: SourceRead) -> int:
    return sum(each.read.n_records + each.read.n_rejected for each in read.readings)


def _named(source: str, error: BaseException) -> str:
    """A failing source's message."""
    if isinstance(error, OSError):
        what = reason_of(error)
        return wording(said("source {source!r}: {what}", source=source, what=what))
    return str(error)


def _share(memory: str) -> str:
    """The part of the memory that each source may use, where several are read at once.

    >>> _share("4GB")
    '2.0GB'
    """
    digits = memory.rstrip(" KMGTiB")
    return f"{float(digits) / SOURCES_AT_ONCE}{memory[len(digits) :].strip()}"
