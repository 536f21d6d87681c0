"""The means themselves: what they must see, they see."""

from __future__ import annotations

import threading

import pytest
from accessible import axe, svg_text_contrast, svg_text_ratios
from looks import tab_stops, too_wide

from pipelines.cli.report_server import Server, report_folder

PAGE = """<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Proef</title>
<meta name="viewport" content="width=device-width">{head}</head>
<body><main><h1>Proef</h1>{body}</main></body></html>"""


@pytest.fixture
def write(tmp_path):
    """A function that writes a page; its path."""

    def page(body, head=""):
        path = tmp_path / "proef" / "index.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAGE.format(head=head, body=body), encoding="utf-8")
        return path

    return page


def test_a_report_opens_from_disk(open_page, report, screenshots):
    page = open_page(report / "index.html")
    assert page.title()
    assert axe(page) == []
    assert all(path.stat().st_size for path in screenshots(page, "voorpagina"))
    assert open_page.of(page).requests[0] == (report / "index.html").as_uri()


@pytest.mark.parametrize(
    ("body", "head", "told"),
    [
        ("<script>console.error('mis')</script>", "", "console: mis"),
        ("<script>throw new Error('stuk')</script>", "", "a script fails: stuk"),
        ("<script>alert('hallo')</script>", "", "a dialog: hallo"),
        ("<img src='https://example.invalid/x.png' alt=''>", "", "a request leaves: https://example"),
        ("<img src='../buiten.png' alt=''>", "", "a request leaves: file://"),
        (
            "<script>window.ran = true</script>",
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">",
            "script-src",
        ),
        (
            "<script src='soort.js'></script>",
            "<meta http-equiv='Content-Security-Policy' content=\"require-trusted-types-for 'script'\">",
            "require-trusted-types-for",
        ),
    ],
    ids=["console", "error", "dialog", "network", "outside the folder", "policy", "trusted types"],
)  # fmt: skip
def test_what_a_page_does_wrong_is_seen(open_page, write, body, head, told):
    path = write(body, head)
    path.with_name("soort.js").write_text("document.body.innerHTML = '<p>x</p>';")
    page = open_page(path, watched=False)
    page.wait_for_timeout(50)
    assert any(told in fault for fault in open_page.of(page).wrong()), open_page.of(page).wrong()


def test_a_page_that_does_nothing_wrong_has_no_faults(open_page, write):
    page = open_page(write("<p>Goed.</p>", "<link rel='icon' href='data:,'>"))
    assert open_page.of(page).wrong() == []
    assert axe(page) == []


def test_axe_finds_what_is_planted(open_page, write):
    found = axe(open_page(write("<img src='data:,'><h4>Te diep</h4>"), watched=False))
    assert {line.split(" ")[0] for line in found} == {"image-alt", "heading-order"}


SVG = '<svg width="600" height="60" role="img" aria-label="proef">{}</svg>'
HALO = ' stroke="#fff" stroke-width="3" paint-order="stroke"'
PATTERN = (
    '<defs><pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<path d="M0 0L9 9" stroke="#000"/></pattern></defs>'
)
MOVED = '<g transform="translate(300 0)"><rect width="200" height="60" fill="#fff"/></g>'
TEXT = '<text x="20" y="35" font-size="14"{}>Wijkteam</text>'


