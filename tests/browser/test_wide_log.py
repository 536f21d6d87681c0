"""400 activities at 60 partners, as in BPI Challenge 2015: readable, and what is hidden is counted."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from accessible import axe, svg_text_contrast
from literal import record, run_models
from looks import settle, too_wide
from wide_log import ACTIVITIES, PARTNERS, wide_log

from outputs.maps import draw_maps
from outputs.report import write_report
from outputs.report.about import About

CASES = 120
READABLE = 11
"""px: what the smallest text of the map may measure on the screen before anybody zooms."""

SIZES = """
() => [...document.querySelectorAll("#kaart text")].filter((each) => each.checkVisibility()).map((each) => {
  const matrix = each.getScreenCTM();
  return parseFloat(getComputedStyle(each).fontSize) * Math.hypot(matrix.a, matrix.b);
})
"""


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """The report of such a log, and its numbers of places (activity at a partner) and of kinds of steps."""
    folder = tmp_path_factory.mktemp("wide")
    rows = [record(n, **row) for n, row in enumerate(wide_log(CASES), start=1)]
    tables = run_models(rows, folder)
    assert len({row["activity_source"] for row in rows}) == ACTIVITIES
    assert len({row["partner"] for row in rows}) == PARTNERS
    draw_maps(folder / "tables", folder / "maps")
    about = About("Breed", datetime(2026, 1, 1, tzinfo=UTC))
    write_report(folder / "tables", folder / "maps", folder / "report", about=about)
    places = {(row["activity_source"], row["partner"]) for row in rows}
    steps = {
        (one["activity"], one["partner"], next_["activity"], next_["partner"])
        for one, next_ in zip(tables["events"], tables["events"][1:], strict=False)
        if one["journey_id"] == next_["journey_id"]
    }
    return folder / "report", len(places), len(steps)


def test_the_map_of_a_wide_log_says_how_much_it_shows_and_is_readable(open_page, wide, screenshots):
    report, places, steps = wide
    page = open_page(report / "kaart.html")
    settle(page)
    text = page.locator("main").inner_text().replace(".", "")
    shown, of_all = map(int, re.search(r"(\d+) van (\d+) activiteiten", text).groups())
    lines, of_lines = map(int, re.search(r"(\d+) van (\d+) soorten stappen", text).groups())
    assert (of_all, of_lines) == (places, steps)
    assert 8 <= shown <= 60
    assert shown - 1 <= lines <= 150
    assert min(page.evaluate(SIZES)) >= READABLE
    assert axe(page) == []
    assert svg_text_contrast(page) == []
    screenshots(page, "breed")


def test_the_pages_of_a_wide_log_fit_on_a_narrow_screen(open_page, wide):
    report, _, _ = wide
    for path in sorted(report.rglob("*.html")):
        if not path.name.endswith(".en.html"):
            page = open_page(path, width=320)
            settle(page)
            assert (path.name, too_wide(page)) == (path.name, [])
