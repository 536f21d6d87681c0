"""Why journeys waited: the causes of their waits, by the partner that they waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.ask import PICTURES
from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.canvas import Caption
from outputs.pictures.groups import large, left_out
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "wachtoorzaken"
TITLE: Final = marked("Waarom er gewacht wordt, per partner")
SHOWN: Final = 12
CAUSES: Final = (
    "batching_s",
    "contention_s",
    "prioritisation_s",
    "unavailability_s",
    "extraneous_s",
    "unknown_s",
)


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the causes of waiting, from waiting_causes: one bar per partner that was waited for."""
    rows, n_small = large(by_partner(connection), lambda row: row["n_journeys"], level)
    if not rows:
        return None
    notes = [*left_out(n_small, level, reader)]
    if len(rows) > SHOWN:
        notes.append(
            reader.text(
                "Getekend zijn de {shown} partners waar het langst op gewacht is, van de {all}; de tabel"
                " heeft ze alle.",
                shown=SHOWN,
                all=len(rows),
            )
        )
    total = sum(row["total_s"] for row in rows)
    unknown = sum(row["unknown_s"] for row in rows)
    styles = _styles(reader)
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "De wachttijd voor een gebeurtenis bij de partner, verdeeld over vijf oorzaken en wat de"
            " gegevens niet zeggen; elk moment telt één keer."
        ),
        reader.text(
            "{waits}, samen {total}, waarvan {share} onbekend",
            waits=reader.plural(
                "{n} wachtmoment", "{n} wachtmomenten", sum(row["n"] for row in rows)
            ),
            total=reader.days(total),
            share=reader.share(unknown, total),
        ),
        draw_bars(
            Caption(NAME, reader.text(TITLE), reader),
            reader.text("Een balk per partner; de tabel heeft dezelfde cijfers."),
            [
                Bar(
                    row["partner"] or reader.text("onbekend"),
                    [row[cause] for cause in CAUSES],
                    reader.days(row["total_s"], short=True),
                    [
                        f"{style.words}: {reader.days(row[cause])}"
                        for cause, style in zip(CAUSES, styles, strict=True)
                    ],
                )
                for row in rows[:SHOWN]
            ],
            styles,
        ),
        Table(
            (
                Column("partner", reader.text("Partner waarop gewacht is")),
                Column("n", reader.text("Wachtmomenten"), "number"),
                Column("n_journeys", reader.text("Klantreizen"), "number"),
                Column("total_s", reader.text("Wachttijd samen"), "days"),
                *(
                    Column(cause, style.words, "days")
                    for cause, style in zip(CAUSES, styles, strict=True)
                ),
            ),
            [
                (
                    row["partner"] or reader.text("onbekend"),
                    *(row[name] for name in ("n", "n_journeys", "total_s", *CAUSES)),
                )
                for row in rows
            ],
        ),
        notes,
    )


def by_partner(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row per partner that was waited for, the longest first."""
    return PICTURES.ask(connection, "waiting_causes")


def _styles(reader: Reader) -> tuple[Style, ...]:
    return (
        Style("solid", "accent", reader.text("Tot de stapel compleet is")),
        Style("lines", "accent-2", reader.text("Bezig met wat eerder aan de beurt was")),
        Style("dots", "accent-3", reader.text("Bezig met wat later aan de beurt was")),
        Style("cross", "soft", reader.text("Buiten de werktijd")),
        Style("rows", "alert", reader.text("Iets anders")),
        Style("empty", "soft", reader.text("Onbekend")),
    )


SUBJECT: Final = Subject(NAME, TITLE, make)
