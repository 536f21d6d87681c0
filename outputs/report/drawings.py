"""A map, drawn elsewhere, as a part of the page: an SVG that only draws.

What is not in the lists below is left out, so that a drawing can neither fetch, link nor run
anything, whatever its labels hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree
from markupsafe import Markup

from outputs.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES: Final = 4_000_000
"""A larger drawing makes the page slow to open and is only linked to."""

WIDE_FROM: Final = 550.0
"""A drawing that is wider, in its own units, is not shrunk to a phone: one scrolls along it."""

_SVG: Final = "{http://www.w3.org/2000/svg}"
_DRAWS: Final = frozenset(
    [
        "svg",
        "g",
        "path",
        "polygon",
        "polyline",
        "line",
        "rect",
        "circle",
        "ellipse",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "marker",
        "use",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
    ]
)
_ATTRIBUTES: Final = frozenset(
    [
        "id",
        "class",
        "role",
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "aria-hidden",
        "aria-roledescription",
        "lang",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "dx",
        "dy",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "width",
        "height",
        "viewBox",
        "preserveAspectRatio",
        "version",
        "d",
        "points",
        "transform",
        "offset",
        "refX",
        "refY",
        "orient",
        "markerWidth",
        "markerHeight",
        "markerUnits",
        "gradientUnits",
        "gradientTransform",
        "clipPathUnits",
        "clip-path",
        "clip-rule",
        "marker-start",
        "marker-mid",
        "marker-end",
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "opacity",
        "stop-color",
        "stop-opacity",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "text-anchor",
        "text-decoration",
        "dominant-baseline",
        "alignment-baseline",
        "letter-spacing",
        "textLength",
        "lengthAdjust",
        "paint-order",
        "href",
    ]
)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"\s]+)['\"]?\s*\)")


def picture(path: Path) -> Markup | None:
    """A drawing to put in a page, its ids made its own; None: there is none, or it is too large.

    Raises:
        OutputError: the file is no SVG.
    """
    if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        drawing = etree.parse(path, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise _no_drawing(path) from error
    if drawing.tag != f"{_SVG}svg":
        raise _no_drawing(path)
    _keep_what_draws(drawing, prefix=f"{path.stem}-")
    # The default namespace has no prefix, which the stubs of lxml do not know.
    etree.cleanup_namespaces(drawing, top_nsmap={None: _SVG.strip("{}")})  # type: ignore[dict-item]
    if "class" in drawing.attrib:
        del drawing.attrib["class"]
    if _width(drawing) > WIDE_FROM:
        drawing.set("class", "broad")
    drawing.tail = None
    return Markup(etree.tostring(drawing, encoding="unicode"))  # noqa: S704 - serialised, so escaped


def _keep_what_draws(drawing: etree._Element, *, prefix: str) -> None:
    """Take out elements and attributes that do more than draw, and make ids the drawing's own."""
    for element in list(drawing.iter()):
        if not isinstance(element.tag, str) or element.tag.removeprefix(_SVG) not in _DRAWS:
            parent = element.getparent()
            if parent is not None:
                _unwrap(element, parent) if element.tag == f"{_SVG}a" else _remove(element, parent)
            continue
        for name, value in list(element.attrib.items()):
            kept = _attribute(str(name), str(value), prefix)
            del element.attrib[name]
            if kept is not None:
                element.set(*kept)


def _attribute(name: str, value: str, prefix: str) -> tuple[str, str] | None:
    """An attribute as the page may hold it; None: not at all."""
    local = name.rsplit("}", 1)[-1]
    if local not in _ATTRIBUTES or ("}" in name and local != "href"):
        return None
    if local == "href":
        return (local, f"#{prefix}{value[1:]}") if value.startswith("#") else None
    if local == "id":
        return local, prefix + value
    if local in {"aria-labelledby", "aria-describedby"}:
        return local, " ".join(prefix + one for one in value.split())
    value = _REFERENCE.sub(lambda found: f"url(#{prefix}{found[1]})", value)
    return None if "url(" in _REFERENCE.sub("", value).lower() else (local, value)


def _width(drawing: etree._Element) -> float:
    """How wide the drawing is in its own units; 0 where it does not say."""
    box = str(drawing.get("viewBox", "")).replace(",", " ").split()
    try:
        return float(box[2])
    except (IndexError, ValueError):
        return 0.0


def _unwrap(element: etree._Element, parent: etree._Element) -> None:
    """Put an element's text and children in its place: a link's text stays, the link does not."""
    _put_before(element, parent, element.text)
    for child in list(element):
        element.addprevious(child)
    _remove(element, parent)


def _remove(element: etree._Element, parent: etree._Element) -> None:
    """Take an element out and keep the text that follows it."""
    _put_before(element, parent, element.tail)
    parent.remove(element)


def _put_before(element: etree._Element, parent: etree._Element, text: str | None) -> None:
    """Add a text to what stands before an element."""
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (text or "")
    else:
        before.tail = (before.tail or "") + (text or "")


def _no_drawing(path: Path) -> OutputError:
    return OutputError(
        f"map {path.name!r} cannot be put in the report",
        expected="an SVG file",
        got="a file that does not parse as one",
        hint="draw the maps again",
    )
