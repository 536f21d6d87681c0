"""The dominant klantroutes: the ways that most journeys go, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from outputs.maps.text import clean, cut, width_of
from outputs.palette import both, fill, stroke
from outputs.pictures.axes import ticks
from outputs.pictures.canvas import LINE, SMALL, SOFT, WIDTH, Canvas
from outputs.pictures.picture import Subject, TableColumn, Words
from outputs.pictures.sieve import Sieve
from outputs.queries import SHARED
from outputs.route_steps import Route, shorten
from outputs.texts import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.reader import Reader

SHOWN: Final = 10
SINGLE: Final = 2
"""Where no single journey is shown, a route is of so many: one is the story of a family."""

LONGEST_STEP: Final = 40
BAR: Final = 14.0


@dataclass(frozen=True)
class Routes:
    """The routes that most journeys took, out of how many routes and journeys, and the sieve."""

    shown: Sequence[Route]
    n_routes: int
    n_journeys: int
    n_other: int
    sieve: Sieve


def figures(inquiry: Inquiry) -> Routes | None:
    """The routes that most journeys took."""
    level = inquiry.level
    smallest = max(level.gate.smallest, 1 if level.journeys else SINGLE)
    gate = replace(level.gate, smallest=smallest)
    rows = SHARED.ask(inquiry.connection, "dominant_routes", smallest=smallest, limit=SHOWN)
    (totals,) = inquiry.ask("route_totals", smallest=smallest)
    sieve, n = Sieve(gate), totals["n_journeys"]
    sieve.n_groups = totals["n_small"]
    while rows and not gate.shows(n - sum(row["n_journeys"] for row in rows)):
        rows.pop()  # the others together are a group too
    if not rows:
        return None
    n_other = n - sum(row["n_journeys"] for row in rows)
    shown = [
        shorten(
            row["route"],
            n_steps=row["n_steps"],
            n_journeys=row["n_journeys"],
            share=row["n_journeys"] / n,
        )
        for row in rows
    ]
    return Routes(shown, totals["n_routes"], n, n_other, sieve)


def words(routes: Routes, reader: Reader) -> Words:
    """How many journeys went over how many routes, and the routes that are shown."""
    notes = [*routes.sieve.left_out(reader)]
    if n_other := routes.n_routes - len(routes.shown):
        notes.append(
            reader.text(
                "Niet getoond: {routes}, samen {journeys}.",
                routes=reader.plural("{n} andere route", "{n} andere routes", n_other),
                journeys=reader.plural("{n} klantreis", "{n} klantreizen", routes.n_other),
            )
        )
    n_text = reader.text(
        "{journeys} over {routes}",
        journeys=reader.plural("{n} klantreis", "{n} klantreizen", routes.n_journeys),
        routes=reader.plural("{n} route", "{n} routes", routes.n_routes),
    )
    rows = [
        (" → ".join(shown_steps(route, reader)), route.n_steps, route.n_journeys, route.share)
        for route in routes.shown
    ]
    return Words(n_text, rows, notes)


def shown_steps(route: Route, reader: Reader) -> list[str]:
    """A route's steps as they are shown: long names cut, the middle of a long route counted.

    >>> from outputs.reader import Reader
    >>> shown_steps(Route(("Melding", "Intake"), 2, ("Afsluiting",), 5, 1, 1.0), Reader())
    ['Melding', 'Intake', '(nog 2 stappen)', 'Afsluiting']
    """
    gap = []
    if route.n_left_out:
        gap = [reader.plural("(nog {n} stap)", "(nog {n} stappen)", route.n_left_out)]
    return [
        *(cut(clean(step), LONGEST_STEP) for step in route.head),
        *gap,
        *(cut(clean(step), LONGEST_STEP) for step in route.tail),
    ]


def draw(routes: Routes, caption: Caption) -> str:
    """A bar per route, and its steps under it."""
    reader, shown = caption.reader, routes.shown
    laid = [_lines(shown_steps(route, reader)) for route in shown]
    heights = [LINE + BAR + 4 + len(lines) * (LINE + 6) + 14 for lines in laid]
    first = shown[0]
    full = ticks(first.share, whole=False)[-1]
    sheet = Canvas(
        caption,
        reader.text(
            "De meest gevolgde route heeft {steps} en {share} van de klantreizen.",
            steps=reader.plural("{n} stap", "{n} stappen", first.n_steps),
            share=reader.percent(first.share),
        ),
        height=sum(heights) + LINE + 8,
    )
    sheet.text(
        0,
        13,
        reader.text("Een volle balk is {share} van de klantreizen.", share=reader.percent(full)),
        SOFT,
        size=SMALL,
    )
    y = LINE + 8
    for at, (route, lines, height) in enumerate(zip(shown, laid, heights, strict=True), 1):
        label = reader.text(
            "{rank}. {journeys}, {share}",
            rank=at,
            journeys=reader.plural("{n} klantreis", "{n} klantreizen", route.n_journeys),
            share=reader.percent(route.share),
        )
        sheet.text(0, y + 13, label, bold=True)
        sheet.rect(0, y + LINE + 3, WIDTH, BAR, both("paper", "soft"))
        sheet.rect(0, y + LINE + 3, WIDTH * route.share / full, BAR, fill("accent"))
        top = y + LINE + BAR + 8
        for line in lines:
            x = 0.0
            for step, is_first in line:
                if not is_first:
                    sheet.text(x, top + 13, "→", SOFT, size=SMALL)
                    x += 16
                width = width_of(step, SMALL) + 12
                sheet.rect(x, top, width, LINE + 2, {**stroke("line"), "rx": "3"})
                sheet.text(x + 6, top + 13, step, size=SMALL)
                x += width + 5
            top += LINE + 6
        y += height
    return sheet.markup()


def _lines(steps: list[str]) -> list[list[tuple[str, bool]]]:
    """The steps in lines that fit; each with whether it is the route's first."""
    lines: list[list[tuple[str, bool]]] = [[]]
    x = 0.0
    for at, step in enumerate(steps):
        width = width_of(step, SMALL) + 12 + (16 if at else 0) + 5
        if lines[-1] and x + width > WIDTH:
            lines.append([])
            x = 0.0
        lines[-1].append((step, at == 0))
        x += width
    return lines


SUBJECT: Final = Subject(
    "klantroutes",
    marked("De meest gevolgde klantroutes"),
    marked(
        "Een route is de reeks activiteiten van een klantreis, op volgorde; het aandeel is dat van"
        " alle klantreizen."
    ),
    (
        TableColumn("route", marked("Route")),
        TableColumn("n_steps", marked("Stappen"), "number"),
        TableColumn("n_journeys", marked("Klantreizen"), "number"),
        TableColumn("share", marked("Aandeel"), "percent"),
    ),
    figures,
    words,
    draw,
)
