"""The pictures in docs/beeld: each shows what a page of docs/ tells, and `make pictures` takes them anew."""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PICTURE = re.compile(r"!\[([^\]]*)\]\((beeld/[^)]+)\)")
LINE = ".lijn[role=button]"
HEAVIEST = 1_500_000
"""Bytes of all pictures together."""


def first_journey(page):
    """Opens the journey that waited longest behind the first line of the map."""
    page.wait_for_selector(LINE)
    page.locator(f"{LINE} .raak").first.dispatch_event("click")
    page.locator("#kaart-details a[href^='klantreis.html#']").first.click()
    page.wait_for_url("**/klantreis.html#*")
    page.wait_for_selector("svg [role=button], svg[role]")


def chosen_line(page):
    page.wait_for_selector(LINE)
    page.locator(f"{LINE} .raak").first.dispatch_event("click")
    page.wait_for_selector("#kaart-details table")


PICTURES = {
    "overzicht": ("index.html", None, "main", 900),
    "kaart": ("kaart.html", lambda page: page.wait_for_selector(LINE), "#kaart", 760),
    "kaart-lijn": ("kaart.html", chosen_line, "#kaart-details", 900),
    "klantreis": ("kaart.html", first_journey, "#reis", 1000),
    "beelden": ("beelden.html", None, "#overdrachten", 800),
    "beoordeeld": ("cijfers.html", None, "section:has(> #beoordeeld)", 800),
}
"""Name to page, what a reader does on it, what is shown of it, and how high at most (px)."""


@pytest.mark.parametrize("name", PICTURES)
def test_the_report_has_what_a_picture_of_the_docs_shows(open_page, report, artifacts, name):
    address, deed, shown, height = PICTURES[name]
    page = open_page(report / address, width=1100, height=height)
    if deed:
        deed(page)
    box = page.locator(shown).first.bounding_box()
    clip = {
        "x": box["x"],
        "y": box["y"],
        "width": box["width"],
        "height": min(box["height"], height),
    }
    taken = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": 70,
            "clip": clip | {"scale": 1},
            "captureBeyondViewport": True,
        },
    )
    folder = DOCS / "beeld" if os.environ.get("KLANTREIS_PICTURES") else artifacts
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))


def test_every_picture_in_the_docs_is_taken_and_every_one_taken_is_shown():
    shown = {
        match.group(2): match.group(1)
        for page in DOCS.glob("*.md")
        for match in PICTURE.finditer(page.read_text(encoding="utf-8"))
    }
    assert set(shown) == {f"beeld/{name}.webp" for name in PICTURES}
    assert all(words.strip() for words in shown.values())
    files = [DOCS / name for name in shown]
    assert all(file.exists() for file in files)
    assert sum(file.stat().st_size for file in files) <= HEAVIEST
