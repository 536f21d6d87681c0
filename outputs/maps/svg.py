"""A map as SVG: text as text, so that it can be searched, spoken and translated.

Only presentation attributes: no style sheet, script, link, font or other file. It can stand alone,
and in a page under the strictest content security policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from outputs.maps.page import ITEM_GAP_PT, SAMPLE_PT, Page, Placed, item_height, item_lines
from outputs.maps.scene import PAD_PT, Edge, Line, Mark, Node, Scene
from outputs.maps.strokes import CORE_PT, dashes, head_points, number, path_of, stroke_width
from outputs.maps.text import FONT, LINE_PT, SIZE_PT, TITLE_PT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.maps.draw import Box, Layout, Point, Route

INK: Final = "#1a1a1a"
FRAME: Final = "#7b8794"
HALO: Final = {"stroke": "#f3f5f7", "stroke-width": "3", "paint-order": "stroke"}
"""Around a partner's name, which a line may cross."""

BASELINE_PT: Final = 3.6
"""From the middle of a line of text down to its baseline."""


def svg(scene: Scene, layout: Layout | None, page: Page) -> bytes:
    """The whole map as a document of its own; the same bytes for the same scene and layout."""
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "lang": "nl",
            "xml:lang": "nl",
            "role": "img",
            "id": scene.name,
            "aria-labelledby": f"{scene.name}-titel {scene.name}-uitleg",
            "viewBox": f"0 0 {number(page.width)} {number(page.height)}",
            "width": f"{number(page.width)}pt",
            "height": f"{number(page.height)}pt",
            "font-family": FONT,
            "font-size": number(SIZE_PT),
            "fill": INK,
        },
    )
    ET.SubElement(root, "title", {"id": f"{scene.name}-titel"}).text = scene.title
    ET.SubElement(root, "desc", {"id": f"{scene.name}-uitleg"}).text = scene.summary
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    _text(root, PAD_PT + 9, 24, scene.title, bold=True, size=TITLE_PT)
    _text(root, PAD_PT + 9, 40, scene.subtitle)
    left, top = page.drawing
    if layout:
        drawing = _group(root, "tekening", transform=f"translate({number(left)} {number(top)})")
        _drawing(drawing, scene, layout)
    for row, line in enumerate(scene.message):
        _text(root, left, top + LINE_PT * 1.5 * (row + 0.7), line, size=SIZE_PT + 2)
    for block in page.blocks:
        _block(_group(root, "uitleg"), block)
    ET.indent(root, " ")
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _drawing(parent: ET.Element, scene: Scene, layout: Layout) -> None:
    """Frames under lines, lines under boxes, and words on top of all."""
    for cluster in scene.clusters:
        box = layout.clusters[cluster.key]
        _rect(_group(parent, "partner"), box, {"rx": "7", "fill": "#f3f5f7", "stroke": FRAME})
    for edge, route in zip(scene.edges, layout.routes, strict=True):
        _edge(_group(parent, "lijn", edge.hint), edge, route)
    for cluster in scene.clusters:
        box = layout.clusters[cluster.key]
        named = _group(parent, "partner", **HALO)
        _text(named, box[0] + 9, box[1] + LINE_PT + 3, cluster.title, bold=True)
        _text(named, box[0] + 9, box[1] + 2 * LINE_PT + 3, cluster.line)
    for node in scene.nodes:
        _node(_group(parent, "vak", node.hint), node, layout.nodes[node.key])
    for edge, route in zip(scene.edges, layout.routes, strict=True):
        if route.label:
            x, y = route.label
            _marks(_group(parent, "merk", edge.hint), edge.marks, x, y - edge.label_height / 2, 1)


def _edge(parent: ET.Element, edge: Edge, route: Route) -> None:
    """A line along its Bézier curves, and its head."""
    _line(parent, path_of(route), edge.line, route.points[-1], route.tip)


def _line(parent: ET.Element, path: str, line: Line, neck: Point, tip: Point) -> None:
    """A stroke in its style, and a head from `neck` to `tip`."""
    stroke = {"d": path, "fill": "none", "stroke": line.colour}
    width = stroke_width(line)
    ET.SubElement(parent, "path", {**stroke, "stroke-width": number(width), **dashes(line)})
    if line.stroke == "double":
        core = number(width - CORE_PT)
        ET.SubElement(parent, "path", {**stroke, "stroke": "#ffffff", "stroke-width": core})
    ET.SubElement(
        parent,
        "polygon",
        {
            "points": head_points(line, neck, tip),
            "fill": "#ffffff" if line.head == "open" else line.colour,
            "stroke": line.colour,
            "stroke-width": "1.3",
            "stroke-linejoin": "round",
        },
    )


