"""The live map in a level's folder: kaart.html, and the data that it loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from outputs.names import NAMES
from outputs.report.pages.kaart.drawing import drawing
from outputs.report.pages.kaart.levels import lines_at_start
from outputs.report.pages.kaart.tables import table
from outputs.report.pages.kaart.values import detail_values, map_value, view_value, views

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outputs.reader import Reader
    from outputs.report.build import Build
    from outputs.report.pages.kaart.prepare import Live

SCRIPTS: Final = (
    "kaart-woorden.js",
    "kaart-gegevens.js",
    "kaart-schaal.js",
    "kaart-tekening.js",
    "kaart-venster.js",
    "kaart-toetsen.js",
    "kaart-wijzer.js",
    "kaart-details.js",
    "kaart-zoeken.js",
    "kaart-tabellen.js",
    "kaart.js",
    "stippen-plaats.js",
    "stippen-stand.js",
    "stippen.js",
    "animatie.js",
)
"""What runs on the page, in the order in which the scripts stand on each other."""


def write_map(live: Live, build: Build) -> None:
    """Write the live map of a level."""
    value = map_value(live, build.level)
    everything = view_value(live, build.level, 0)
    names = {sort: NAMES[sort] for sort in ("signal", "severity")}
    build.data("kaart", {**value, "names": names}, packed=True)
    for counted in views(live, build.level):
        number = counted.view.number
        seen = everything if number == 0 else view_value(live, build.level, number)
        build.data(f"beeld-{number}", seen, packed=True)
        for piece, details in detail_values(live, build.level, number, value["detailed"]):
            if details["items"]:
                build.data(f"achter-{number}-{piece}", details, packed=True)

    def values(reader: Reader) -> Mapping[str, Any]:
        return {
            "drawing": Markup(drawing(value, everything["items"], reader)),  # noqa: S704 - made of elements
            "summary": _summary(value, everything, reader),
            "steps": table(value, everything["items"], reader),
        }

    build.page(
        "kaart",
        "kaart.html.j2",
        values=values,
        scripts=SCRIPTS,
        styles=("kaart.css", "animatie.css"),
    )


def _summary(value: Mapping[str, Any], everything: Mapping[str, Any], reader: Reader) -> str:
    """How much of all there is the map shows when it opens."""
    if everything["totals"]["journeys"] is None:
        return reader.text(
            "Deze run bevat minder dan {n} klantreizen.", n=reader.number(value["smallest"])
        )
    if not value["levels"]:
        return reader.text("Er zijn geen gebeurtenissen, dus er is geen kaart.")
    level = value["levels"][value["start"]]
    boxes = [key for key in level["boxes"] if key[0] in "pq"]
    lines = level["order"][: lines_at_start(len(boxes), len(level["order"]))]
    items, totals = everything["items"], everything["totals"]
    return reader.text(
        "{n} van {m} activiteiten: {events} van de gebeurtenissen; {k} van {l} soorten stappen:"
        " {steps} van de stappen.",
        n=reader.number(len(boxes)),
        m=reader.number(value["amounts"]["places"]),
        events=reader.share(sum(items[key][0] for key in boxes), totals["events"]),
        k=reader.number(len(lines)),
        l=reader.number(value["amounts"]["moves"]),
        steps=reader.share(sum(items[key][0] for key in lines), totals["steps"]),
    )
