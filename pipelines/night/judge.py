"""The judgement of a night: what its reading comes to, and whether it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.errors import said, wording
from journeys.notes import summed
from outputs.notes import line
from pipelines.night.outcome import Outcome, SourceOutcome, note_rows
from pipelines.store.notes import notes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeys.notes import Note
    from pipelines.night.begin import Night
    from pipelines.store.merging import Merged
    from pipelines.store.source_reads import SourceRead


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
    notes = notes_of(merged.notes)
    sources = [
        source_outcome(section.name, reads, merged, failed, notes.get(section.name, []))
        for section in night.config.sources
    ]
    errors = [failed[name] for name in sorted(failed)]
    rows_read = sum(source.rows_read for source in sources)
    rejected = sum(source.rejected for source in sources)
    too_many = rejected > night.config.project.max_rejected_share * rows_read
    if too_many:
        errors.append(
            wording(
                said(
                    "{rejected} of {rows_read} rows were rejected, more than max_rejected_share = {share}:"
                    " see rejected.parquet and audit/ in the run's folder; the store is as it was",
                    rejected=rejected,
                    rows_read=rows_read,
                    share=night.config.project.max_rejected_share,
                )
            )
        )
    return Outcome(
        night.run_id,
        status="partial" if failed else "rejected" if too_many else "complete",
        rows_read=rows_read,
        new=sum(source.new for source in sources),
        rejected=rejected,
        repeated=sum(source.repeated for source in sources),
        updated=sum(source.updated for source in sources),
        sources=sources,
        errors=errors,
    )


def source_outcome(
    name: str,
    reads: Sequence[SourceRead],
    merged: Merged,
    failed: Mapping[str, str],
    notes: Sequence[Note],
) -> SourceOutcome:
    """What the reading of one source comes to.

    Args:
        name: of the source.
        reads: the sources that were read.
        merged: what they came to.
        failed: source to its error's text, for those that could not be read.
        notes: the source's.
    """
    read = next((read for read in reads if read.source == name), None)
    files = [file for file in merged.files if file.source == name]
    return SourceOutcome(
        name=name,
        files=len(read.hashes) if read else 0,
        skipped=len(read.skipped) if read else 0,
        rows_read=sum(file.rows for file in files),
        new=sum(file.new for file in files),
        rejected=sum(file.rejected for file in files),
        repeated=sum(file.repeated for file in files),
        updated=sum(file.updated for file in files),
        notes=[line(each) for each in summed(notes)],
        note_rows=note_rows(notes),
        error=failed.get(name),
    )


def origin_of(judged: Mapping[str, object]) -> dict[str, str] | None:
    """The source and file that as_of comes from; None where the config says it, or there is no data.

    Args:
        judged: the row of the model of that name.
    """
    if judged["as_of_source"] is None:
        return None
    return {"source": str(judged["as_of_source"]), "file": str(judged["as_of_file"])}
