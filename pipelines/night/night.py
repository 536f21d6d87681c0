"""A night, in four parts: ingest, reconstruct, analyse, publish. Plain functions; `flow` makes tasks of them.

Everything is made in a work folder beside the runs. Nothing that was there before is touched until all
of it stands: then the store is written, the run's folder gets its name, the ledger says so, and
`latest` moves, in that order. A night that dies leaves the store and `latest` as they were.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from journeys.engine import connect
from journeys.inputs import Inputs
from journeys.layout import lay_out
from journeys.models import published
from journeys.notes import summed
from outputs.audit.folder import write_audit
from outputs.manifest import write_manifest
from outputs.maps import MapOptions, draw_maps
from outputs.report import About, SourceFigures, write_report
from pipelines.config.vocabulary import vocabulary_of
from pipelines.errors import PipelineError
from pipelines.night.history import kept_history, new_history
from pipelines.night.ingest import SourceRead, read_source
from pipelines.night.key_notes import note_keys
from pipelines.night.linking import link_people, people_path
from pipelines.night.merging import Merged, merge
from pipelines.night.moments import origin_of
from pipelines.night.noting import notes_of, written
from pipelines.rights.forgetting import (
    about_to_forget,
    finish,
    finish_what_died,
    gone_by_request,
    gone_by_rule,
    without,
    written_anew,
)
from pipelines.store.keys import keys_for
from pipelines.store.ledger import Entry, Ledger
from pipelines.store.tables import GENERATION, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import duckdb

    from connectors.identity.pseudonyms import Pseudonyms
    from journeys.engine import Engine
    from pipelines.config.settings import Config, SourceSection

WORK: Final = ".work"
RECONSTRUCTED: Final = ("events", "links", "rejected", "reading_notes")


@dataclass(frozen=True)
class Night:
    """What every part of a night knows.

    Attributes:
        config: as read.
        run_id: names the run.
        work: a folder of this run's own, gone when it ends.
        pseudonyms: the key in use.
        versions: of the store's tables as the last run left them.
        generation: the folder of those tables within the store.
        reread: sources to read anew.
    """

    config: Config
    run_id: str
    work: Path
    pseudonyms: Pseudonyms
    versions: Mapping[str, int]
    generation: str = ""
    reread: tuple[str, ...] = ()

    @property
    def store(self) -> Store:
        """The store as the last run left it."""
        return Store(self.config.store, self.versions, self.generation)

    @property
    def run_folder(self) -> Path:
        """Where the run is made, until it is whole."""
        return self.work / "run"

    @property
    def tables(self) -> Path:
        """Where its tables are made."""
        return self.run_folder / "tables"


@dataclass
class Outcome:
    """What a run says of itself: `--json`, the ledger and the artifacts show this.

    Attributes:
        run_id: names the run.
        status: `complete`, `partial` (a source failed), `rejected` (too many rows), `failed`.
        run_dir: its folder; None where it left none.
        rows_read: of this run's reading: new + rejected + repeated.
        new: events that the store did not have.
        rejected: rows that could not be read.
        repeated: rows that repeat one that is there already.
        updated: those of the repeated that replaced it, having a key.
        events: rows of the run's table; likewise journeys and signals.
        journeys: as events.
        signals: as events.
        as_of: the moment from which the data is judged, ISO 8601.
        as_of_from: the source and file that it comes from; None: the config says it, or there is no data.
        sources: what became of each source.
        seconds: how long each part took.
        errors: what failed, by name.
    """

    run_id: str
    status: str = "failed"
    run_dir: str | None = None
    rows_read: int = 0
    new: int = 0
    rejected: int = 0
    repeated: int = 0
    updated: int = 0
    events: int = 0
    journeys: int = 0
    signals: int = 0
    as_of: str | None = None
    as_of_from: dict[str, str] | None = None
    sources: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


@contextmanager
def begin(config: Config, run_id: str, *, reread: Sequence[str] = ()) -> Iterator[Night]:
    """Take the store for one run, and clear away what a run that died has left.

    Raises:
        PipelineError: another run has the store, or the key is another than it was filled with.
        ConnectorError: the key file cannot be used.
    """
    work = config.output / WORK
    work.mkdir(parents=True, exist_ok=True)
    config.store.mkdir(parents=True, exist_ok=True)
    lock = FileLock(config.store / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise PipelineError(
            "another run has the store",
            expected="one run at a time",
            hint="wait until it is done; a lock of a run that died frees itself",
        ) from error
    mine = work / run_id
    try:
        for left in work.iterdir():
            shutil.rmtree(left, ignore_errors=True)
        ledger = Ledger(config.store)
        last = ledger.last()
        pseudonyms = keys_for(config, last)
        store = Store.standing(config.store, last)
        store.undo_unfinished()
        point_latest(config, ledger)
        finish_what_died(config, ledger, pseudonyms)
        mine.mkdir(parents=True)
        yield Night(
            config, run_id, mine, pseudonyms, store.versions, store.generation, tuple(reread)
        )
    finally:
        shutil.rmtree(mine, ignore_errors=True)
        lock.release()


def ingest(night: Night, section: SourceSection, *, memory: str = "") -> SourceRead:
    """Read one source's changed files into the work folder."""
    return read_source(
        night.config,
        section,
        night.pseudonyms,
        night.store,
        night.work / "sources" / f"{night.config.sources.index(section):03}",
        reread=section.name in night.reread,
        memory=memory,
    )


