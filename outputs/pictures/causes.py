"""Why journeys waited: the causes of their waits, by the partner that they waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.picture import Subject, TableColumn, Words
from outputs.pictures.sieve import Sifted
from outputs.texts import marked

if TYPE_CHECKING:
    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.reader import Reader

SHOWN: Final = 12
CAUSES: Final = {
    "batching_s": Style("solid", "accent", marked("Tot de stapel compleet is")),
    "contention_s": Style("lines", "accent-2", marked("Bezig met wat eerder aan de beurt was")),
    "prioritisation_s": Style("dots", "accent-3", marked("Bezig met wat later aan de beurt was")),
    "unavailability_s": Style("cross", "soft", marked("Buiten de werktijd")),
    "extraneous_s": Style("rows", "alert", marked("Iets anders")),
    "unknown_s": Style("empty", "soft", marked("Onbekend")),
}


class PartnerWaits(NamedTuple):
    """The waits for a partner, and how long they took together by cause."""

    partner: str | None
    n: int
    n_journeys: int
    total_s: float
    batching_s: float
    contention_s: float
    prioritisation_s: float
    unavailability_s: float
    extraneous_s: float
    unknown_s: float

    @property
    def causes(self) -> tuple[float, ...]:
        """Seconds by cause, as in `CAUSES`."""
        return self[-len(CAUSES) :]  # type: ignore[return-value]


def figures(inquiry: Inquiry) -> Sifted[PartnerWaits] | None:
    """The partners that were waited for, the longest first."""
    sieve = inquiry.sieve()
    every = inquiry.records("waiting_causes", PartnerWaits)
    rows = sieve.rows(every, lambda row: row.n_journeys)
    return Sifted(rows, sieve) if rows else None


def words(waits: Sifted[PartnerWaits], reader: Reader) -> Words:
    """How often and how long was waited, and every partner's causes."""
    rows = waits.rows
    notes = [*waits.sieve.left_out(reader)]
    if len(rows) > SHOWN:
        notes.append(
            reader.text(
                "Getekend zijn de {shown} partners waar het langst op gewacht is, van de {all}; de tabel"
                " heeft ze alle.",
                shown=SHOWN,
                all=len(rows),
            )
        )
    total = sum(row.total_s for row in rows)
    n_text = reader.text(
        "{waits}, samen {total}, waarvan {share} onbekend",
        waits=reader.plural("{n} wachtmoment", "{n} wachtmomenten", sum(row.n for row in rows)),
        total=reader.days(total),
        share=reader.share(sum(row.unknown_s for row in rows), total),
    )
    return Words(n_text, [(_name(row, reader), *row[1:]) for row in rows], notes)


def draw(waits: Sifted[PartnerWaits], caption: Caption) -> str:
    """A bar per partner, a part per cause."""
    reader = caption.reader
    names = [reader.text(style.words) for style in CAUSES.values()]
    bars = [
        Bar(
            _name(row, reader),
            row.causes,
            reader.days(row.total_s, short=True),
            [f"{name}: {reader.days(s)}" for name, s in zip(names, row.causes, strict=True)],
        )
        for row in waits.rows[:SHOWN]
    ]
    summary = reader.text("Een balk per partner; de tabel heeft dezelfde cijfers.")
    return draw_bars(caption, summary, bars, list(CAUSES.values()))


def _name(row: PartnerWaits, reader: Reader) -> str:
    return row.partner or reader.text("onbekend")


SUBJECT: Final = Subject(
    "wachtoorzaken",
    marked("Waarom er gewacht wordt, per partner"),
    marked(
        "De wachttijd voor een gebeurtenis bij de partner, verdeeld over vijf oorzaken en wat de"
        " gegevens niet zeggen; elk moment telt één keer."
    ),
    (
        TableColumn("partner", marked("Partner waarop gewacht is")),
        TableColumn("n", marked("Wachtmomenten"), "number"),
        TableColumn("n_journeys", marked("Klantreizen"), "number"),
        TableColumn("total_s", marked("Wachttijd samen"), "days"),
        *(TableColumn(cause, style.words, "days") for cause, style in CAUSES.items()),
    ),
    figures,
    words,
    draw,
)
