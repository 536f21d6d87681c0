"""A map as SVG, so that it can be searched, spoken and translated: a file, or a part of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from outputs.maps.page import ITEM_GAP_PT, SAMPLE_PT, Page, PlacedLegend, item_height, item_lines
from outputs.maps.scene import PAD_PT, Line, Mark, Node, Scene
from outputs.maps.strokes import CORE_PT, dashes, head_points, path_of, stroke_width
from outputs.maps.text import BASELINE_PT, FONT, LINE_PT, SIZE_PT, TITLE_PT
from outputs.svg import Svg, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from outputs.maps.draw import Box, Layout, Point

INK: Final = "#1a1a1a"
FRAME: Final = "#7b8794"
HALO: Final = {"stroke": "#f3f5f7", "stroke-width": "3", "paint-order": "stroke"}
"""Around a partner's name, which a line may cross."""

MARKS: Final = {
    "none": {"fill": "#ffffff", "fill-opacity": "0.85"},
    "wait": {"rx": "6", "fill": "#fff6dc", "stroke": "#6b5500"},
    "change": {"fill": "#ffffff", "stroke": INK, "stroke-width": "2"},
}
"""How the frame of a mark looks."""

WIDE_FROM: Final = 550.0
"""A map that is wider is not shrunk to a phone: one scrolls along it."""

HEAD: Final = re.compile(
    r"<\?xml version='1.0' encoding='utf-8'\?>\n"
    r'(<svg [^>]* viewBox="0 0 ([\d.]+) [^>]*)(>.+?<desc [^>]+>)',
    re.DOTALL,
)
"""How the file of a map begins: up to its width, the rest of its first element, and all that bears an id."""


