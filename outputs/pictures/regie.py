"""The regie over time: how many journeys had a regisseur, how often she changed, how long nobody was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.ask import PICTURES
from outputs.pictures.canvas import Caption
from outputs.pictures.groups import few, is_small, kept_back, left_out, part, untold
from outputs.pictures.panels import Panel, draw_panels
from outputs.pictures.periods import about_periods, quarters
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.reader import DAY_S
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.pictures.periods import Period
    from outputs.reader import Reader

NAME: Final = "regie"
TITLE: Final = marked("De regie per kwartaal")


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the regie per quarter, from journeys, regie_spells and regie_changes."""
    periods, n_before = quarters(connection, reader)
    if not periods:
        return None
    found = {row["first_day"]: row for row in figures(connection, periods, reader)}
    rows = [found[period.first] for period in periods]
    n_small = sum(is_small(row["n_journeys"], level) for row in rows)
    told = [_told(row, level) for row in rows]
    n_few = sum(
        untold(each, ["share_with"], row["n_journeys"], level)
        + untold(each, ["mean_regisseurs"], row["n_with"], level)
        for row, each in zip(rows, told, strict=True)
    )
    if not any(each["n_with"] for each in told):
        return None
    n_back = sum(
        value is None and not is_small(row["n_journeys"], level)
        for row, each in zip(rows, told, strict=True)
        for value in (each["n_with"], each["n_changes"])
    )
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Van de klantreizen die in het kwartaal liepen: het deel waarin op enig moment iemand de"
            " regie had, hoe vaak de regisseur wisselde, hoeveel dagen daarbij niemand de regie had,"
            " en hoeveel regisseurs een klantreis met regisseur in dat kwartaal had."
        ),
        reader.text(
            "{journeys} en {changes} in {periods}",
            journeys=reader.plural(
                "{n} klantreis", "{n} klantreizen", n_running(connection, periods, reader)
            ),
            changes=reader.plural(
                "{n} wissel",
                "{n} wissels",
                sum(each["n_changes"] or 0 for each in told),
            ),
            periods=reader.plural("{n} kwartaal", "{n} kwartalen", len(periods)),
        ),
        _draw(periods, told, reader),
        Table(
            (
                Column("period", reader.text("Kwartaal")),
                Column("n_journeys", reader.text("Lopende klantreizen"), "number"),
                Column("n_with", reader.text("Met regisseur"), "number"),
                Column("share_with", reader.text("Aandeel met regisseur"), "percent"),
                Column("n_changes", reader.text("Wissels van regisseur"), "number"),
                Column("gap_s", reader.text("Tijd zonder regisseur bij die wissels"), "days"),
                Column("mean_regisseurs", reader.text("Regisseurs per klantreis"), "number"),
            ),
            [(period.name, *each.values()) for period, each in zip(periods, told, strict=True)],
        ),
        [
            *about_periods(periods, n_before, reader),
            *left_out(n_small, level, reader),
            *kept_back(n_back, level, reader),
            *few(n_few, level, reader),
        ],
    )


def figures(
    connection: duckdb.DuckDBPyConnection, periods: list[Period], reader: Reader
) -> list[dict[str, Any]]:
    """One row per quarter: the journeys that ran in it, and what became of their regie.

    An open journey runs until its quarter is over; a spell that is the last of an open journey too.
    """
    return PICTURES.ask(
        connection,
        "regie_quarters",
        zone=reader.timezone,
        first_days=tuple(period.first for period in periods),
    )


def n_running(connection: duckdb.DuckDBPyConnection, periods: list[Period], reader: Reader) -> int:
    """How many journeys ran in any of the quarters."""
    found: int = PICTURES.row(
        connection,
        "running_journeys",
        zone=reader.timezone,
        first=periods[0].first,
        last=periods[-1].last,
    )["n"]
    return found


def _told(row: dict[str, Any], level: Level) -> dict[str, Any]:
    """What the level may know of a quarter; None: kept back, or there is none."""
    n = row["n_journeys"]
    if is_small(n, level):
        return dict.fromkeys(
            ("n_journeys", "n_with", "share_with", "n_changes", "gap_s", "mean_regisseurs")
        )
    n_with = part(row["n_with"], n, level)
    is_shown = not is_small(row["n_changed"], level)
    return {
        "n_journeys": n,
        "n_with": n_with,
        "share_with": n_with / n if n and n_with is not None else None,
        "n_changes": row["n_changes"] if is_shown else None,
        "gap_s": row["gap_s"] if is_shown else None,
        "mean_regisseurs": round(row["n_spells"] / n_with, 6) if n_with else None,
    }


def _draw(periods: list[Period], told: list[dict[str, Any]], reader: Reader) -> str:
    def column(name: str, size: float = 1) -> list[float | None]:
        return [None if each[name] is None else each[name] / size for each in told]

    return draw_panels(
        Caption(NAME, reader.text(TITLE), reader),
        reader.text("Vier reeksen staven per kwartaal; de tabel heeft dezelfde cijfers."),
        periods,
        (
            Panel(
                reader.text("Deel van de klantreizen met een regisseur"),
                column("share_with"),
                reader.percent,
                most=1.0,
                whole=False,
            ),
            Panel(
                reader.text("Wissels van regisseur"),
                column("n_changes"),
                reader.number,
                colour="accent-2",
            ),
            Panel(
                reader.text("Dagen zonder regisseur bij die wissels, samen"),
                column("gap_s", DAY_S),
                lambda value: reader.number(value, 0),
                colour="alert",
            ),
            Panel(
                reader.text("Regisseurs per klantreis die er een had, gemiddeld"),
                column("mean_regisseurs"),
                lambda value: reader.number(value, 1),
                colour="accent-3",
                whole=False,
            ),
        ),
    )


SUBJECT: Final = Subject(NAME, TITLE, make)
