"""The one writer of SVG: literal shapes in, literal markup out."""

from __future__ import annotations

import pytest

from outputs.svg import Svg, number

HEAD = '<svg xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize(
    ("draw", "markup"),
    [
        (lambda svg: svg.rect(1, 2.04, 3, 4.06), '<rect x="1" y="2" width="3" height="4.1" />'),
        (lambda svg: svg.line(0, 0, 9, -0.01), '<line x1="0" y1="0" x2="9" y2="0" />'),
        (
            lambda svg: svg.path("M0 0H9", {"fill": "none"}),
            '<path d="M0 0H9" fill="none" />',
        ),
        (
            lambda svg: svg.text(1, 2, "<b> & é", anchor="middle", size=12, bold=True),
            '<text x="1" y="2" text-anchor="middle" font-size="12" font-weight="bold">'
            "&lt;b&gt; &amp; é</text>",
        ),
        (lambda svg: svg.text(1, 2, ""), ""),
        (lambda svg: svg.add("g", {"id": '"<'}), '<g id="&quot;&lt;" />'),
        (
            lambda svg: svg.rect(0, 0, 1, 1, hint="één"),
            '<rect x="0" y="0" width="1" height="1"><title>één</title></rect>',
        ),
        (
            lambda svg: svg.describe("kaart", "Titel", "Uitleg"),
            '<title id="kaart-titel">Titel</title><desc id="kaart-uitleg">Uitleg</desc>',
        ),
    ],
)
def test_a_shape_is_an_element_with_its_place_and_look(draw, markup):
    svg = Svg({})
    draw(svg)
    written = svg.markup()
    assert written == (f"{HEAD}>{markup}</svg>" if markup else f"{HEAD} />")


def test_a_group_holds_what_is_drawn_inside_it_and_nothing_after():
    svg = Svg({})
    with svg.group({"class": "a"}):
        with svg.group({"class": "b"}, hint="b"):
            svg.path("M0 0")
        svg.path("M1 1")
    svg.path("M2 2")
    assert svg.markup() == (
        f'{HEAD}><g class="a"><g class="b"><title>b</title><path d="M0 0" /></g><path d="M1 1" /></g>'
        '<path d="M2 2" /></svg>'
    )


def test_a_document_has_an_element_a_line():
    svg = Svg({"lang": "nl"})
    svg.path("M0 0")
    assert svg.document() == (
        b"<?xml version='1.0' encoding='utf-8'?>\n"
        b'<svg xmlns="http://www.w3.org/2000/svg" lang="nl">\n <path d="M0 0" />\n</svg>\n'
    )


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (-0.04, "0"), (1.25, "1.2"), (1.35, "1.4"), (99.96, "100")]
)
def test_a_length_has_one_decimal_at_most(value, text):
    assert number(value) == text
