"""What changed since the last night: signals that are new, that are still there, and that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.names import name_of
from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.picture import NOT_TOLD, Subject, TableColumn, Words
from outputs.pictures.sieve import Sifted
from outputs.queries import SHARED
from outputs.texts import marked, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.reader import Reader

KEPT_BACK: Final = plural(
    "{n} cijfer over minder dan {smallest} klantreizen is weggelaten (–).",
    "{n} cijfers over minder dan {smallest} klantreizen zijn weggelaten (–).",
)
STATUSES: Final = ("new", "still", "gone")


class KindChanges(NamedTuple):
    """A kind of signal: how many are new, still there and gone; None: kept back."""

    kind: str
    counts: tuple[int | None, ...]
    most_nights: int


def figures(inquiry: Inquiry) -> Sifted[KindChanges] | None:
    """The changes by kind of signal, the kind with most first.

    A signal of several journeys is about its household; of one that is gone no more is known, and it
    counts as one.
    """
    sieve = inquiry.sieve()
    _, *every = SHARED.ask(inquiry.connection, "changed_signals")
    counts = zip(
        *(
            sieve.column(
                [row[f"n_{status}"] for row in every],
                [row[f"n_{status}_journeys"] for row in every],
            )
            for status in STATUSES
        ),
        strict=True,
    )
    rows = [
        (
            -sum(row[f"n_{status}"] for status in STATUSES),
            KindChanges(row["kind"], known, row["most_nights"]),
        )
        for row, known in zip(every, counts, strict=True)
        if any(known)
    ]
    return Sifted([kind for _, kind in sorted(rows)], sieve) if rows else None


def words(changes: Sifted[KindChanges], reader: Reader) -> Words:
    """How many are new, still there and gone, in all and of each kind."""
    totals = [sum(row.counts[at] or 0 for row in changes.rows) for at in range(3)]
    notes = [*changes.sieve.kept_back(reader, KEPT_BACK)]
    if not any(totals[1:]):
        notes.append(
            reader.text(
                "Er is geen eerdere peildatum om mee te vergelijken: alle signalen zijn nieuw."
            )
        )
    return Words(
        _counts(totals, reader),
        [
            (reader.text(name_of("signal", row.kind)), *row.counts, row.most_nights)
            for row in changes.rows
        ],
        notes,
    )


def draw(changes: Sifted[KindChanges], caption: Caption) -> str:
    """A bar per kind."""
    reader = caption.reader
    return draw_bars(
        caption,
        reader.text("Een balk per soort signaal; de tabel heeft dezelfde cijfers."),
        [
            Bar(reader.text(name_of("signal", row.kind)), row.counts, _counts(row.counts, reader))
            for row in changes.rows
        ],
        (
            Style("solid", "alert", marked("Nieuw")),
            Style("lines", "accent", marked("Er nog")),
            Style("empty", "soft", marked("Weg")),
        ),
    )


def _counts(counts: Sequence[int | None], reader: Reader) -> str:
    new, still, gone = (NOT_TOLD if n is None else reader.number(n) for n in counts)
    return reader.text("{new} nieuw, {still} er nog, {gone} weg", new=new, still=still, gone=gone)


SUBJECT: Final = Subject(
    "veranderingen",
    marked("Wat er veranderde sinds de vorige peildatum"),
    marked(
        "Een signaal is een bevinding volgens een vaste regel; nieuw is wat er op een eerdere"
        " peildatum niet was, weg is wat er de vorige keer nog was."
    ),
    (
        TableColumn("kind", marked("Soort signaal")),
        TableColumn("new", marked("Nieuw"), "number"),
        TableColumn("still", marked("Er nog"), "number"),
        TableColumn("gone", marked("Weg"), "number"),
        TableColumn("most_nights", marked("Langst: aantal peildata"), "number"),
    ),
    figures,
    words,
    draw,
)
