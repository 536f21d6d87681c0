"""Stapeling: in how many households several partners are active in one week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from outputs.palette import stroke
from outputs.pictures.ask import PICTURES, as_of
from outputs.pictures.axes import Plot, ticks, value_axis
from outputs.pictures.canvas import LINE, SMALL, WIDTH, Canvas, Caption, legend, legend_height
from outputs.pictures.groups import is_small
from outputs.pictures.periods import quarter_of
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.svg import number as n
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.pictures.canvas import Texture
    from outputs.reader import Reader

NAME: Final = "stapeling"
TITLE: Final = marked("Stapeling: partners tegelijk in één gezin, per week")
SHOWN: Final = 104
"""Weeks that are shown at most, the last ones: two years."""

MOST: Final = 4
WEEK: Final = timedelta(days=7)
HIGH: Final = 220.0
LEFT: Final = 62.0
LOOKS: Final[tuple[tuple[Texture, str], ...]] = (
    ("empty", "soft"),
    ("lines", "accent"),
    ("dots", "accent-2"),
    ("solid", "alert"),
)


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the stapeling, from active_partners: a step per week."""
    weeks = per_week(connection, as_of(connection, reader))
    shown = weeks[-SHOWN:]
    n_households = _households(connection, shown) if shown else 0
    if not n_households or is_small(n_households, level):
        return None
    told = [
        (week, tuple(None if is_small(k, level) else k for k in counts)) for week, counts in shown
    ]
    n_back = sum(count is None for _, counts in told for count in counts)
    notes = []
    if len(weeks) > len(shown):
        notes.append(
            reader.plural(
                "{n} eerdere week is niet getoond.", "{n} eerdere weken zijn niet getoond.",
                len(weeks) - len(shown),
            )
        )  # fmt: skip
    if n_back:
        notes.append(
            reader.plural(
                "{n} cijfer over minder dan {smallest} gezinnen is weggelaten (–).",
                "{n} cijfers over minder dan {smallest} gezinnen zijn weggelaten (–).",
                n_back,
                smallest=reader.number(level.smallest_group),
            )
        )
    names = _names(reader)
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Het aantal gezinnen (of cliënten zonder gezin) waarin in die week ten minste zoveel"
            " partners bezig waren; een week loopt van maandag tot en met zondag."
        ),
        reader.text(
            "{households} in {weeks}",
            households=reader.plural("{n} gezin", "{n} gezinnen", n_households),
            weeks=reader.plural("{n} week", "{n} weken", len(shown)),
        ),
        _draw(told, names, reader),
        Table(
            (
                Column("week", reader.text("Week van maandag"), "date"),
                *(
                    Column(f"n_{at}", words, "number")
                    for at, words in enumerate(names, 1)
                ),
            ),
            [(week, *counts) for week, counts in told],
        ),
        notes,
    )  # fmt: skip


def per_week(
    connection: duckdb.DuckDBPyConnection, today: date | None
) -> list[tuple[date, tuple[int, ...]]]:
    """For each week up to today's: in how many households at least 1, 2, 3 and 4 partners were active."""
    changes = PICTURES.ask(connection, "partner_weeks")
    if not changes or today is None:
        return []
    moved = {row["week"]: row for row in changes}
    week, counts, found = changes[0]["week"], [0] * MOST, []
    while week <= min(today, changes[-1]["week"] - WEEK):
        row: dict[str, Any] = moved.get(week, {})
        counts = [each + row.get(f"at_least_{at}", 0) for at, each in enumerate(counts, 1)]
        found.append((week, tuple(counts)))
        week += WEEK
    return found


def _households(
    connection: duckdb.DuckDBPyConnection, shown: list[tuple[date, tuple[int, ...]]]
) -> int:
    found: int = PICTURES.row(
        connection,
        "active_households",
        first=shown[0][0],
        last=shown[-1][0],
    )["n"]
    return found


def _names(reader: Reader) -> tuple[str, ...]:
    return (
        reader.text("1 partner of meer"),
        reader.text("2 partners of meer"),
        reader.text("3 partners of meer"),
        reader.text("4 partners of meer"),
    )


def _draw(
    told: list[tuple[date, tuple[int | None, ...]]], names: tuple[str, ...], reader: Reader
) -> str:
    top = legend_height(names) + 16
    marks = ticks(max((counts[0] or 0 for _, counts in told), default=0))
    plot = Plot(LEFT, top, WIDTH - LEFT - 4, HIGH, marks[-1])
    week, counts = told[-1]
    sheet = Canvas(
        Caption(NAME, reader.text(TITLE), reader),
        reader.text(
            "Gezinnen waarin een partner bezig was in de laatste week, die van {week}: {one}; waarin het er"
            " 4 of meer waren: {four}.",
            week=reader.date(week),
            one="–" if counts[0] is None else reader.number(counts[0]),
            four="–" if counts[3] is None else reader.number(counts[3]),
        ),
        height=plot.bottom + LINE * 2 + 10,
    )
    legend(
        sheet, 2, [(sheet.texture(*look), words) for look, words in zip(LOOKS, names, strict=True)]
    )
    value_axis(sheet, plot, marks, reader.number)
    for at, (look, words) in enumerate(zip(LOOKS, names, strict=True)):
        data = _steps(plot, [counts[at] or 0 for _, counts in told])
        if data:
            sheet.path(data, sheet.texture(*look), hint=words)
    _months(sheet, plot, [week for week, _ in told], reader)
    return sheet.markup()


def _steps(plot: Plot, counts: list[int]) -> str:
    """The outline of what stands above zero, a step per week; empty where nothing does."""
    side = plot.width / len(counts)
    data = ""
    for at, (before, count) in enumerate(zip([0, *counts], [*counts, 0], strict=True)):
        x = n(plot.left + side * at)
        if count and not before:
            data += f"M{x} {n(plot.bottom)}"
        elif before:
            data += f"H{x}"
        if before != count:
            data += f"V{n(plot.y(count))}"
        if before and not count:
            data += "Z"
    return data


def _months(sheet: Canvas, plot: Plot, weeks: list[date], reader: Reader) -> None:
    """A mark at the first week of each quarter, with its first day where there is room."""
    side = plot.width / len(weeks)
    free = plot.left
    for at, week in enumerate(weeks):
        before = weeks[at - 1] if at else None
        if before is not None and quarter_of(week) == quarter_of(before):
            continue
        x = plot.left + side * at
        sheet.line(x, plot.bottom, x, plot.bottom + 5, stroke("soft"))
        if x >= free and x < plot.right - 70:
            sheet.text(x, plot.bottom + LINE + 4, reader.date(week), size=SMALL)
            free = x + 135


SUBJECT: Final = Subject(NAME, TITLE, make)