def svg(scene: Scene, layout: Layout | None, page: Page) -> bytes:
    """The whole map as a document of its own; the same bytes for the same scene and layout."""
    drawing = Svg(
        {
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
        }
    )
    drawing.describe(scene.name, scene.title, scene.summary)
    drawing.add("rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    heading = {"font-weight": "bold", "font-size": number(TITLE_PT)}
    drawing.text(PAD_PT + 9, 24, scene.title, heading)
    drawing.text(PAD_PT + 9, 40, scene.subtitle)
    left, top = page.drawing
    if layout:
        moved = {"class": "tekening", "transform": f"translate({number(left)} {number(top)})"}
        with drawing.group(moved):
            _scene(drawing, scene, layout)
    for row, line in enumerate(scene.message):
        drawing.text(left, top + LINE_PT * 1.5 * (row + 0.7), line, size=SIZE_PT + 2)
    for block in page.blocks:
        with drawing.group({"class": "uitleg"}):
            _block(drawing, block)
    return drawing.document()


def in_page(document: str, name: str) -> str | None:
    """The document of a map as a part of a page: its ids begin with its name, and a broad one is marked.

    None: `svg` did not write it.
    """
    head = HEAD.match(document)
    if head is None:
        return None
    start, width, more = head.groups()
    broad = ' class="broad"' if float(width) > WIDE_FROM else ""
    ours = f"{start}{broad}{more}".replace(' xml:lang="nl"', "")
    ours = re.sub(rf'(?<=[" ]){name}(?=[-"])', f"{name}-{name}", ours)
    return ours + document[head.end() :].rstrip().replace(" />", "/>")


def write_lines(
    drawing: Svg, x: float, top: float, lines: Iterable[str], *, n_bold: int = 0
) -> None:
    """Write lines of text one under another around `x`, the first ones in bold."""
    for place, line in enumerate(lines):
        baseline = top + LINE_PT * (place + 0.5) + BASELINE_PT
        drawing.text(x, baseline, line, anchor="middle", bold=place < n_bold)


def _scene(drawing: Svg, scene: Scene, layout: Layout) -> None:
    """Frames under lines, lines under boxes, and words on top of all."""
    for cluster in scene.clusters:
        with drawing.group({"class": "partner"}):
            look = {"rx": "7", "fill": "#f3f5f7", "stroke": FRAME}
            _rect(drawing, layout.clusters[cluster.key], look)
    for edge, route in zip(scene.edges, layout.routes, strict=True):
        with drawing.group({"class": "lijn"}, hint=edge.hint):
            _line(drawing, path_of(route), edge.line, route.points[-1], route.tip)
    for cluster in scene.clusters:
        left, top, *_ = layout.clusters[cluster.key]
        with drawing.group({"class": "partner", **HALO}):
            drawing.text(left + 9, top + LINE_PT + 3, cluster.title, bold=True)
            drawing.text(left + 9, top + 2 * LINE_PT + 3, cluster.line)
    for node in scene.nodes:
        with drawing.group({"class": "vak"}, hint=node.hint):
            _node(drawing, node, layout.nodes[node.key])
    for edge, route in zip(scene.edges, layout.routes, strict=True):
        if route.label:
            x, y = route.label
            with drawing.group({"class": "merk"}, hint=edge.hint):
                _marks(drawing, edge.marks, x, y - edge.label_height / 2, 1)


def _line(drawing: Svg, path: str, line: Line, neck: Point, tip: Point) -> None:
    """A stroke in its style, and a head from `neck` to `tip`."""
    look = {"fill": "none", "stroke": line.colour}
    width = stroke_width(line)
    drawing.path(path, {**look, "stroke-width": number(width), **dashes(line)})
    if line.stroke == "double":
        core = number(width - CORE_PT)
        drawing.path(path, {**look, "stroke": "#ffffff", "stroke-width": core})
    drawing.add(
        "polygon",
        {
            "points": head_points(line, neck, tip),
            "fill": "#ffffff" if line.head == "open" else line.colour,
            "stroke": line.colour,
            "stroke-width": "1.3",
            "stroke-linejoin": "round",
        },
    )


def _node(drawing: Svg, node: Node, middle: Point) -> None:
    """A box with its words and marks in the middle."""
    x, y = middle
    box = (x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2)
    is_end = node.shape == "end"
    look = {
        "rx": number(node.height / 2 if is_end else 3),
        "fill": "#e6e9ed" if is_end else "#ffffff",
        "stroke": INK,
    }
    _rect(drawing, box, look)
    lines, top = (*node.title, *node.lines), box[1] + PAD_PT
    write_lines(drawing, x, top, lines, n_bold=len(node.title))
    _marks(drawing, node.marks, x, top + LINE_PT * len(lines) + 1, 2)


def _marks(drawing: Svg, marks: Iterable[Mark], x: float, top: float, gap: float) -> None:
    """Marks one under another around `x`."""
    for mark in marks:
        box = (x - mark.width / 2, top, x + mark.width / 2, top + mark.height)
        _rect(drawing, box, MARKS[mark.frame])
        words_top = top + (mark.height - LINE_PT * len(mark.lines)) / 2
        n_bold = len(mark.lines) if mark.frame == "change" else 0
        write_lines(drawing, x, words_top, mark.lines, n_bold=n_bold)
        top += mark.height + gap


def _block(drawing: Svg, block: PlacedLegend) -> None:
    """A legend group, or a paragraph."""
    y = block.y + LINE_PT
    for line in block.lines:
        drawing.text(block.x, y, line, bold=block.heading)
        y += LINE_PT
    if not block.group:
        return
    drawing.text(block.x, y, block.group.title, bold=True)
    y += 4
    for item in block.group.items:
        lines = item_lines(item)
        room = item_height(item) - ITEM_GAP_PT
        centre = y + room / 2
        if item.line:
            end = block.x + SAMPLE_PT - 22
            straight = f"M {number(block.x)} {number(centre)} H {number(end)}"
            _line(drawing, straight, item.line, (end, centre), (end + 9, centre))
        if item.mark:
            middle = block.x + SAMPLE_PT / 2 - 6
            _marks(drawing, [item.mark], middle, centre - item.mark.height / 2, 0)
        for place, line in enumerate(lines):
            offset = LINE_PT * (place + 0.5 - len(lines) / 2) + BASELINE_PT
            drawing.text(block.x + SAMPLE_PT, centre + offset, line)
        y += room + ITEM_GAP_PT


def _rect(drawing: Svg, box: Box, look: Mapping[str, str]) -> None:
    left, top, right, bottom = box
    drawing.rect(left, top, right - left, bottom - top, look)
