"""`klantreis status`: how the last night went, what came in and what did not.

Failed, unknown and absent are three things: a source that could not be read, one of which too little came to
say, and one of which nothing ever came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.store.damage import damages
from pipelines.store.ledger import Ledger
from pipelines.store.locks import is_running
from pipelines.store.questions import questions
from pipelines.store.tables import Store
from pipelines.upkeep.deliveries import deliveries, pace, size, usual_rows
from pipelines.upkeep.failures import Failure, last_failure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.config.settings import Config
    from pipelines.store.file_reads import FileRead
    from pipelines.store.ledger import Entry


@dataclass(frozen=True)
class NightStatus:
    """A night of the ledger.

    Attributes:
        run_id: names it.
        status: as in the ledger.
        finished_at: UTC, ISO 8601.
        ago_s: seconds since.
    """

    run_id: str
    status: str
    finished_at: str
    ago_s: float


@dataclass(frozen=True)
class SourceStatus:
    """What a source delivered.

    Attributes:
        name: of the source.
        outcome: in the last night that read: `read`, `failed`, or `absent` (it was not asked).
        error: why it failed.
        files: that the last night found; rows and new that it read.
        rows: as files.
        new: as files.
        delivery: against its own rhythm: `fine`, `late`, `unknown` (too few to say), `absent` (never one).
        delivered_s: seconds since the last delivery; None: never one.
        new_s: seconds since a delivery held anything new; None: never.
        size: of the last delivery against the earlier ones: `fine`, `dropped`, `unknown`, `absent`.
        last_rows: of the last delivery.
        usual_rows: the median of the earlier ones.
    """

    name: str
    outcome: str
    error: str | None
    files: int
    rows: int
    new: int
    delivery: str
    delivered_s: float | None
    new_s: float | None
    size: str
    last_rows: int
    usual_rows: float

    @property
    def needs_someone(self) -> bool:
        """Whether a person has to look at it."""
        return self.outcome == "failed" or self.delivery == "late" or self.size == "dropped"


@dataclass(frozen=True)
class Status:
    """How a store and its runs are.

    Attributes:
        is_running: whether a run goes on now.
        last: the last night that the ledger knows.
        complete: the last complete one.
        failed: a night after it that failed as a whole; None where none did.
        pace: of the nights, against their own rhythm (`pipelines.upkeep.deliveries.pace`).
        sources: of the config.
        n_questions: open questions about who is who; None: no complete run to ask.
        damages: what is wrong with the store and its runs.
    """

    is_running: bool
    last: NightStatus | None = None
    complete: NightStatus | None = None
    failed: Failure | None = None
    pace: str = "absent"
    sources: list[SourceStatus] = field(default_factory=list)
    n_questions: int | None = None
    damages: list[str] = field(default_factory=list)

    @property
    def needs_someone(self) -> bool:
        """Whether anything needs a person."""
        return bool(
            self.damages
            or self.failed
            or self.last is None
            or self.last.status != "complete"
            or self.pace == "late"
            or any(source.needs_someone for source in self.sources)
        )


def status_of(config: Config, now: datetime | None = None) -> Status:
    """How a config's store and its runs are; writes nothing.

    Args:
        config: of the store and its runs.
        now: since when is counted; the clock's where left out.
    """
    now = now or datetime.now(UTC)
    is_on = is_running(config)
    if wrong := [str(damage.error) for damage in damages(config)]:
        return Status(is_on, damages=wrong, failed=last_failure(config))
    ledger = Ledger(config.store)
    entries = ledger.entries()
    nights = [entry for entry in entries if entry.figures]
    complete = ledger.complete()
    reads = Store.standing(config.store, ledger.last()).every_file_read()
    return Status(
        is_on,
        last=_night(nights[-1], now) if nights else None,
        complete=_night(complete, now) if complete else None,
        failed=last_failure(config),
        pace=pace([datetime.fromisoformat(night.finished_at) for night in nights], now),
        sources=_sources(config, nights, reads, now),
        n_questions=_n_questions(config),
    )


def _night(entry: Entry, now: datetime) -> NightStatus:
    ago = now - datetime.fromisoformat(entry.finished_at)
    return NightStatus(entry.run_id, entry.status, entry.finished_at, ago.total_seconds())


def _n_questions(config: Config) -> int | None:
    if not (config.latest / "tables" / "review.parquet").exists():
        return None
    return len(questions(config))


def _sources(
    config: Config, nights: Sequence[Entry], reads: Sequence[FileRead], now: datetime
) -> list[SourceStatus]:
    figures = next((each for night in reversed(nights) if (each := _figures(night))), {})
    return [_source(section.name, figures, reads, now) for section in config.sources]


def _figures(night: Entry) -> dict[str, Any]:
    """What a night says of each source; nothing of one that forgot people, which reads none."""
    sources = {each["name"]: each for each in night.figures["sources"]}
    return sources if any(each["files"] or each["error"] for each in sources.values()) else {}


def _source(
    name: str, figures: Mapping[str, Any], reads: Sequence[FileRead], now: datetime
) -> SourceStatus:
    figure = figures.get(name, {})
    came = deliveries(reads, name)
    with_new = [delivery for delivery in came if delivery.new]
    rows = [delivery.rows for delivery in came]
    error = figure.get("error")
    return SourceStatus(
        name=name,
        outcome="failed" if error else "read" if figure else "absent",
        error=error,
        files=figure.get("files", 0),
        rows=figure.get("rows_read", 0),
        new=figure.get("new", 0),
        delivery=pace([delivery.at for delivery in came], now),
        delivered_s=(now - came[-1].at).total_seconds() if came else None,
        new_s=(now - with_new[-1].at).total_seconds() if with_new else None,
        size=size(rows),
        last_rows=rows[-1] if rows else 0,
        usual_rows=usual_rows(rows),
    )
