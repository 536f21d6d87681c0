"""The publication of a night: what users get of it is written, and then it counts.

The run's folder is made whole first. Then the store is written, the ledger says so, the folder gets its name,
and `latest` moves, in that order; each is on the disk before the next. What a run that died left undone, the
next one does.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from journeys.errors import said
from outputs.audit.folder import write_audit
from outputs.audit.meanings import counted_meanings
from outputs.manifest import write_manifest
from outputs.maps import MapOptions, draw_maps
from outputs.report import write_report
from pipelines.night.about import about_run, audited, standing_files
from pipelines.night.forgetting import written_anew
from pipelines.night.history import kept_history, new_history
from pipelines.night.judge import origin_of
from pipelines.night.onlooker import see
from pipelines.night.progress import step
from pipelines.night.stopping import counting
from pipelines.store.durable import sync_new
from pipelines.store.latest import last_run, name_run, point_latest
from pipelines.store.ledger import Entry, Ledger
from pipelines.store.modes import open_all_to
from pipelines.store.removal import finish, note_removal
from pipelines.store.tables import GENERATION, Store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.night.begin import Night
    from pipelines.night.outcome import Outcome
    from pipelines.store.merging import Merged
    from pipelines.store.source_reads import SourceRead


REPORT_AT, AUDIT_AT, STORE_AT = 0.3, 0.85, 0.9
"""The share of a publication that is done before each of its steps, as a night of the demo has it."""


def publish(
    night: Night,
    reads: Sequence[SourceRead],
    merged: Merged,
    outcome: Outcome,
    rows: Mapping[str, int],
) -> Outcome:
    """Write what users get of a run, and make the run count.

    Where too many rows were rejected, the run's folder is there to be looked at and nothing else
    changes.

    Args:
        night: of the run.
        reads: the sources that were read.
        merged: the store as it will be.
        outcome: what the run says of itself so far.
        rows: how many each table has.
    """
    began = perf_counter()
    (judged,) = pq.read_table(night.work / "parts" / "judged.parquet").to_pylist()
    as_of = judged["as_of"]
    outcome = replace(
        outcome,
        events=rows["events"],
        journeys=rows["journeys"],
        signals=rows["signals"],
        as_of=as_of.astimezone(UTC).isoformat() if as_of else None,
        as_of_from=origin_of(judged),
    )
    _write_run_folder(night, reads, merged, outcome, as_of)
    counted = replace(merged, leavers=None) if outcome.status == "rejected" else merged
    with step("publish", said("the store"), STORE_AT), counting():
        store = _write_store(night, reads, counted, outcome)
        outcome = _count(night, outcome, store, began)
    if counted.leavers:
        with step("publish", said("who left is forgotten"), STORE_AT):
            store.remove_others()
            shutil.rmtree(night.work)  # nothing of it is needed any more, and it holds who leaves
            finish(night.config, counted.leavers, night.run_id)
    return outcome


def _write_run_folder(
    night: Night,
    reads: Sequence[SourceRead],
    merged: Merged,
    outcome: Outcome,
    as_of: datetime | None,
) -> None:
    """Write maps, report, audit and manifest beside the tables."""
    files = standing_files(night, merged)
    about = about_run(night, outcome, merged, files, as_of)
    folder, config = night.run_folder, night.config
    with step("publish", said("the maps"), 0.0):
        draw_maps(
            night.tables,
            folder / "maps",
            options=MapOptions(smallest_group=config.report.smallest_group),
            as_of=as_of,
        )
    with step("publish", said("the report"), REPORT_AT):
        write_report(
            night.tables,
            folder / "maps",
            folder / "report",
            about=about,
            options=config.report.options(config.folder),
            previous=last_run(config),
            memory=config.project.memory,
            done=lambda share: see(
                "publish", REPORT_AT + share * (AUDIT_AT - REPORT_AT), said("the report")
            ),
        )
    with step("publish", said("the audit"), AUDIT_AT):
        write_audit(
            night.tables, folder / "audit", about=about, files=[audited(file) for file in files]
        )
        write_manifest(
            folder,
            config=config.as_manifest(),
            inputs=_inputs(reads),
            as_of=as_of,
            as_of_from=outcome.as_of_from,
            meanings=counted_meanings(night.tables / "terms.parquet"),
        )


def _inputs(reads: Sequence[SourceRead]) -> list[dict[str, Any]]:
    """The files of this run as the manifest names them."""
    return [
        {"source": read.source, "file": name, "sha256": sha256}
        for read in reads
        for name, sha256 in sorted(read.hashes.items())
    ]


def _write_store(
    night: Night, reads: Sequence[SourceRead], merged: Merged, outcome: Outcome
) -> Store:
    """Write the run's rows; the store as it is once the ledger names its versions."""
    if outcome.status == "rejected":
        return night.store
    if merged.leavers:
        generation = f"{GENERATION}{night.run_id}"
        signals = kept_history(night)
        versions = written_anew(night.store, merged, generation, signals=signals)
        note_removal(night.config, merged.leavers, night.run_id, night.pseudonyms)
        return Store(night.config.store, versions, generation)
    store = night.store
    store.commit(
        merged.new,
        rejected=merged.rejected,
        notes=merged.notes,
        files=merged.files,
        replaces=merged.replaces,
        identities=merged.identities.new,
        forget_sources=[read.source for read in reads if read.source in night.reread],
        signals=new_history(night) if outcome.status == "complete" else None,
    )
    return store


def _count(night: Night, outcome: Outcome, store: Store, began: float) -> Outcome:
    """Write the run in the ledger: from then on it counts. Give its folder its name, and move `latest`."""
    final = night.config.output / night.run_id
    seconds = {**outcome.seconds, "publish": round(perf_counter() - began, 3)}
    outcome = replace(outcome, run_dir=str(final), seconds=seconds)
    ledger = Ledger(night.config.store)
    open_all_to(night.run_folder, night.config.project.output_mode)
    sync_new(night.run_folder)
    ledger.append(
        Entry(
            run_id=night.run_id,
            status=outcome.status,
            finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
            key=night.pseudonyms.fingerprint(),
            versions=store.versions,
            figures=outcome.figures(),
            generation=store.generation,
        )
    )
    name_run(night.config, night.run_folder)
    point_latest(night.config, ledger)
    return outcome
