"""Teams: how long journeys waited for each, and how many signals its events show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.picture import Subject, TableColumn, Words
from outputs.texts import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.reader import Reader

SHOWN: Final = 15


class Team(NamedTuple):
    """A team of a partner: its journeys, the waits for it, and the signals that its events show."""

    team: str
    partner: str | None
    n_journeys: int
    n_waits: int
    median_s: float | None
    total_s: float
    n_signals: int
    n_grave: int


def figures(inquiry: Inquiry) -> Sequence[Team] | None:
    """The teams, the longest waited for first; None where the level tells none."""
    return (inquiry.records("teams", Team) if inquiry.level.teams else None) or None


def words(teams: Sequence[Team], reader: Reader) -> Words:
    """How many teams and waits, and every team."""
    notes = []
    if len(teams) > SHOWN:
        notes.append(
            reader.text(
                "Getekend zijn de {shown} teams waar het langst op gewacht is, van de {all}; de tabel"
                " heeft ze alle.",
                shown=SHOWN,
                all=len(teams),
            )
        )
    n_waits = sum(team.n_waits for team in teams)
    return Words(
        reader.text(
            "{teams} met {waits}",
            teams=reader.plural("{n} team", "{n} teams", len(teams)),
            waits=reader.plural("{n} wachtmoment", "{n} wachtmomenten", n_waits),
        ),
        [(team.team, team.partner or reader.text("onbekend"), *team[2:]) for team in teams],
        notes,
    )


def draw(teams: Sequence[Team], caption: Caption) -> str:
    """A bar per team."""
    reader = caption.reader
    bars = [
        Bar(
            team.team,
            (team.total_s,),
            reader.text(
                "{wait} gewacht, {signals}",
                wait=reader.days(team.total_s, short=True),
                signals=reader.plural("{n} signaal", "{n} signalen", team.n_signals),
            ),
        )
        for team in teams[:SHOWN]
    ]
    summary = reader.text("Een balk per team; de tabel heeft dezelfde cijfers.")
    return draw_bars(caption, summary, bars, (Style("solid", "accent", marked("Wachttijd samen")),))


SUBJECT: Final = Subject(
    "teams",
    marked("Wachten en signalen per team"),
    marked(
        "Een wachtmoment telt bij het team van de gebeurtenis die erop volgt, een signaal bij elk"
        " team waarvan een gebeurtenis het laat zien."
    ),
    (
        TableColumn("team", marked("Team")),
        TableColumn("partner", marked("Partner")),
        TableColumn("n_journeys", marked("Klantreizen"), "number"),
        TableColumn("n_waits", marked("Wachtmomenten"), "number"),
        TableColumn("median_s", marked("Mediaan van de wachttijd"), "days"),
        TableColumn("total_s", marked("Wachttijd samen"), "days"),
        TableColumn("n_signals", marked("Signalen"), "number"),
        TableColumn("n_grave", marked("Waarvan ernst hoog"), "number"),
    ),
    figures,
    words,
    draw,
    tells_teams=True,
)
