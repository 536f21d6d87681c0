"""The trend: per quarter what came in, what was closed, and how long that had taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.ask import PICTURES
from outputs.pictures.canvas import Caption
from outputs.pictures.groups import few, is_small, kept_back, untold
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

NAME: Final = "trend"
TITLE: Final = marked("De trend per kwartaal")
OF_CLOSED: Final = ("n_closed", "median_duration_s", "median_waiting_s", "mean_handovers")


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the trend per quarter, from journeys."""
    periods, n_before = quarters(connection, reader)
    if not periods:
        return None
    rows = figures(connection, periods, reader)
    n_back = 0
    for row in rows:
        if is_small(row["n_started"], level):
            row["n_started"], n_back = None, n_back + 1
        if is_small(row["n_closed"], level):
            row.update(dict.fromkeys(OF_CLOSED))
            n_back += len(OF_CLOSED)
    n_few = sum(untold(row, OF_CLOSED[1:], row["n_closed"] or 0, level) for row in rows)
    if not any(row["n_started"] or row["n_closed"] for row in rows):
        return None
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Nieuw zijn de klantreizen die in het kwartaal begonnen, afgesloten die er eindigden; duur,"
            " wachttijd en overdrachten zijn die van de afgesloten klantreizen."
        ),
        reader.text(
            "{new} en {closed} in {periods}",
            new=reader.plural(
                "{n} nieuwe klantreis",
                "{n} nieuwe klantreizen",
                sum(row["n_started"] or 0 for row in rows),
            ),
            closed=reader.plural(
                "{n} afgesloten", "{n} afgesloten", sum(row["n_closed"] or 0 for row in rows)
            ),
            periods=reader.plural("{n} kwartaal", "{n} kwartalen", len(periods)),
        ),
        _draw(periods, rows, reader),
        Table(
            (
                Column("period", reader.text("Kwartaal")),
                Column("n_started", reader.text("Nieuwe klantreizen"), "number"),
                Column("n_closed", reader.text("Afgesloten klantreizen"), "number"),
                Column("median_duration_s", reader.text("Mediaan van de doorlooptijd"), "days"),
                Column("median_waiting_s", reader.text("Mediaan van de wachttijd"), "days"),
                Column("mean_handovers", reader.text("Overdrachten, gemiddeld"), "number"),
            ),
            [
                (period.name, row["n_started"], *(row[name] for name in OF_CLOSED))
                for period, row in zip(periods, rows, strict=True)
            ],
        ),
        [
            *about_periods(periods, n_before, reader),
            *kept_back(n_back, level, reader),
            *few(n_few, level, reader),
        ],
    )


def figures(
    connection: duckdb.DuckDBPyConnection, periods: list[Period], reader: Reader
) -> list[dict[str, Any]]:
    """One row per quarter, in order: journeys that began, and of those that were closed how they went."""
    return PICTURES.ask(
        connection,
        "trend",
        zone=reader.timezone,
        first_days=tuple(period.first for period in periods),
    )


def _draw(periods: list[Period], rows: list[dict[str, Any]], reader: Reader) -> str:
    def column(name: str, size: float = 1) -> list[float | None]:
        return [None if row[name] is None else row[name] / size for row in rows]

    def whole(value: float) -> str:
        return reader.number(value, 0)

    return draw_panels(
        Caption(NAME, reader.text(TITLE), reader),
        reader.text("Vijf reeksen staven per kwartaal; de tabel heeft dezelfde cijfers."),
        periods,
        (
            Panel(reader.text("Nieuwe klantreizen"), column("n_started"), whole),
            Panel(
                reader.text("Afgesloten klantreizen"), column("n_closed"), whole, colour="accent-2"
            ),
            Panel(
                reader.text("Doorlooptijd van de afgesloten klantreizen, mediaan in dagen"),
                column("median_duration_s", DAY_S),
                whole,
                colour="accent-3",
            ),
            Panel(
                reader.text("Wachttijd van de afgesloten klantreizen, mediaan in dagen"),
                column("median_waiting_s", DAY_S),
                whole,
                colour="alert",
            ),
            Panel(
                reader.text("Overdrachten per afgesloten klantreis, gemiddeld"),
                column("mean_handovers"),
                lambda value: reader.number(value, 1),
                colour="soft",
                whole=False,
            ),
        ),
    )


SUBJECT: Final = Subject(NAME, TITLE, make)