@pytest.mark.parametrize(
    ("inside", "ratio"),
    [
        (TEXT.format(' fill="#767676"'), 4.54),
        (TEXT.format(' fill="#777777"'), 4.48),
        (TEXT.format(""), 21.0),
        ('<rect width="600" height="60" fill="#000"/>' + TEXT.format(' fill="#fff"'), 21.0),
        ('<rect width="600" height="60" fill="#000" fill-opacity="0.5"/>' + TEXT.format(""), 5.28),
        ('<g opacity="0.5"><rect width="600" height="60"/></g>' + TEXT.format(""), 5.28),
        (TEXT.format(' fill="#000" opacity="0.5"'), 3.98),
        ('<rect width="600" height="60" fill="#000" pointer-events="none"/>' + TEXT.format(""), 1.0),
        (TEXT.format("") + '<rect x="300" width="300" height="60" fill="#000"/>', 21.0),
        ('<rect width="600" height="60"/>' + TEXT.format(HALO), 21.0),
        ('<path d="M0 30H600" fill="none" stroke="#000" stroke-width="40"/>' + TEXT.format(""), 1.0),
        ('<path d="M45 0V60" fill="none" stroke="#000"/>' + TEXT.format(""), 21.0),
        (PATTERN + '<rect width="600" height="60" fill="url(#p)"/>' + TEXT.format(""), 1.0),
        (MOVED + '<rect width="250" height="60"/>' + TEXT.format(' transform="translate(310 0)"'), 21.0),
        ('<text x="20" y="35"><tspan fill="#767676">Wijkteam</tspan></text>', 4.54),
    ],
    ids=[
        "just enough", "just not enough", "black on the page", "white on black", "a ground half seen through",
        "a group half seen through", "a text half seen through", "a ground that the mouse does not feel",
        "a shape beside it", "a halo", "a stroke for a ground", "a thin line that crosses it", "a pattern",
        "moved", "in a part of a text",
    ],
)  # fmt: skip
def test_the_contrast_of_a_text_in_a_picture_is_measured(open_page, write, inside, ratio):
    page = open_page(write(SVG.format(inside)))
    (found,) = svg_text_ratios(page)
    assert found["ratio"] == pytest.approx(ratio, abs=0.02)
    assert (svg_text_contrast(page) == []) == (ratio >= 4.5)


def test_large_text_needs_less_and_what_is_not_seen_needs_nothing(open_page, write):
    texts = "".join(
        f'<text x="9" y="30" fill="#949494" {style}>{name}</text>'
        for name, style in {
            "groot": 'font-size="24"',
            "vet": 'font-size="19" font-weight="bold"',
            "klein": 'font-size="23"',
            "verborgen": 'font-size="9" visibility="hidden"',
            "weg": 'font-size="9" display="none"',
        }.items()
    )
    assert [found["text"] for found in svg_text_contrast(open_page(write(SVG.format(texts))))] == [
        "klein"
    ]


def test_the_page_behind_a_picture_counts_with_its_own_ground(open_page, write):
    head = "<style>main { background: #222; color: #eee } svg { background: #333 }</style>"
    page = open_page(write(SVG.format(TEXT.format("")), head))
    assert [(found["ratio"], found["behind"]) for found in svg_text_contrast(page)] == [
        (1.66, "#333333")
    ]


def test_a_page_that_scrolls_sideways_is_named_and_a_frame_that_does_is_not(open_page, write):
    wide = '<p style="width: 700px; background: #eee">breed</p>'
    assert "breed" in too_wide(open_page(write(wide), width=320))[1]
    framed = f'<div style="overflow: auto" tabindex="0" role="region" aria-label="x">{wide}</div>'
    assert too_wide(open_page(write(framed), width=320)) == []


def test_a_focus_that_is_not_seen_is_told(open_page, write):
    page = open_page(write('<a href="#a">een</a><a href="#b" style="outline: none">twee</a>'))
    assert [(stop["name"], stop["visible"]) for stop in tab_stops(page)] == [
        ("een", True),
        ("twee", False),
    ]


def test_a_report_that_is_served_opens_as_it_does_from_disk(open_page, report):
    with Server(report_folder(report), 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            page = open_page(server.url)
            page.get_by_role("link", name="Cijfers").first.click()
            assert page.url == f"{server.url}cijfers.html"
            assert page.locator("h1").inner_text() == "Cijfers"
            assert {url.split("/")[2] for url in open_page.of(page).requests} == {
                f"127.0.0.1:{server.server_port}"
            }
        finally:
            server.shutdown()
            thread.join()
