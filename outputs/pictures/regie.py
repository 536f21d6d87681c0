"""The regie over time: how many journeys had a regisseur, how often she changed, how long nobody was."""

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
    from collections.abc import Sequence

    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.pictures.sieve import Sieve
    from outputs.reader import Reader


class RegieQuarter(NamedTuple):
    """The journeys that ran in a quarter, and their regie; None: kept back, or there is none."""

    n_journeys: int | None = None
    n_with: int | None = None
    share_with: float | None = None
    n_changes: int | None = None
    gap_s: float | None = None
    mean_regisseurs: float | None = None


@dataclass(frozen=True)
class RegieFigures:
    """The quarters, a row for each, how many journeys ran in any of them, and the sieve."""

    quarters: Quarters
    rows: Sequence[RegieQuarter]
    n_journeys: int
    sieve: Sieve


def figures(inquiry: Inquiry) -> RegieFigures | None:
    """The regie per quarter.

    An open journey runs until its quarter is over; a spell that is the last of an open journey too.
    """
    shown = quarters(inquiry)
    sieve = inquiry.sieve()
    every = shown.ask(inquiry, "regie_quarters")
    changes = sieve.column(
        [(row["n_changes"], row["gap_s"]) for row in every], [row["n_changed"] for row in every]
    )
    rows = [_quarter(*each, sieve) for each in zip(every, changes, strict=True)]
    if not any(row.n_with for row in rows):
        return None
    n_journeys = inquiry.value(
        "running_journeys",
        zone=inquiry.reader.timezone,
        first=shown.periods[0].first,
        last=shown.periods[-1].last,
    )
    return RegieFigures(shown, rows, n_journeys, sieve)


def words(regie: RegieFigures, reader: Reader) -> Words:
    """How many journeys and changes in how many quarters, and every quarter."""
    periods = regie.quarters.periods
    return Words(
        reader.text(
            "{journeys} en {changes} in {periods}",
            journeys=reader.plural("{n} klantreis", "{n} klantreizen", regie.n_journeys),
            changes=reader.plural(
                "{n} wissel", "{n} wissels", sum(row.n_changes or 0 for row in regie.rows)
            ),
            periods=reader.plural("{n} kwartaal", "{n} kwartalen", len(periods)),
        ),
        [(period.name, *row) for period, row in zip(periods, regie.rows, strict=True)],
        [*regie.quarters.notes(reader), *regie.sieve.notes(reader)],
    )


def draw(regie: RegieFigures, caption: Caption) -> str:
    """Four panels over the quarters."""
    reader, rows = caption.reader, regie.rows
    return draw_panels(
        caption,
        reader.text("Vier reeksen staven per kwartaal; de tabel heeft dezelfde cijfers."),
        regie.quarters.periods,
        (
            Panel(
                reader.text("Deel van de klantreizen met een regisseur"),
                [row.share_with for row in rows],
                reader.percent,
                most=1.0,
                whole=False,
            ),
            Panel(
                reader.text("Wissels van regisseur"),
                [row.n_changes for row in rows],
                reader.number,
                colour="accent-2",
            ),
            Panel(
                reader.text("Dagen zonder regisseur bij die wissels, samen"),
                [None if row.gap_s is None else row.gap_s / DAY_S for row in rows],
                lambda value: reader.number(value, 0),
                colour="alert",
            ),
            Panel(
                reader.text("Regisseurs per klantreis die er een had, gemiddeld"),
                [row.mean_regisseurs for row in rows],
                lambda value: reader.number(value, 1),
                colour="accent-3",
                whole=False,
            ),
        ),
    )


def _quarter(row: dict[str, Any], changes: tuple[int, float] | None, sieve: Sieve) -> RegieQuarter:
    """What the level may know of a quarter."""
    n = row["n_journeys"]
    if not sieve.rows([n], int, Rest.NONE):
        return RegieQuarter()
    n_with = sieve.figure(row["n_with"], row["n_with"], n - row["n_with"])
    n_changes, gap_s = changes or (None, None)
    share = n_with / n if n and n_with is not None else None
    mean = round(row["n_spells"] / n_with, 6) if n_with else None
    return RegieQuarter(
        n,
        n_with,
        sieve.summary(share, n),
        n_changes,
        gap_s,
        sieve.summary(mean, row["n_with"]),
    )


SUBJECT: Final = Subject(
    "regie",
    marked("De regie per kwartaal"),
    marked(
        "Van de klantreizen die in het kwartaal liepen: het deel waarin op enig moment iemand de"
        " regie had, hoe vaak de regisseur wisselde, hoeveel dagen daarbij niemand de regie had,"
        " en hoeveel regisseurs een klantreis met regisseur in dat kwartaal had."
    ),
    (
        TableColumn("period", marked("Kwartaal")),
        TableColumn("n_journeys", marked("Lopende klantreizen"), "number"),
        TableColumn("n_with", marked("Met regisseur"), "number"),
        TableColumn("share_with", marked("Aandeel met regisseur"), "percent"),
        TableColumn("n_changes", marked("Wissels van regisseur"), "number"),
        TableColumn("gap_s", marked("Tijd zonder regisseur bij die wissels"), "days"),
        TableColumn("mean_regisseurs", marked("Regisseurs per klantreis"), "number"),
    ),
    figures,
    words,
    draw,
)
