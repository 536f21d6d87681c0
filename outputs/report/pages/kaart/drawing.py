"""A level of the live map as SVG in the page, so that the page says something without its script.

It is what web/kaart-tekening.js draws for that level: all lines that the slider begins with, colour by
waiting. Only classes and presentation attributes: the page's policy allows no style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs import palette
from outputs.maps.journey_words import LOOKS
from outputs.maps.scale import line_width, wait_class
from outputs.maps.scene import Line
from outputs.maps.strokes import CORE_PT, dashes, head_points, stroke_width
from outputs.maps.text import BASELINE_PT, FONT, LINE_PT, SIZE_PT
from outputs.report.pages.kaart.levels import lines_at_start
from outputs.svg import Svg, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outputs.maps.scene import Head, Stroke
    from outputs.reader import Reader

PAD_PT: Final = 6.0
BOLD: Final = {"font-weight": "bold"}

_END: Final[tuple[Stroke, Head, str]] = ("thin", "filled", "")
"""How lines from the begin and to the end look."""


def drawing(value: Mapping[str, Any], items: Mapping[str, list[Any]], reader: Reader) -> str:
    """The level that the page opens with.

    Args:
        value: the map, as `map_value` gives it.
        items: the figures of everything, as `view_value` gives them.
        reader: for whom.
    """
    if not value["levels"]:
        return ""
    level = value["levels"][value["start"]]
    svg = Svg(
        {
            "id": "kaart",
            "viewBox": f"{-PAD_PT:g} {-PAD_PT:g} {number(level['width'] + 2 * PAD_PT)}"
            f" {number(level['height'] + 2 * PAD_PT)}",
            "font-family": FONT,
            "font-size": number(SIZE_PT),
            "role": "group",
            "aria-labelledby": "kaart-titel",
            "aria-describedby": "kaart-toetsen",
        },
    )
    kinds = {move["key"]: move["kind"] for move in value["moves"]}
    n_boxes = sum(key[0] in "pq" for key in level["boxes"])
    drawn = level["order"][: lines_at_start(n_boxes, len(level["order"]))]
    drawn += [key for key in level["lines"] if key[0] in "be"]
    most = max((_count(key, items) for key in drawn), default=1)
    with svg.group({"id": "kaart-inhoud"}):
        _frames(svg, value, level, reader)
        for key in drawn:
            _line(svg, key, level["lines"][key], kinds.get(key, "step"), items, most, reader)
        for key, box in level["boxes"].items():
            _box(svg, key, box, items.get(key), reader)
        for key in drawn:
            if key[0] in "mr":
                _mark(svg, level["lines"][key][5:7], items[key], kinds.get(key), reader)
    svg.add("g", {"id": "stippen"})
    return svg.markup()


def wait_colour(row: list[Any]) -> str:
    """The palette's name for what a thing waited: its own for what too few waited to tell."""
    if row[2] is None:
        return "wait-0" if row[5] == 0 else "soft"
    return f"wait-{wait_class(row[2])}"


def wait_label(row: list[Any], reader: Reader) -> str:
    """What stands at a thing: the median of its waits; of too few all of them together; else nothing.

    >>> from outputs.reader import Reader
    >>> day = 86_400
    >>> rows = [9, 9, day, day, 9 * day, 9, 9], [1, 1, None, None, day, 1, 1]
    >>> [wait_label(row, Reader()) for row in rows]
    ['1 d', 'samen 1 d']
    """
    if row[2] is not None:
        return reader.days(row[2], short=True)
    if row[4] is None or not row[5]:
        return ""
    return reader.text("samen {time}", time=reader.days(row[4], short=True))


def waited(row: list[Any], kind: str, reader: Reader) -> str:
    """How often was waited on a line, in how many journeys, and how long; in words."""
    if kind == "contacts":
        return reader.text("tussen contacten: geen wachttijd")
    if row[5] == 0:
        return reader.text("er is niet gewacht")
    if row[4] is None:
        return reader.text("te weinig klantreizen wachtten om te tonen")
    parts = []
    if row[6] is not None:
        parts.append(
            reader.plural("in {n} klantreis gewacht", "in {n} klantreizen gewacht", row[6])
        )
    if row[2] is not None:
        parts.append(reader.text("mediaan {median}", median=reader.days(row[2])))
    parts.append(reader.text("samen {total}", total=reader.days(row[4])))
    return ", ".join(parts)