def reconstruct(
    night: Night, reads: Sequence[SourceRead], *, forget: Collection[str] = ()
) -> Merged:
    """Lay the reading beside the store, link who is in it, and put every event in its journey.

    Args:
        night: of the run.
        reads: the sources that were read.
        forget: clients who asked to be forgotten: they leave the store with this run, as do those
            whom `retention_days` no longer holds.

    Raises:
        PipelineError: a client who is to be forgotten is nobody in the store.
    """
    reread = [read.source for read in reads if read.source in night.reread]
    with _engine(night) as connection:
        merged = merge(
            connection,
            night.store,
            reads,
            night.run_id,
            night.work / "merged",
            forget_sources=reread,
        )
        link_people(night, connection, merged)
    if forget or night.config.privacy.retention_days is not None:
        merged = _without_the_gone(night, merged, forget)
    with _engine(night) as connection:
        sources = [section.source() for section in night.config.sources]
        note_keys(connection, merged, sources, night.pseudonyms)
        _run(night, connection, merged, RECONSTRUCTED)
    return merged


def _without_the_gone(night: Night, merged: Merged, forget: Collection[str]) -> Merged:
    with _engine(night) as connection:
        analysis = lay_out(connection, _inputs(night, merged))
        if forget:
            gone = gone_by_request(analysis, merged, forget, night.pseudonyms)
            if gone is None:
                raise PipelineError(
                    "nobody to forget",
                    expected="a client_id as the tables of the last run have it",
                    got="one that is in no record",
                    hint="client_id stands in tables/events.parquet and tables/links.parquet",
                )
        else:
            gone = gone_by_rule(analysis, night.config.privacy.retention_days)
        if gone is None:
            return merged
        merged = without(connection, merged, gone, night.work / "merged")
    with _engine(night) as connection:
        link_people(night, connection, merged)
    return merged


def analyse(night: Night, merged: Merged) -> dict[str, int]:
    """Make every other table; says how many rows each has."""
    with _engine(night) as connection:
        return _run(night, connection, merged, published())


def _engine(night: Night) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    project = night.config.project
    return connect(night.work / "spill", memory=project.memory, threads=project.threads)


def _inputs(night: Night, merged: Merged) -> Inputs:
    config = night.config
    return Inputs(
        records=merged.records,
        rejected=(merged.rejected,),
        notes=(merged.notes,),
        readings=(merged.readings,),
        people=(people_path(night),),
        vocabulary=vocabulary_of(config),
        settings=config.settings(),
        rules=[section.rule() for section in config.rules],
        signal_history=night.store.paths("signal_history"),
        norms=[section.norm() for section in config.norms],
        calendars=[each for section in config.calendars for each in section.calendars()],
        actors=config.resident_actors(),
        roles=config.regie.as_roles(),
    )


