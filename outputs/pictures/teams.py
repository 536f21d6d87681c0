"""Teams: how long journeys waited for each, and how many signals its events show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.ask import ask, exact_sum
from outputs.pictures.bars import Bar, Style, draw_bars
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
            NAME,
            reader.text(TITLE),
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
            reader=reader,
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
    return ask(
        connection,
        f"""
        with teams as (
            select team, partner, count(distinct journey_id) as n_journeys
            from events
            where team is not null
            group by team, partner
        ),

        waited as (
            select
                events.team,
                events.partner,
                count(*) as n_waits,
                median(waits.idle_s) as median_s,
                {exact_sum("waits.idle_s")} as total_s
            from waits
            inner join events
                on waits.to_event_id = events.event_id and not waits.is_between_contacts
            where events.team is not null
            group by events.team, events.partner
        ),

        signalled as (
            select
                events.team,
                events.partner,
                count(distinct signals.signal_id) as n_signals,
                count(distinct signals.signal_id) filter (where severity = 'hoog') as n_grave
            from signals
            inner join signal_sources on signals.signal_id = signal_sources.signal_id
            inner join events on signal_sources.event_id = events.event_id
            where events.team is not null
            group by events.team, events.partner
        )

        select
            teams.team,
            teams.partner,
            teams.n_journeys,
            coalesce(n_waits, 0) as n_waits,
            median_s,
            coalesce(total_s, 0) as total_s,
            coalesce(n_signals, 0) as n_signals,
            coalesce(n_grave, 0) as n_grave
        from teams
        left join waited
            on teams.team = waited.team and teams.partner is not distinct from waited.partner
        left join signalled
            on teams.team = signalled.team and teams.partner is not distinct from signalled.partner
        order by total_s desc, teams.team, teams.partner
        """,
    )


SUBJECT: Final = Subject(NAME, TITLE, make, tells_teams=True)
