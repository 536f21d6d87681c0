"""How many different regisseurs a journey had in layer proces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.picture import Subject, TableColumn, Words
from outputs.pictures.sieve import Sifted
from outputs.small_groups import Rest
from outputs.texts import marked

if TYPE_CHECKING:
    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.reader import Reader

MANY: Final = 6
"""This many and more are one class."""


class RegisseurNumber(NamedTuple):
    """The journeys that had so many regisseurs: how many, which part of all, and medians."""

    n_regisseurs: int
    n: int
    share: float | None
    median_duration_s: float | None
    median_waiting_s: float | None


def figures(inquiry: Inquiry) -> Sifted[RegisseurNumber] | None:
    """The numbers of regisseurs, in order."""
    sieve = inquiry.sieve()
    every = inquiry.ask("regisseur_numbers", many=MANY)
    shown = sieve.rows(every, lambda row: row["n"], Rest.TOGETHER)
    total = sum(row["n"] for row in shown)
    rows = [
        RegisseurNumber(
            row["n_regisseurs"],
            row["n"],
            sieve.summary(row["n"] / total, total),
            sieve.summary(row["median_duration_s"], row["n"]),
            sieve.summary(row["median_waiting_s"], row["n"]),
        )
        for row in shown
    ]
    return Sifted(rows, sieve) if any(row.n_regisseurs for row in rows) else None


def words(numbers: Sifted[RegisseurNumber], reader: Reader) -> Words:
    """How many journeys there are, and those of each number."""
    n = sum(row.n for row in numbers.rows)
    return Words(
        reader.plural("{n} klantreis", "{n} klantreizen", n),
        [(_name(row, reader), *row[1:]) for row in numbers.rows],
        numbers.sieve.notes(reader),
    )


def draw(numbers: Sifted[RegisseurNumber], caption: Caption) -> str:
    """A bar per number."""
    reader = caption.reader

    def said(row: RegisseurNumber) -> str:
        n = reader.number(row.n)
        if row.share is None:
            return n
        return reader.text("{n} ({share})", n=n, share=reader.percent(row.share))

    return draw_bars(
        caption,
        reader.text("Een balk per aantal regisseurs; de tabel heeft dezelfde cijfers."),
        [Bar(_name(row, reader), (row.n,), said(row)) for row in numbers.rows],
        (Style("solid", "accent", marked("Klantreizen")),),
    )


def _name(row: RegisseurNumber, reader: Reader) -> str:
    if row.n_regisseurs == MANY:
        return reader.text("{n} of meer", n=MANY)
    return reader.plural("{n} regisseur", "{n} regisseurs", row.n_regisseurs)


SUBJECT: Final = Subject(
    "regisseurs",
    marked("Aantal regisseurs per klantreis"),
    marked("Het aantal verschillende regisseurs dat de gebeurtenissen van een klantreis noemen."),
    (
        TableColumn("n_regisseurs", marked("Regisseurs")),
        TableColumn("n", marked("Klantreizen"), "number"),
        TableColumn("share", marked("Aandeel"), "percent"),
        TableColumn("median_duration_s", marked("Mediaan van de doorlooptijd"), "days"),
        TableColumn("median_waiting_s", marked("Mediaan van de wachttijd"), "days"),
    ),
    figures,
    words,
    draw,
)
