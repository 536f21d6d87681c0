"""A picture is taken along from a page on disk: as a drawing, as an image, and as a table."""

from __future__ import annotations

import csv
import io
import re
import struct

import pytest
from lxml import etree, html

SVG = "{http://www.w3.org/2000/svg}"


def take(page, picture, kind):
    """What a click on one of a picture's buttons leaves: its name and its bytes."""
    with page.expect_download() as waited:
        page.locator(f"#{picture} [data-download={kind}]").click()
    taken = waited.value.suggested_filename, waited.value.path().read_bytes()
    page.wait_for_timeout(150)  # Chromium drops what a page gives beyond ten files a second
    return taken


@pytest.fixture
def page(open_page, report):
    return open_page(report / "beelden.html")


def test_every_picture_gives_a_table_with_the_values_of_its_rows(page, report):
    tree = html.parse(str(report / "beelden.html"))
    for section in tree.xpath("//section[@class='picture']"):
        name, told = take(page, section.get("id"), "csv")
        assert re.fullmatch(rf"klantreis-{section.get('id')}-\d{{4}}-\d\d-\d\d\.csv", name)
        assert told.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig"), newline=""), delimiter=";"))
        cells = [
            [
                each.get("data-value", each.text_content().strip()).replace(".", ",")
                if each.get("data-value", "x")[:1].isdigit() and "-" not in each.get("data-value")
                else each.get("data-value", each.text_content().strip())
                for each in row.iterchildren()
            ]
            for row in section.xpath(".//tbody/tr")
        ]
        assert rows[1:] == cells
        assert len(rows[0]) == len(cells[0])


def test_an_english_reader_gets_commas_between_and_points_within(open_page, report):
    page = open_page(report / "beelden.en.html")
    _, told = take(page, "overdrachten", "csv")
    rows = list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"), newline="")))
    assert rows[0]["From"]
    assert all(float(row["Waiting time, total (days)"]) >= 0 for row in rows)
    assert any("." in row["Waiting time, total (days)"] for row in rows)


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(page):
    page.evaluate(
        """() => {
          const [first, second] = document.querySelectorAll("#overdrachten tbody tr");
          first.cells[0].textContent = "=HYPERLINK(1)";
          second.cells[0].textContent = "-2+3;\\"x\\"";
          second.cells[2].dataset.value = "-5";
        }"""
    )
    _, told = take(page, "overdrachten", "csv")
    rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][0] == "'=HYPERLINK(1)"
    assert rows[2][0] == '\'-2+3;"x"'
    assert rows[2][2] == "-5"


def test_a_drawing_stands_alone_light_and_with_its_title_and_n(open_page, report):
    page = open_page(report / "beelden.html", color_scheme="dark")
    for kind in ("trend", "partnernetwerk", "normen"):
        name, told = take(page, kind, "svg")
        root = etree.fromstring(told)
        assert name.endswith(".svg")
        texts = [each.text for each in root.iter(SVG + "text")]
        assert root.find(SVG + "title").text in texts
        assert any(text.startswith("n = ") for text in texts)
        assert not root.xpath("//@class | //@style | //@href")
        colours = {value for value in root.xpath("//@fill | //@stroke") if value.startswith("#")}
        assert "#ffffff" in colours
        ids = set(root.xpath("//@id"))
        assert {each[5:-1] for each in root.xpath("//@fill") if each.startswith("url(")} <= ids


def test_an_image_is_twice_as_large_as_the_drawing(page):
    name, told = take(page, "trend", "png")
    _, drawing = take(page, "trend", "svg")
    assert name.endswith(".png")
    assert told.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", told[16:24])
    root = etree.fromstring(drawing)
    assert (width, height) == (
        round(float(root.get("width")) * 2),
        round(float(root.get("height")) * 2),
    )
    assert len(told) > 10_000


def test_it_is_said_that_a_download_is_ready(page):
    name, _ = take(page, "teams", "csv")
    page.wait_for_function("document.getElementById('download-melding').textContent !== ''")
    assert name in page.locator("#download-melding").inner_text()


def test_the_table_opens_with_the_keyboard_and_the_buttons_are_named(page):
    summary = page.locator("#duur summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#duur table").is_visible()
    names = page.eval_on_selector_all(
        "[data-download]", "(all) => all.map((each) => each.ariaLabel)"
    )
    assert len(set(names)) == len(names)


def test_without_scripts_there_are_no_buttons_that_do_nothing(open_page, report):
    page = open_page(report / "beelden.html", javascript=False)
    assert not page.locator("[data-download]").first.is_visible()
    assert page.locator("#trend svg").is_visible()
