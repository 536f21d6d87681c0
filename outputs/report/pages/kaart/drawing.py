"""A level of the live map as SVG in the page, so that the page says something without its script.

It is what web/kaart-tekening.js draws for that level: all lines that the slider begins with, colour by
waiting. Only classes and presentation attributes: the page's policy allows no style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from outputs import palette
from outputs.maps.journey_map import LOOKS
from outputs.maps.scale import WAIT_CLASSES, line_width
from outputs.maps.scene import Line
from outputs.maps.strokes import CORE_PT, dashes, head_points, stroke_width
from outputs.maps.text import FONT, LINE_PT, SIZE_PT
from outputs.report.pages.kaart.levels import lines_at_start
from outputs.svg import number
from outputs.words import DAY_S

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outputs.maps.scene import Head, Stroke
    from outputs.reader import Reader

PAD_PT: Final = 6.0

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
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
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
    inside = ET.SubElement(root, "g", {"id": "kaart-inhoud"})
    unknown = {partner["key"] for partner in value["partners"] if partner["name"] is None}
    for key, (left, top, right, bottom, name) in level["frames"].items():
        title = reader.text("partner onbekend") if key in unknown else name
        frame = ET.SubElement(inside, "g", {"class": "kader", "data-vak": key})
        _rect(frame, (left, top, right, bottom), "7", palette.both("ground", "soft"))
        _text(frame, left + 9, top + LINE_PT + 3, title, bold=True)
    kinds = {move["key"]: move["kind"] for move in value["moves"]}
    n_boxes = sum(key[0] in "pq" for key in level["boxes"])
    wanted = level["order"][: lines_at_start(n_boxes, len(level["order"]))]
    wanted += [key for key in level["lines"] if key[0] in "be"]
    most = max((_count(key, items) for key in wanted), default=1)
    for key in wanted:
        _line(inside, key, level["lines"][key], kinds.get(key, "step"), items, most, reader)
    for key, box in level["boxes"].items():
        _box(inside, key, box, items.get(key), reader)
    for key in wanted:
        if key[0] in "mr":
            x, y = level["lines"][key][5:7]
            nothing = "" if kinds.get(key) == "contacts" else reader.days(0, short=True)
            if words := wait_label(items[key], reader) or (nothing if items[key][5] == 0 else ""):
                mark = ET.SubElement(inside, "g", {"class": "merk"})
                _text(mark, x, y + 3.5, words, middle=True, halo=True)
    ET.SubElement(root, "g", {"id": "stippen"})
    return ET.tostring(root, encoding="unicode")


def wait_class(seconds: float) -> int:
    """The class of a waiting time, from 0.

    >>> wait_class(0), wait_class(7 * 86_400)
    (0, 2)
    """
    return next(at for at, (bound, _, _) in enumerate(WAIT_CLASSES) if seconds < bound * DAY_S)


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
    told = []
    if row[6] is not None:
        told.append(reader.plural("in {n} klantreis gewacht", "in {n} klantreizen gewacht", row[6]))
    if row[2] is not None:
        told.append(reader.text("mediaan {median}", median=reader.days(row[2])))
    told.append(reader.text("samen {total}", total=reader.days(row[4])))
    return ", ".join(told)


def _count(key: str, items: Mapping[str, list[Any]]) -> int:
    if key[0] in "be":
        return items[f"p{key[1:]}"][7 if key[0] == "b" else 8] or 0
    return int(items[key][0])


def _line(
    parent: ET.Element,
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
    light = palette.PALETTE[colour].light
    stroke, head, _ = looks
    line = Line(line_width(n, most), light, stroke, head)
    width = stroke_width(line)
    group = ET.SubElement(parent, "g", {"class": "lijn", "data-lijn": key})
    if hint:
        ET.SubElement(group, "title").text = hint
    shape = {"d": path, **palette.stroke(colour), "stroke-width": number(width), **dashes(line)}
    ET.SubElement(group, "path", {**shape, "class": f"baan s-{colour}"})
    if stroke == "double":
        ET.SubElement(
            group,
            "path",
            {"d": path, **palette.stroke("paper"), "stroke-width": number(width - CORE_PT)},
        )
    corners = head_points(line, (neck_x, neck_y), (tip_x, tip_y))
    inside = "paper" if head == "open" else colour
    ET.SubElement(group, "polygon", {"points": corners, **palette.both(inside, colour, 1.3)})


def _box(
    parent: ET.Element, key: str, box: list[Any], row: list[Any] | None, reader: Reader
) -> None:
    x, y, width, height, title = box
    left, top = x - width / 2, y - height / 2
    group = ET.SubElement(parent, "g", {"class": "vak", "data-vak": key})
    edges = (left, top, left + width, top + height)
    if row is None:
        _rect(group, edges, number(height / 2), palette.both("band", "ink"))
        words = reader.text("Begin") if key == "begin" else reader.text("Einde")
        _text(group, x, y + 3.6, words, bold=True, middle=True)
        return
    _rect(group, edges, "3", palette.both("paper", "ink"))
    if row[4] is not None:
        stripe = (left + 1, top + 1, left + 5, top + height - 1)
        _rect(group, stripe, "1", palette.fill(wait_colour(row)))
    baseline = top + 5 + LINE_PT * 0.5 + 3.6
    for words in title:
        _text(group, x, baseline, words, bold=True, middle=True)
        baseline += LINE_PT
    _text(
        group, x, baseline, reader.plural("{n} klantreis", "{n} klantreizen", row[1]), middle=True
    )
    if label := wait_label(row, reader):
        words = label if row[2] is None else reader.text("wacht {time}", time=label)
        _text(group, x, baseline + LINE_PT, words, middle=True)


def _rect(
    parent: ET.Element, edges: tuple[float, float, float, float], rx: str, looks: dict[str, str]
) -> None:
    left, top, right, bottom = edges
    place = {"x": number(left), "y": number(top)}
    size = {"width": number(right - left), "height": number(bottom - top)}
    ET.SubElement(parent, "rect", {**place, **size, "rx": rx, **looks})


def _text(
    parent: ET.Element,
    x: float,
    y: float,
    words: str,
    *,
    bold: bool = False,
    middle: bool = False,
    halo: bool = False,
) -> None:
    more = palette.fill("ink")
    if halo:
        more = {**palette.both("ink", "paper", 3), "paint-order": "stroke"}
    if middle:
        more["text-anchor"] = "middle"
    if bold:
        more["font-weight"] = "bold"
    ET.SubElement(parent, "text", {"x": number(x), "y": number(y), **more}).text = words
