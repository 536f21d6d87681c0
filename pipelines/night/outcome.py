"""What a run says of itself: `--json`, the ledger and Prefect's artifacts show this."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from journeys.errors import said
from journeys.notes import Note, Summary, summed
from outputs.notes import line, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from journeys.errors import Language


STATUSES: Final = {
    "complete": said("complete"),
    "partial": said("partial"),
    "rejected": said("rejected"),
    "failed": said("failed"),
}
"""What a run can come to, as a person calls it; programs know it by its key."""


@dataclass(frozen=True)
class NoteRow:
    """One note about a source, of all its files together (`journeys.notes.Note`).

    Attributes:
        kind: of the note.
        column: that it is about; '' where it is about none.
        n: how many rows.
        n_over: over how many cases, where the note counts these.
        detail: a word beside it; '' where there is none.
        files: that it is about.
        nl: the sentence in Dutch.
        en: the sentence in English.
    """

    kind: str
    column: str
    n: int
    n_over: int
    detail: str
    files: list[str]
    nl: str
    en: str

    def line(self, language: Language) -> str:
        """The note with the file that it is about, or how many (`outputs.notes.line`)."""
        note = Note(self.kind, self.n, self.column, self.detail, n_over=self.n_over)
        return line(Summary(note, tuple(self.files)), language)


def note_rows(notes: Iterable[Note]) -> list[NoteRow]:
    """A source's notes with the sentence in both languages.

    >>> from journeys.notes import Note
    >>> note_rows([Note("cost_unread", 2, "Bedrag", file="a.csv")])[0].n
    2
    """
    return [
        NoteRow(
            each.note.kind,
            each.note.column,
            each.note.n,
            each.note.n_over,
            each.note.detail,
            list(each.files),
            sentence(each.note, "nl"),
            sentence(each.note, "en"),
        )
        for each in summed(notes)
    ]


@dataclass(frozen=True)
class SourceOutcome:
    """What a run says of one source.

    Attributes:
        name: of the source.
        files: how many were found; of a database 1, of a source that failed 0.
        skipped: those of them that have not changed since they were read.
        rows_read: of this run's reading: new + rejected + repeated.
        new: events that the store did not have.
        rejected: rows that could not be read.
        repeated: rows that repeat one that is there already.
        updated: those of the repeated that replaced it, having a key.
        notes: what readers noticed, as Dutch lines.
        note_rows: the same as rows.
        error: why it could not be read; None where it could.
    """

    name: str
    files: int
    skipped: int
    rows_read: int
    new: int
    rejected: int
    repeated: int
    updated: int
    notes: list[str]
    note_rows: list[NoteRow]
    error: str | None


@dataclass(frozen=True)
class Outcome:
    """What a run says of itself.

    Attributes:
        run_id: names the run.
        status: `complete`, `partial` (a source failed), `rejected` (too many rows), `failed`.
        run_dir: its folder; None where it left none.
        rows_read: of all sources together; likewise new, rejected, repeated and updated.
        new: as rows_read.
        rejected: as rows_read.
        repeated: as rows_read.
        updated: as rows_read.
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
    sources: list[SourceOutcome] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The same as plain values, for `--json` and the ledger."""
        return asdict(self)

    @classmethod
    def of(cls, figures: Mapping[str, Any]) -> Outcome:
        """The outcome whose figures these are.

        >>> Outcome.of(Outcome("20240101").figures()) == Outcome("20240101")
        True
        """
        sources = [
            SourceOutcome(
                **{**source, "note_rows": [NoteRow(**row) for row in source["note_rows"]]}
            )
            for source in figures["sources"]
        ]
        return cls(**{**figures, "sources": sources})
