"""The handover matrix: who hands over to whom, how often, and how long it then stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.maps.text import clean, cut, width_of
from outputs.palette import both, stroke
from outputs.pictures.canvas import SMALL, SOFT, WIDTH, Canvas, Caption, legend, legend_height
from outputs.pictures.groups import few, large, left_out, untold
from outputs.pictures.picture import NOT_TOLD, Column, Picture, Subject, Table
from outputs.queries import SHARED
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "overdrachten"
TITLE: Final = marked("Overdrachten tussen partners")
SHOWN: Final = 20
"""Partners that are drawn; the table has them all."""

SHADES: Final = 4
ROW: Final = 34.0
LONGEST_NAME: Final = 22
PAIR: Final = (
    "from_partner", "to_partner", "n", "n_journeys", "n_returns", "n_waits", "n_wait_journeys",
    "median_wait_s", "total_wait_s",
)  # fmt: skip
"""What the table tells of a pair."""


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the handover matrix, from pair_waits: one cell per pair of partners."""
    every = SHARED.ask(connection, "partner_pairs")
    pairs, n_small = large(every, lambda row: row["n_journeys"], level)
    if not pairs:
        return None
    partners = busiest(pairs)
    shown = partners[:SHOWN]
    n_few = sum(
        untold(row, ["median_wait_s"], row["n_wait_journeys"], level)
        for row in pairs
        if row["n_waits"]
    )
    notes = [*left_out(n_small, level, reader), *few(n_few, level, reader)]
    if len(partners) > len(shown):
        inside = sum(
            row["n"] for row in pairs if {row["from_partner"], row["to_partner"]} <= {*shown}
        )
        notes.append(
            reader.text(
                "Getekend zijn de {shown} partners met de meeste overdrachten, van de {all}; daartussen"
                " vallen {inside} van de {n} overdrachten. De tabel heeft ze alle.",
                shown=reader.number(len(shown)),
                all=reader.number(len(partners)),
                inside=reader.number(inside),
                n=reader.number(sum(row["n"] for row in pairs)),
            )
        )
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Een overdracht is een stap waarvan de volgende gebeurtenis bij een andere partner is dan"
            " de laatst bekende; de wachttijd is de tijd waarin daartussen niemand bezig was."
        ),
        reader.text(
            "{handovers} tussen {partners}",
            handovers=reader.plural(
                "{n} overdracht", "{n} overdrachten", sum(row["n"] for row in pairs)
            ),
            partners=reader.plural("{n} partner", "{n} partners", len(partners)),
        ),
        _draw(pairs, shown, reader),
        Table(
            (
                Column("from_partner", reader.text("Van")),
                Column("to_partner", reader.text("Naar")),
                Column("n", reader.text("Overdrachten"), "number"),
                Column("n_journeys", reader.text("Klantreizen"), "number"),
                Column("n_returns", reader.text("Terug naar een eerdere partner"), "number"),
                Column("n_waits", reader.text("Waarvan met wachten"), "number"),
                Column("n_wait_journeys", reader.text("Klantreizen waarin gewacht werd"), "number"),
                Column("median_wait_s", reader.text("Mediaan van de wachttijd"), "days"),
                Column("total_wait_s", reader.text("Wachttijd samen"), "days"),
            ),
            [tuple(row[name] for name in PAIR) for row in pairs],
            "handover",
            2,
        ),
        notes,
    )


def busiest(pairs: list[dict[str, Any]]) -> list[str]:
    """The partners, those with the most handovers (given and received) first.

    >>> busiest([{"from_partner": "A", "to_partner": "B", "n": 3},
    ...          {"from_partner": "C", "to_partner": "B", "n": 1}])
    ['B', 'A', 'C']
    """
    n: dict[str, int] = {}
    for row in pairs:
        for partner in (row["from_partner"], row["to_partner"]):
            n[partner] = n.get(partner, 0) + row["n"]
    return sorted(n, key=lambda partner: (-n[partner], partner))


def shade(n: int, most: int) -> int:
    """1 for little to 4 for the most; on the root, since a few pairs have nearly all.

    >>> [shade(n, 100) for n in (1, 10, 50, 100)]
    [1, 2, 3, 4]
    """
    return next(at for at in range(1, SHADES + 1) if n * SHADES**2 <= most * at**2)


