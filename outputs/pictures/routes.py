"""The dominant klantroutes: the ways that most journeys go, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.maps.text import clean, cut, width_of
from outputs.palette import both, fill, stroke
from outputs.pictures.ask import PICTURES
from outputs.pictures.axes import ticks
from outputs.pictures.canvas import LINE, SMALL, SOFT, WIDTH, Canvas, Caption
from outputs.pictures.groups import is_small, left_out
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.queries import SHARED
from outputs.route_steps import Route, shorten
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "klantroutes"
TITLE: Final = marked("De meest gevolgde klantroutes")
SHOWN: Final = 10
LONGEST_STEP: Final = 40
BAR: Final = 14.0


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the routes that most journeys took, from routes: one bar per route."""
    totals = PICTURES.row(
        connection,
        "route_totals",
        smallest=level.smallest_group,
    )
    rows = SHARED.ask(connection, "dominant_routes", smallest=level.smallest_group, limit=SHOWN)
    if not rows:
        return None
    n_shown = sum(row["n_journeys"] for row in rows)
    n_rest = totals["n_journeys"] - n_shown
    if is_small(n_rest, level):
        # A total would give the rest away.
        totals = {**totals, "n_journeys": n_shown, "n_routes": len(rows)}
    routes = [_route(row, totals["n_journeys"]) for row in rows]
    notes = [*left_out(totals["n_small"], level, reader)]
    n_other = totals["n_routes"] - len(routes)
    if n_other:
        notes.append(
            reader.text(
                "Niet getoond: {routes}, samen {journeys}.",
                routes=reader.plural("{n} andere route", "{n} andere routes", n_other),
                journeys=reader.plural("{n} klantreis", "{n} klantreizen", n_rest),
            )
        )
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Een route is de reeks activiteiten van een klantreis, op volgorde; het aandeel is dat van"
            " alle klantreizen."
        ),
        reader.text(
            "{journeys} over {routes}",
            journeys=reader.plural("{n} klantreis", "{n} klantreizen", totals["n_journeys"]),
            routes=reader.plural("{n} route", "{n} routes", totals["n_routes"]),
        ),
        _draw(routes, Caption(NAME, reader.text(TITLE), reader)),
        Table(
            (
                Column("route", reader.text("Route")),
                Column("n_steps", reader.text("Stappen"), "number"),
                Column("n_journeys", reader.text("Klantreizen"), "number"),
                Column("share", reader.text("Aandeel"), "percent"),
            ),
            [
                (
                    " → ".join(shown_steps(route, reader)),
                    route.n_steps,
                    route.n_journeys,
                    route.share,
                )
                for route in routes
            ],
        ),
        notes,
    )


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


def _route(row: dict[str, Any], n_journeys: int) -> Route:
    share = row["n_journeys"] / n_journeys
    return shorten(row["route"], n_steps=row["n_steps"], n_journeys=row["n_journeys"], share=share)


def _draw(routes: list[Route], caption: Caption) -> str:
    reader = caption.reader
    laid = [_lines(shown_steps(route, reader)) for route in routes]
    heights = [LINE + BAR + 4 + len(lines) * (LINE + 6) + 14 for lines in laid]
    first = routes[0]
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
    for at, (route, lines, height) in enumerate(zip(routes, laid, heights, strict=True), 1):
        told = reader.text(
            "{rank}. {journeys}, {share}",
            rank=at,
            journeys=reader.plural("{n} klantreis", "{n} klantreizen", route.n_journeys),
            share=reader.percent(route.share),
        )
        sheet.text(0, y + 13, told, bold=True)
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


SUBJECT: Final = Subject(NAME, TITLE, make)