def _count(key: str, items: Mapping[str, list[Any]]) -> int:
    if key[0] in "be":
        return items[f"p{key[1:]}"][7 if key[0] == "b" else 8] or 0
    return int(items[key][0])


def _frames(svg: Svg, value: Mapping[str, Any], level: Mapping[str, Any], reader: Reader) -> None:
    unknown = {partner["key"] for partner in value["partners"] if partner["name"] is None}
    for key, (left, top, right, bottom, name) in level["frames"].items():
        title = reader.text("partner onbekend") if key in unknown else name
        with svg.group({"class": "kader", "data-vak": key}):
            look = {"rx": "7", **palette.both("ground", "soft")}
            svg.rect(left, top, right - left, bottom - top, look)
            svg.text(left + 9, top + LINE_PT + 3, title, {**palette.fill("ink"), **BOLD})


def _line(
    svg: Svg,
    key: str,
    placed: list[Any],
    kind: str,
    items: Mapping[str, list[Any]],
    most: int,
    reader: Reader,
) -> None:
    path, neck_x, neck_y, tip_x, tip_y = placed[:5]
    n = _count(key, items)
    if key[0] in "be":
        looks, colour, hint = _END, "soft", ""
    else:
        looks = LOOKS[kind]
        colour = wait_colour(items[key])
        hint = reader.text(
            "{n} keer; {waited}", n=reader.number(n), waited=waited(items[key], kind, reader)
        )
    stroke, head, _ = looks
    line = Line(line_width(n, most), palette.PALETTE[colour].light, stroke, head)
    width = stroke_width(line)
    with svg.group({"class": "lijn", "data-lijn": key}, hint=hint):
        look = {**palette.stroke(colour), "stroke-width": number(width), **dashes(line)}
        svg.path(path, {**look, "class": f"baan s-{colour}"})
        if stroke == "double":
            core = {**palette.stroke("paper"), "stroke-width": number(width - CORE_PT)}
            svg.path(path, core)
        corners = head_points(line, (neck_x, neck_y), (tip_x, tip_y))
        inside = "paper" if head == "open" else colour
        svg.add("polygon", {"points": corners, **palette.both(inside, colour, 1.3)})


def _box(svg: Svg, key: str, box: list[Any], row: list[Any] | None, reader: Reader) -> None:
    x, y, width, height, title = box
    left, top = x - width / 2, y - height / 2
    ink = {**palette.fill("ink"), "text-anchor": "middle"}
    rx = number(height / 2) if row is None else "3"
    look = {"rx": rx, **palette.both("band" if row is None else "paper", "ink")}
    with svg.group({"class": "vak", "data-vak": key}):
        svg.rect(left, top, left + width - left, top + height - top, look)
        if row is None:
            words = reader.text("Begin") if key == "begin" else reader.text("Einde")
            svg.text(x, y + BASELINE_PT, words, {**ink, **BOLD})
            return
        if row[4] is not None:
            stripe = {"rx": "1", **palette.fill(wait_colour(row))}
            svg.rect(left + 1, top + 1, 4, top + height - 1 - (top + 1), stripe)
        baseline = top + 5 + LINE_PT * 0.5 + BASELINE_PT
        for words in title:
            svg.text(x, baseline, words, {**ink, **BOLD})
            baseline += LINE_PT
        journeys = reader.plural("{n} klantreis", "{n} klantreizen", row[1])
        svg.text(x, baseline, journeys, ink)
        label = wait_label(row, reader)
        if label and row[2] is not None:
            label = reader.text("wacht {time}", time=label)
        svg.text(x, baseline + LINE_PT, label, ink)


def _mark(
    svg: Svg, place: Sequence[float], row: list[Any], kind: str | None, reader: Reader
) -> None:
    """What is waited at a line, beside it; where nobody waited, that."""
    words = wait_label(row, reader)
    if not words and row[5] == 0 and kind != "contacts":
        words = reader.days(0, short=True)
    if words:
        x, y = place
        look = {**palette.both("ink", "paper", 3), "paint-order": "stroke", "text-anchor": "middle"}
        with svg.group({"class": "merk"}):
            svg.text(x, y + 3.5, words, look)
