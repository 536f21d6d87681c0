"""The site of the docs as a reader opens it, from disk: `make site` writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from accessible import axe

SITE = Path(__file__).parents[2] / "build" / "site"
PAGES = (
    "index tien-minuten kaart-lezen configuratie fouten naslag/opties naslag/tabellen/waits".split()
)
WINDOWS = [(1200, "light"), (400, "dark")]


pytestmark = pytest.mark.skipif(not SITE.exists(), reason="no site here: make site")


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_fits_its_window_and_asks_nothing_of_elsewhere(
    open_page, name, width, scheme
):
    page = open_page(SITE / f"{name}.html", inside=SITE, width=width, color_scheme=scheme)
    page.wait_for_load_state("load")
    assert page.locator("html").get_attribute("lang") == "nl"
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_finds_a_page_by_a_word_of_it_without_a_server(open_page):
    page = open_page(SITE / "index.html", inside=SITE)
    page.keyboard.press("Control+k")
    page.keyboard.type("vergeten")
    page.wait_for_selector("a[href*='vergeten.html']:visible")
