"""Teams: how long journeys waited for each, and how many signals its events show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.ask import PICTURES
from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.canvas import Caption
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "teams"
TITLE: Final = marked("Wachten en signalen per team")
SHOWN: Final = 15


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the teams, from events, waits and signals: one bar per team; None where none is told."""
    if not level.teams:
        return None
    rows = by_team(connection)
    if not rows:
        return None
    notes = []
    if len(rows) > SHOWN:
        notes.append(
            reader.text(
                "Getekend zijn de {shown} teams waar het langst op gewacht is, van de {all}; de tabel"
                " heeft ze alle.",
                shown=SHOWN,
                all=len(rows),
            )
        )
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Een wachtmoment telt bij het team van de gebeurtenis die erop volgt, een signaal bij elk"
            " team waarvan een gebeurtenis het laat zien."
        ),
        reader.text(
            "{teams} met {waits}",
            teams=reader.plural("{n} team", "{n} teams", len(rows)),
            waits=reader.plural(
                "{n} wachtmoment", "{n} wachtmomenten", sum(row["n_waits"] for row in rows)
            ),
        ),
        draw_bars(
            Caption(NAME, reader.text(TITLE), reader),
            reader.text("Een balk per team; de tabel heeft dezelfde cijfers."),
            [
                Bar(
                    row["team"],
                    (row["total_s"],),
                    reader.text(
                        "{wait} gewacht, {signals}",
                        wait=reader.days(row["total_s"], short=True),
                        signals=reader.plural("{n} signaal", "{n} signalen", row["n_signals"]),
                    ),
                )
                for row in rows[:SHOWN]
            ],
            (Style("solid", "accent", reader.text("Wachttijd samen")),),
        ),
        Table(
            (
                Column("team", reader.text("Team")),
                Column("partner", reader.text("Partner")),
                Column("n_journeys", reader.text("Klantreizen"), "number"),
                Column("n_waits", reader.text("Wachtmomenten"), "number"),
                Column("median_s", reader.text("Mediaan van de wachttijd"), "days"),
                Column("total_s", reader.text("Wachttijd samen"), "days"),
                Column("n_signals", reader.text("Signalen"), "number"),
                Column("n_grave", reader.text("Waarvan ernst hoog"), "number"),
            ),
            [
                (row["team"], row["partner"] or reader.text("onbekend"), *list(row.values())[2:])
                for row in rows
            ],
        ),
        notes,
    )


def by_team(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row per team and its partner, the longest waited for first."""
    return PICTURES.ask(connection, "teams")


SUBJECT: Final = Subject(NAME, TITLE, make, tells_teams=True)
