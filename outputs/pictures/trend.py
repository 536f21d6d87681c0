"""The trend: per quarter what came in, what was closed, and how long that had taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outputs.pictures.panels import Panel, draw_panels
from outputs.pictures.periods import Quarters, quarters
from outputs.pictures.picture import Subject, TableColumn, Words
from outputs.reader import DAY_S
from outputs.small_groups import Rest
from outputs.texts import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.pictures.sieve import Sieve
    from outputs.reader import Reader


class TrendQuarter(NamedTuple):
    """The journeys that began in a quarter, and of those that were closed in it how they went."""

    n_started: int | None
    n_closed: int | None
    median_duration_s: float | None
    median_waiting_s: float | None
    mean_handovers: float | None


@dataclass(frozen=True)
class TrendFigures:
    """The quarters, a row for each, and the sieve."""

    quarters: Quarters
    rows: Sequence[TrendQuarter]
    sieve: Sieve


def figures(inquiry: Inquiry) -> TrendFigures | None:
    """The journeys that began and that were closed, per quarter."""
    shown = quarters(inquiry)
    sieve = inquiry.sieve()
    every = shown.ask(inquiry, "trend")
    started, closed = (
        sieve.column(counts, counts, Rest.TOGETHER)
        for counts in ([row[name] for row in every] for name in ("n_started", "n_closed"))
    )
    rows = [_quarter(*each, sieve) for each in zip(every, started, closed, strict=True)]
    return (
        TrendFigures(shown, rows, sieve)
        if any(row.n_started or row.n_closed for row in rows)
        else None
    )


def words(trend: TrendFigures, reader: Reader) -> Words:
    """How many journeys began and were closed in how many quarters, and every quarter."""
    periods = trend.quarters.periods
    n_started = sum(row.n_started or 0 for row in trend.rows)
    n_closed = sum(row.n_closed or 0 for row in trend.rows)
    return Words(
        reader.text(
            "{new} en {closed} in {periods}",
            new=reader.plural("{n} nieuwe klantreis", "{n} nieuwe klantreizen", n_started),
            closed=reader.plural("{n} afgesloten", "{n} afgesloten", n_closed),
            periods=reader.plural("{n} kwartaal", "{n} kwartalen", len(periods)),
        ),
        [(period.name, *row) for period, row in zip(periods, trend.rows, strict=True)],
        [*trend.quarters.notes(reader), *trend.sieve.notes(reader)],
    )


def draw(trend: TrendFigures, caption: Caption) -> str:
    """Five panels over the quarters."""
    reader, rows = caption.reader, trend.rows

    def whole(value: float) -> str:
        return reader.number(value, 0)

    return draw_panels(
        caption,
        reader.text("Vijf reeksen staven per kwartaal; de tabel heeft dezelfde cijfers."),
        trend.quarters.periods,
        (
            Panel(reader.text("Nieuwe klantreizen"), [row.n_started for row in rows], whole),
            Panel(
                reader.text("Afgesloten klantreizen"),
                [row.n_closed for row in rows],
                whole,
                colour="accent-2",
            ),
            Panel(
                reader.text("Doorlooptijd van de afgesloten klantreizen, mediaan in dagen"),
                _days(row.median_duration_s for row in rows),
                whole,
                colour="accent-3",
            ),
            Panel(
                reader.text("Wachttijd van de afgesloten klantreizen, mediaan in dagen"),
                _days(row.median_waiting_s for row in rows),
                whole,
                colour="alert",
            ),
            Panel(
                reader.text("Overdrachten per afgesloten klantreis, gemiddeld"),
                [row.mean_handovers for row in rows],
                lambda value: reader.number(value, 1),
                colour="soft",
                whole=False,
            ),
        ),
    )


def _quarter(
    row: dict[str, Any], n_started: int | None, n_closed: int | None, sieve: Sieve
) -> TrendQuarter:
    """What the level may know of a quarter."""
    names = ("median_duration_s", "median_waiting_s", "mean_handovers")
    medians = (
        (None, None, None)
        if n_closed is None
        else (sieve.summary(row[name], n_closed) for name in names)
    )
    return TrendQuarter(n_started, n_closed, *medians)


def _days(values: Iterable[float | None]) -> list[float | None]:
    return [None if seconds is None else seconds / DAY_S for seconds in values]


SUBJECT: Final = Subject(
    "trend",
    marked("De trend per kwartaal"),
    marked(
        "Nieuw zijn de klantreizen die in het kwartaal begonnen, afgesloten die er eindigden; duur,"
        " wachttijd en overdrachten zijn die van de afgesloten klantreizen."
    ),
    (
        TableColumn("period", marked("Kwartaal")),
        TableColumn("n_started", marked("Nieuwe klantreizen"), "number"),
        TableColumn("n_closed", marked("Afgesloten klantreizen"), "number"),
        TableColumn("median_duration_s", marked("Mediaan van de doorlooptijd"), "days"),
        TableColumn("median_waiting_s", marked("Mediaan van de wachttijd"), "days"),
        TableColumn("mean_handovers", marked("Overdrachten, gemiddeld"), "number"),
    ),
    figures,
    words,
    draw,
)