def _run(night: Night, engine: Engine, merged: Merged, names: Sequence[str]) -> dict[str, int]:
    analysis = lay_out(engine, _inputs(night, merged))
    return analysis.run(names, night.tables, part_folder=night.work / "parts")


def judge(
    night: Night, reads: Sequence[SourceRead], merged: Merged, failed: Mapping[str, str]
) -> Outcome:
    """What this run's reading comes to: the counts, and whether it counts.

    Args:
        night: of the run.
        reads: the sources that were read.
        merged: what they came to.
        failed: source to its error's text, for those that could not be read.
    """
    outcome = Outcome(night.run_id, errors=[failed[name] for name in sorted(failed)])
    notes = notes_of(merged.notes)
    for section in night.config.sources:
        read = next((read for read in reads if read.source == section.name), None)
        mine = [row for row in merged.files if row["source"] == section.name]
        outcome.sources.append(
            {
                "name": section.name,
                "files": len(read.hashes) if read else 0,
                "skipped": len(read.skipped) if read else 0,
                "rows_read": _sum(mine, "rows"),
                "new": _sum(mine, "new"),
                "rejected": _sum(mine, "rejected"),
                "repeated": _sum(mine, "repeated"),
                "updated": _sum(mine, "updated"),
                **written(notes.get(section.name, [])),
                "error": failed.get(section.name),
            }
        )
    for name in ("rows_read", "new", "rejected", "repeated", "updated"):
        setattr(outcome, name, sum(source[name] for source in outcome.sources))
    too_many = outcome.rejected > night.config.project.max_rejected_share * outcome.rows_read
    outcome.status = "partial" if failed else "rejected" if too_many else "complete"
    if too_many:
        outcome.errors.append(
            f"{outcome.rejected} of {outcome.rows_read} rows were rejected, more than"
            f" max_rejected_share = {night.config.project.max_rejected_share}:"
            " see rejected.parquet and audit/ in the run's folder; the store is as it was"
        )
    return outcome


def _sum(rows: Sequence[Mapping[str, object]], column: str) -> int:
    return sum(int(str(row[column])) for row in rows)


