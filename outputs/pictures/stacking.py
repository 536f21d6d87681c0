"""Stapeling: in how many households several partners are active in one week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from outputs.palette import stroke
from outputs.pictures.axes import Plot, ticks, value_axis
from outputs.pictures.bars import Style
from outputs.pictures.canvas import LINE, SMALL, WIDTH, Canvas, legend, legend_height
from outputs.pictures.periods import quarter_of
from outputs.pictures.picture import NOT_TOLD, Subject, TableColumn, Words
from outputs.svg import number as n
from outputs.texts import marked, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.pictures.sieve import Sieve
    from outputs.reader import Reader

SHOWN: Final = 104
"""Weeks that are shown at most, the last ones: two years."""

WEEK: Final = timedelta(days=7)
HIGH: Final = 220.0
LEFT: Final = 62.0
STYLES: Final = (
    Style("empty", "soft", marked("1 partner of meer")),
    Style("lines", "accent", marked("2 partners of meer")),
    Style("dots", "accent-2", marked("3 partners of meer")),
    Style("solid", "alert", marked("4 partners of meer")),
)
KEPT_BACK: Final = plural(
    "{n} cijfer over minder dan {smallest} gezinnen is weggelaten (–).",
    "{n} cijfers over minder dan {smallest} gezinnen zijn weggelaten (–).",
)


@dataclass(frozen=True)
class Weeks:
    """In how many households at least 1, 2, 3 and 4 partners were active, by week; None: kept back.

    Attributes:
        shown: each week by its Monday, with its counts.
        n_before: weeks before those.
        n_households: with a partner active in any week that is shown.
        sieve: which knows how many counts are kept back.
    """

    shown: Sequence[tuple[date, tuple[int | None, ...]]]
    n_before: int
    n_households: int
    sieve: Sieve


def figures(inquiry: Inquiry) -> Weeks | None:
    """The households by how many partners were active, per week."""
    sieve = inquiry.sieve()
    weeks = per_week(inquiry)
    shown = weeks[-SHOWN:]
    if not shown:
        return None
    households = inquiry.value("active_households", first=shown[0][0], last=shown[-1][0])
    if not households or not sieve.gate.shows(households):
        return None
    passed = [(week, _known(counts, sieve)) for week, counts in shown]
    return Weeks(passed, len(weeks) - len(shown), households, sieve)


def _known(counts: Sequence[int], sieve: Sieve) -> tuple[int | None, ...]:
    """What the level may know of a week: neither a count nor its difference with the last one is small."""
    last, known = None, []
    for count in counts:
        known.append(sieve.figure(count, count, 0 if last is None else last - count))
        last = last if known[-1] is None else count
    return tuple(known)


def words(weeks: Weeks, reader: Reader) -> Words:
    """How many households in how many weeks, and every week."""
    notes = []
    if weeks.n_before:
        notes.append(
            reader.plural(
                "{n} eerdere week is niet getoond.",
                "{n} eerdere weken zijn niet getoond.",
                weeks.n_before,
            )
        )
    n_text = reader.text(
        "{households} in {weeks}",
        households=reader.plural("{n} gezin", "{n} gezinnen", weeks.n_households),
        weeks=reader.plural("{n} week", "{n} weken", len(weeks.shown)),
    )
    rows = [(week, *counts) for week, counts in weeks.shown]
    return Words(n_text, rows, [*notes, *weeks.sieve.kept_back(reader, KEPT_BACK)])


def draw(weeks: Weeks, caption: Caption) -> str:
    """A step per week, an area for each number of partners."""
    reader, shown = caption.reader, weeks.shown
    names = [reader.text(style.words) for style in STYLES]
    top = legend_height(names) + 16
    marks = ticks(max((counts[0] or 0 for _, counts in shown), default=0))
    plot = Plot(LEFT, top, WIDTH - LEFT - 4, HIGH, marks[-1])
    week, counts = shown[-1]
    at_least_1, at_least_4 = (
        NOT_TOLD if k is None else reader.number(k) for k in (counts[0], counts[3])
    )
    summary = reader.text(
        "Gezinnen waarin een partner bezig was in de laatste week, die van {week}: {one}; waarin het er"
        " 4 of meer waren: {four}.",
        week=reader.date(week),
        one=at_least_1,
        four=at_least_4,
    )
    sheet = Canvas(caption, summary, height=plot.bottom + LINE * 2 + 10)
    looks = [sheet.texture(style.texture, style.colour) for style in STYLES]
    legend(sheet, 2, list(zip(looks, names, strict=True)))
    value_axis(sheet, plot, marks, reader.number)
    for at, (look, name) in enumerate(zip(looks, names, strict=True)):
        if data := _steps(plot, [counts[at] or 0 for _, counts in shown]):
            sheet.path(data, look, hint=name)
    _months(sheet, plot, [week for week, _ in shown], reader)
    return sheet.markup()


def per_week(inquiry: Inquiry) -> list[tuple[date, tuple[int, ...]]]:
    """For each week up to today's: in how many households at least 1, 2, 3 and 4 partners were active."""
    changes, today = inquiry.ask("partner_weeks"), inquiry.today()
    if not changes or today is None:
        return []
    moved = {row["week"]: row for row in changes}
    week, counts, weeks = changes[0]["week"], [0] * len(STYLES), []
    while week <= min(today, changes[-1]["week"] - WEEK):
        row: dict[str, Any] = moved.get(week, {})
        counts = [count + row.get(f"at_least_{at}", 0) for at, count in enumerate(counts, 1)]
        weeks.append((week, tuple(counts)))
        week += WEEK
    return weeks


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


SUBJECT: Final = Subject(
    "stapeling",
    marked("Stapeling: partners tegelijk in één gezin, per week"),
    marked(
        "Het aantal gezinnen (of cliënten zonder gezin) waarin in die week ten minste zoveel"
        " partners bezig waren; een week loopt van maandag tot en met zondag."
    ),
    (
        TableColumn("week", marked("Week van maandag"), "date"),
        *(TableColumn(f"n_{at}", style.words, "number") for at, style in enumerate(STYLES, 1)),
    ),
    figures,
    words,
    draw,
)