def _draw(pairs: list[dict[str, Any]], shown: list[str], reader: Reader) -> str:
    cells = {(row["from_partner"], row["to_partner"]): row for row in pairs}
    names = [cut(clean(partner), LONGEST_NAME) for partner in shown]
    longest = max(width_of(name, SMALL) for name in names)
    left, top = longest + 10, longest + 34
    side = min(64.0, (WIDTH - left - 1) / len(shown))
    drawn = [cells[pair] for pair in cells if {*pair} <= {*shown}]
    most = max((row["n"] for row in drawn), default=1)
    key = [(both("paper", "line"), reader.text("geen")), *_classes(most, reader)]
    bottom = top + ROW * len(shown)
    busy = pairs[0]
    sheet = Canvas(
        Caption(NAME, reader.text(TITLE), reader),
        reader.text(
            "Rijen dragen over, kolommen nemen over. Het vaakst: van {start} naar {end}, {n} keer.",
            start=clean(busy["from_partner"]),
            end=clean(busy["to_partner"]),
            n=reader.number(busy["n"]),
        ),
        height=bottom + 14 + legend_height([words for _, words in key]),
    )
    sheet.text(0, 14, reader.text("Van (rij) naar (kolom): aantal overdrachten, en mediaan van de wachttijd"),
               SOFT, size=SMALL)  # fmt: skip
    for at, (partner, name) in enumerate(zip(shown, names, strict=True)):
        x, y = left + side * (at + 0.5), top + ROW * (at + 0.5)
        sheet.upright(x + 4, top - 8, name, hint=partner)
        sheet.text(left - 8, y + 4, name, size=SMALL, anchor="end", hint=partner)
    for down, start in enumerate(shown):
        for across, end in enumerate(shown):
            place = (left + side * across, top + ROW * down)
            _cell(sheet, place, side, cells.get((start, end)), most, reader)
            if start == end:
                x, y = place
                sheet.line(x + 4, y + ROW - 4, x + side - 4, y + 4, stroke("line"))
    legend(sheet, bottom + 14, key)
    return sheet.markup()


def _cell(
    sheet: Canvas,
    place: tuple[float, float],
    side: float,
    row: dict[str, Any] | None,
    most: int,
    reader: Reader,
) -> None:
    """One cell: the number, and under it how long journeys stood still; nothing where none went."""
    x, y = place
    if row is None:
        sheet.rect(x, y, side, ROW, both("paper", "line"))
        return
    sheet.rect(
        x,
        y,
        side,
        ROW,
        both(f"shade-{shade(row['n'], most)}", "line"),
        hint=reader.text(
            "{start} naar {end}: {n}; {wait}",
            start=clean(row["from_partner"]),
            end=clean(row["to_partner"]),
            n=reader.plural("{n} overdracht", "{n} overdrachten", row["n"]),
            wait=waited(row, reader),
        ),
    )
    size = 11.0 if side < 44 else SMALL  # noqa: PLR2004 - room for four digits
    sheet.text(x + side / 2, y + 14, reader.number(row["n"]), anchor="middle", size=size, bold=True)
    wait = wait_label(row, reader)
    sheet.text(x + side / 2, y + 28, wait, anchor="middle", size=min(size, 11.0))


def wait_label(row: dict[str, Any], reader: Reader) -> str:
    """What stands under a number of handovers: the median of their waits; – where none is told.

    >>> from outputs.reader import Reader
    >>> [wait_label({"n_waits": n, "median_wait_s": s}, Reader()) for n, s in ((0, None), (9, 86_400))]
    ['geen', '1 d']
    """
    if not row["n_waits"]:
        return reader.days(0, short=True)
    median = row["median_wait_s"]
    return NOT_TOLD if median is None else reader.days(median, short=True)


def waited(row: dict[str, Any], reader: Reader) -> str:
    """In how many journeys was waited at these handovers, and how long; in words."""
    if not row["n_waits"]:
        return reader.text("er is niet gewacht")
    n = reader.plural(
        "in {n} klantreis werd gewacht", "in {n} klantreizen werd gewacht", row["n_wait_journeys"]
    )
    if row["median_wait_s"] is None:
        return reader.text("{n}, samen {total}", n=n, total=reader.days(row["total_wait_s"]))
    return reader.text(
        "{n}, mediaan van de wachttijd {wait}", n=n, wait=reader.days(row["median_wait_s"])
    )


def _classes(most: int, reader: Reader) -> list[tuple[dict[str, str], str]]:
    """Each shade and the numbers that have it; a shade that no number can have is left out."""
    told = []
    for at in range(1, SHADES + 1):
        low, high = most * (at - 1) ** 2 // SHADES**2 + 1, most * at**2 // SHADES**2
        if low <= high:
            ends = dict.fromkeys((reader.number(low), reader.number(high)))
            told.append((both(f"shade-{at}", "line"), "–".join(ends)))
    return told


SUBJECT: Final = Subject(NAME, TITLE, make)
