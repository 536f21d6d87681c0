"""How many different regisseurs a journey had in layer proces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.pictures.ask import PICTURES
from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.canvas import Caption
from outputs.pictures.groups import few, large, left_out, untold
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "regisseurs"
TITLE: Final = marked("Aantal regisseurs per klantreis")
MANY: Final = 6
"""This many and more are one class."""


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the number of regisseurs, from journeys and regie_spells: one bar per number."""
    every = PICTURES.ask(
        connection,
        "regisseur_numbers",
        many=MANY,
    )
    rows, n_small = large(every, lambda row: row["n"], level)
    if not any(row["n_regisseurs"] for row in rows):
        return None
    total = sum(row["n"] for row in rows)
    n_few = 0
    for row in rows:
        row["share"] = row["n"] / total
        n_few += untold(row, ["median_duration_s", "median_waiting_s"], row["n"], level)
        n_few += untold(row, ["share"], total, level)
    names = [
        reader.text("{n} of meer", n=MANY)
        if row["n_regisseurs"] == MANY
        else reader.plural("{n} regisseur", "{n} regisseurs", row["n_regisseurs"])
        for row in rows
    ]
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Het aantal verschillende regisseurs dat de gebeurtenissen van een klantreis noemen."
        ),
        reader.plural("{n} klantreis", "{n} klantreizen", total),
        draw_bars(
            Caption(NAME, reader.text(TITLE), reader),
            reader.text("Een balk per aantal regisseurs; de tabel heeft dezelfde cijfers."),
            [
                Bar(
                    name,
                    (row["n"],),
                    reader.number(row["n"])
                    if row["share"] is None
                    else reader.text(
                        "{n} ({share})",
                        n=reader.number(row["n"]),
                        share=reader.percent(row["share"]),
                    ),
                )
                for name, row in zip(names, rows, strict=True)
            ],
            (Style("solid", "accent", reader.text("Klantreizen")),),
        ),
        Table(
            (
                Column("n_regisseurs", reader.text("Regisseurs")),
                Column("n", reader.text("Klantreizen"), "number"),
                Column("share", reader.text("Aandeel"), "percent"),
                Column("median_duration_s", reader.text("Mediaan van de doorlooptijd"), "days"),
                Column("median_waiting_s", reader.text("Mediaan van de wachttijd"), "days"),
            ),
            [
                (
                    name,
                    row["n"],
                    row["share"],
                    row["median_duration_s"],
                    row["median_waiting_s"],
                )
                for name, row in zip(names, rows, strict=True)
            ],
        ),
        [*left_out(n_small, level, reader), *few(n_few, level, reader)],
    )


SUBJECT: Final = Subject(NAME, TITLE, make)
