"""What the report and the audit say of a run beside its tables: its project and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from journeys.notes import summed
from outputs.report import About, SourceFigures
from pipelines.store.notes import notes_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipelines.night.begin import Night
    from pipelines.night.outcome import Outcome
    from pipelines.store.file_reads import FileRead
    from pipelines.store.merging import Merged

NOT_AUDITED: Final = frozenset({"run_id", "mapping", "settings", "cursor", "read_at"})


def standing_files(night: Night, merged: Merged) -> list[FileRead]:
    """The latest reading of every file, from this run or an earlier one.

    What a run shows hangs on the exports alone, not on how often they were read: `new` and
    `repeated` are those of the night on which a file was read, skipped tonight or not.
    """
    every = [*night.store.read_files(), *merged.files]
    return [file for _, file in sorted({(f.source, f.source_file): f for f in every}.items())]


def audited(file: FileRead) -> dict[str, Any]:
    """What the audit says of a reading."""
    return {name: value for name, value in vars(file).items() if name not in NOT_AUDITED}


def about_run(
    night: Night,
    outcome: Outcome,
    merged: Merged,
    files: Sequence[FileRead],
    as_of: datetime | None,
) -> About:
    """What the report says of the run.

    Args:
        night: of the run.
        outcome: what it says of itself so far.
        merged: with the notes that stand.
        files: as `standing_files`.
        as_of: the moment from which the data is judged.
    """
    project = night.config.project
    figures = []
    notes = notes_of(merged.notes)
    for source in outcome.sources:
        mine = [file for file in files if file.source == source.name]
        figures.append(
            SourceFigures(
                name=source.name,
                files=len(mine),
                rows_read=sum(file.rows for file in mine),
                new=sum(file.new for file in mine),
                rejected=sum(file.rejected for file in mine),
                repeated=sum(file.repeated for file in mine),
                notes=tuple(each.note for each in summed(notes.get(source.name, []))),
                error=source.error,
            )
        )
    return About(
        project=project.name,
        as_of=as_of,
        as_of_from=outcome.as_of_from,
        timezone=project.timezone,
        level=night.config.journeys.level,
        sources=tuple(figures),
        unchecked=project.unchecked,
    )