def publish(
    night: Night,
    reads: Sequence[SourceRead],
    merged: Merged,
    outcome: Outcome,
    rows: Mapping[str, int],
    *,
    told: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Write maps, report, audit and manifest; then the store, the run's name, the ledger, `latest`.

    Where too many rows were rejected, the run's folder is there to be looked at and nothing else
    changes.
    """
    began = perf_counter()
    (judged,) = pq.read_table(night.work / "parts" / "judged.parquet").to_pylist()
    as_of = judged["as_of"]
    outcome.events, outcome.journeys = rows["events"], rows["journeys"]
    outcome.signals = rows["signals"]
    outcome.as_of = as_of.astimezone(UTC).isoformat() if as_of else None
    outcome.as_of_from = origin_of(judged)
    about = _about(night, outcome, merged, as_of)
    told("kaarten")
    draw_maps(
        night.tables,
        night.run_folder / "maps",
        options=MapOptions(smallest_group=night.config.report.smallest_group),
        as_of=as_of,
    )
    told("rapport")
    write_report(
        night.tables,
        night.run_folder / "maps",
        night.run_folder / "report",
        about=about,
        options=night.config.report.options(night.config.folder),
        previous=_last_run(night.config),
        memory=night.config.project.memory,
    )
    told("verantwoording")
    write_audit(
        night.tables, night.run_folder / "audit", about=about, files=_standing(night, merged)
    )
    inputs = [
        {"source": read.source, "file": name, "sha256": sha256}
        for read in reads
        for name, sha256 in sorted(read.hashes.items())
    ]
    write_manifest(
        night.run_folder,
        config=night.config.told(),
        inputs=inputs,
        as_of=as_of,
        as_of_from=outcome.as_of_from,
    )
    told("opslag")
    versions, generation = dict(night.versions), night.generation
    gone = merged.gone if outcome.status != "rejected" else None
    if gone:
        generation = f"{GENERATION}{night.run_id}"
        signals = kept_history(night)
        versions = written_anew(night.store, merged, generation, signals=signals)
        about_to_forget(night.config, gone, night.run_id, night.pseudonyms)
    elif outcome.status != "rejected":
        forget = [read.source for read in reads if read.source in night.reread]
        versions = night.store.commit(
            merged.new,
            rejected=merged.rejected,
            notes=merged.notes,
            files=merged.files,
            replaces=merged.replaces,
            identities=merged.identities.new,
            forget_sources=forget,
            signals=new_history(night) if outcome.status == "complete" else None,
        )
    final = night.config.output / night.run_id
    outcome.run_dir = str(final)
    night.run_folder.replace(final)
    outcome.seconds["publish"] = round(perf_counter() - began, 3)
    ledger = Ledger(night.config.store)
    ledger.append(
        Entry(
            run_id=night.run_id,
            status=outcome.status,
            finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
            key=night.pseudonyms.fingerprint(),
            versions=versions,
            figures=outcome.told(),
            generation=generation,
        )
    )
    point_latest(night.config, ledger)
    if gone:
        Store(night.config.store, versions, generation).remove_others()
        told("vergeten")
        shutil.rmtree(night.work)  # nothing of it is needed any more, and it holds who is gone
        finish(night.config, gone, night.run_id)
    return outcome


def _last_run(config: Config) -> Path | None:
    """The folder of the last complete run, if it is still there."""
    latest = config.latest
    return latest.resolve() if latest.is_dir() else None


def point_latest(config: Config, ledger: Ledger) -> None:
    """Let `latest` be the last complete run, in one step."""
    complete = ledger.complete()
    latest = config.latest
    if complete is None or not (config.output / complete.run_id).is_dir():
        return
    if latest.is_symlink() and latest.readlink().name == complete.run_id:
        return
    coming = config.output / WORK / latest.name
    coming.unlink(missing_ok=True)
    try:
        coming.symlink_to(complete.run_id, target_is_directory=True)
    except OSError:  # a file share without links, or Windows without the right to make one
        if (latest / "manifest.json").exists() and _same(latest, config.output / complete.run_id):
            return
        shutil.copytree(config.output / complete.run_id, coming)
        shutil.rmtree(latest, ignore_errors=True)
    os.replace(coming, latest)  # noqa: PTH105 - replaces a link as well as a folder


def _same(one: Path, other: Path) -> bool:
    return (one / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()


def _standing(night: Night, merged: Merged) -> list[dict[str, Any]]:
    """The latest reading of every file, from this run or an earlier one.

    What a run shows hangs on the exports alone, not on how often they were read: `new` and
    `repeated` are those of the night on which a file was read, skipped tonight or not.
    """
    rows = {
        (str(row["source"]), str(row["source_file"])): row
        for row in [*night.store.read_files(), *merged.files]
    }
    return [
        {
            key: value
            for key, value in row.items()
            if key not in ("run_id", "mapping", "settings", "cursor", "read_at")
        }
        for _, row in sorted(rows.items())
    ]


def _about(night: Night, outcome: Outcome, merged: Merged, as_of: datetime | None) -> About:
    project = night.config.project
    standing = _standing(night, merged)
    figures = []
    notes = notes_of(merged.notes)
    for source in outcome.sources:
        mine = [row for row in standing if row["source"] == source["name"]]
        figures.append(
            SourceFigures(
                name=source["name"],
                files=len(mine),
                rows_read=_sum(mine, "rows"),
                new=_sum(mine, "new"),
                rejected=_sum(mine, "rejected"),
                repeated=_sum(mine, "repeated"),
                notes=tuple(each.note for each in summed(notes.get(source["name"], []))),
                error=source["error"],
            )
        )
    return About(
        project=project.name,
        as_of=as_of,
        as_of_from=outcome.as_of_from,
        timezone=project.timezone,
        level=night.config.journeys.level,
        sources=tuple(figures),
    )
