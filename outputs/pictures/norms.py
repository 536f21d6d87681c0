"""The norms: how often each term was met, exceeded, or still runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.ask import PICTURES
from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.canvas import Caption
from outputs.pictures.groups import few, is_small, large, left_out, untold
from outputs.pictures.picture import NOT_TOLD, Column, Picture, Subject, Table
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "normen"
TITLE: Final = marked("Normen: gehaald, overschreden of nog lopend")
VERDICTS: Final = ("met", "exceeded", "running", "running_over")


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the verdicts, from norm_checks: one bar per norm."""
    rows, n_small = large(by_norm(connection), lambda row: row["n_journeys"], level)
    if not rows:
        return None
    n_back = 0
    for row in rows:
        for verdict in VERDICTS:
            if is_small(row[f"j_{verdict}"], level):
                row[verdict], n_back = None, n_back + 1
        row["n"] = sum(row[verdict] or 0 for verdict in VERDICTS)
        row["late"] = _late_share(row)
    n_few = sum(untold(row, ["late"], row["n_journeys"], level) for row in rows)
    notes = [*left_out(n_small, level, reader), *few(n_few, level, reader)]
    if n_back:
        notes.append(
            reader.plural(
                "{n} cijfer over minder dan {smallest} klantreizen is weggelaten (–), ook uit het"
                " totaal.",
                "{n} cijfers over minder dan {smallest} klantreizen zijn weggelaten (–), ook uit het"
                " totaal.",
                n_back,
                smallest=reader.number(level.smallest_group),
            )
        )
    styles = _styles(reader)
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Een norm is een termijn uit de wet of uit uw afspraken tussen twee stappen van een"
            " klantreis; te laat is wat na de laatste dag klaar was of nog loopt."
        ),
        reader.text(
            "{checks} van {norms}",
            checks=reader.plural("{n} toets", "{n} toetsen", sum(row["n"] for row in rows)),
            norms=reader.plural("{n} norm", "{n} normen", len(rows)),
        ),
        draw_bars(
            Caption(NAME, reader.text(TITLE), reader),
            reader.text("Een balk per norm; de tabel heeft dezelfde cijfers."),
            [
                Bar(
                    row["norm"],
                    [row[verdict] for verdict in VERDICTS],
                    NOT_TOLD
                    if row["late"] is None
                    else reader.text("{share} te laat", share=reader.percent(row["late"])),
                    [
                        f"{style.words}: {reader.number(row[verdict] or 0)}"
                        for verdict, style in zip(VERDICTS, styles, strict=True)
                    ],
                )
                for row in rows
            ],
            styles,
        ),
        Table(
            (
                Column("norm", reader.text("Norm")),
                Column("n", reader.text("Toetsen"), "number"),
                *(
                    Column(verdict, style.words, "number")
                    for verdict, style in zip(VERDICTS, styles, strict=True)
                ),
                Column("late", reader.text("Deel dat te laat is"), "percent"),
            ),
            [
                (row["norm"], row["n"], *(row[verdict] for verdict in VERDICTS), row["late"])
                for row in rows
            ],
        ),
        notes,
    )


def by_norm(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row per norm: checks of each verdict, and in how many journeys (`j_`)."""
    return PICTURES.ask(connection, "norm_verdicts")


def _late_share(row: dict[str, Any]) -> float | None:
    """The part that is too late; None where that would tell what is kept back."""
    if any(row[verdict] is None for verdict in VERDICTS) or not row["n"]:
        return None
    return float((row["exceeded"] + row["running_over"]) / row["n"])


def _styles(reader: Reader) -> tuple[Style, ...]:
    return (
        Style("solid", "accent-3", reader.text("Gehaald")),
        Style("cross", "alert", reader.text("Overschreden")),
        Style("empty", "soft", reader.text("Loopt nog")),
        Style("lines", "alert", reader.text("Loopt nog, al te laat")),
    )


SUBJECT: Final = Subject(NAME, TITLE, make)