def _node(parent: ET.Element, node: Node, middle: Point) -> None:
    """A box with its words and marks in the middle."""
    x, y = middle
    box = (x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2)
    round_ = node.height / 2 if node.shape == "end" else 3
    fill = "#e6e9ed" if node.shape == "end" else "#ffffff"
    _rect(parent, box, {"rx": number(round_), "fill": fill, "stroke": INK})
    top = box[1] + PAD_PT
    for place, line in enumerate((*node.title, *node.lines)):
        baseline = top + LINE_PT * (place + 0.5) + BASELINE_PT
        _text(parent, x, baseline, line, bold=place < len(node.title), middle=True)
    _marks(parent, node.marks, x, top + LINE_PT * len((*node.title, *node.lines)) + 1, 2)


def _marks(parent: ET.Element, marks: Sequence[Mark], x: float, top: float, gap: float) -> None:
    """Marks one under another around `x`."""
    for mark in marks:
        box = (x - mark.width / 2, top, x + mark.width / 2, top + mark.height)
        looks = {
            "none": {"fill": "#ffffff", "fill-opacity": "0.85"},
            "wait": {"rx": "6", "fill": "#fff6dc", "stroke": "#6b5500"},
            "change": {"fill": "#ffffff", "stroke": INK, "stroke-width": "2"},
        }[mark.frame]
        _rect(parent, box, looks)
        words_top = top + (mark.height - LINE_PT * len(mark.lines)) / 2
        for place, line in enumerate(mark.lines):
            baseline = words_top + LINE_PT * (place + 0.5) + BASELINE_PT
            _text(parent, x, baseline, line, bold=mark.frame == "change", middle=True)
        top += mark.height + gap


def _block(parent: ET.Element, block: Placed) -> None:
    """A legend group, or a paragraph."""
    y = block.y + LINE_PT
    for line in block.lines:
        _text(parent, block.x, y, line, bold=block.heading)
        y += LINE_PT
    if not block.group:
        return
    _text(parent, block.x, y, block.group.title, bold=True)
    y += 4
    for item in block.group.items:
        lines = item_lines(item)
        room = item_height(item) - ITEM_GAP_PT
        centre = y + room / 2
        if item.line:
            end = block.x + SAMPLE_PT - 22
            straight = f"M {number(block.x)} {number(centre)} H {number(end)}"
            _line(parent, straight, item.line, (end, centre), (end + 9, centre))
        if item.mark:
            _marks(
                parent, [item.mark], block.x + SAMPLE_PT / 2 - 6, centre - item.mark.height / 2, 0
            )
        for place, line in enumerate(lines):
            offset = LINE_PT * (place + 0.5 - len(lines) / 2) + BASELINE_PT
            _text(parent, block.x + SAMPLE_PT, centre + offset, line)
        y += room + ITEM_GAP_PT


def _group(parent: ET.Element, kind: str, hint: str = "", **more: str) -> ET.Element:
    group = ET.SubElement(parent, "g", {"class": kind, **more})
    if hint:
        ET.SubElement(group, "title").text = hint
    return group


def _rect(parent: ET.Element, box: Box, looks: dict[str, str]) -> None:
    left, top, right, bottom = box
    place = {
        "x": number(left),
        "y": number(top),
        "width": number(right - left),
        "height": number(bottom - top),
    }
    ET.SubElement(parent, "rect", {**place, **looks})


def _text(
    parent: ET.Element,
    x: float,
    baseline: float,
    words: str,
    *,
    bold: bool = False,
    middle: bool = False,
    size: float = SIZE_PT,
) -> None:
    if not words:
        return
    more = {"text-anchor": "middle"} if middle else {}
    if bold:
        more["font-weight"] = "bold"
    if size != SIZE_PT:
        more["font-size"] = number(size)
    ET.SubElement(parent, "text", {"x": number(x), "y": number(baseline), **more}).text = words
