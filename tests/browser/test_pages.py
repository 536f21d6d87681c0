"""Every page of a report, whatever it is about: a page that is added later is looked over by being there."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from chromium import Pages
from profiles import THOROUGH
from visit import NARROW, ZOOMED, visit

from outputs.report.build import POLICY

STATES = re.compile(r"(kaart|klantreis|beelden)(\.en)?\.html")
"""Pages whose scripts take what stands behind the # for what is chosen, not for a place."""


def is_english(name):
    return name.endswith(".en.html")


def is_top(name):
    return "/" not in name


def is_axed(name):
    """Whether axe looks at a page: Dutch ones, in a fast run those of the widest and narrowest level."""
    if THOROUGH:
        return is_top(name) or not is_english(name)
    return not is_english(name) and not name.startswith("manager/")


@pytest.fixture(scope="module")
def names(report):
    """Every page below the report's folder, by its path in it."""
    return sorted(path.relative_to(report).as_posix() for path in report.rglob("*.html"))


@pytest.fixture(scope="module")
def visits(browser, report, names):
    """One visit a page, whole for the top's Dutch ones, with axe where `is_axed`."""
    pages = Pages(browser)
    yield {
        name: visit(
            pages,
            report / name,
            axed=is_axed(name),
            whole=not is_english(name) and is_top(name),
        )
        for name in names
    }
    pages.close()


def found(visits, what):
    """Page to what was found there, of those where something was."""
    return {name: told for name, seen in visits.items() if (told := what(seen))}


def test_there_are_three_levels_in_two_languages(names):
    for folder in ("", "manager/", "bestuurder/"):
        for page in ("index", "cijfers", "toegankelijkheid"):
            assert {f"{folder}{page}.html", f"{folder}{page}.en.html"} <= set(names)
    assert {name for name in names if "klantreis" in name} <= {
        "klantreis.html",
        "klantreis.en.html",
    }


def test_no_page_logs_an_error_or_asks_for_anything_outside_its_folder(visits):
    assert found(visits, lambda seen: seen.wrong) == {}


def test_axe_finds_nothing(visits):
    assert found(visits, lambda seen: seen.axe) == {}


def test_axe_finds_nothing_in_the_dark(visits):
    assert found(visits, lambda seen: seen.axe_dark) == {}


def test_the_text_in_every_picture_stands_out_in_the_light_and_in_the_dark(visits):
    assert found(visits, lambda seen: seen.contrast) == {}


@pytest.mark.parametrize("width", [NARROW, ZOOMED], ids=["320 px", "200 % zoom"])
def test_no_page_scrolls_sideways(visits, width):
    assert found(visits, lambda seen: seen.wide[width]) == {}


def test_headings_begin_with_one_h1_and_skip_no_level(visits):
    def faults(seen):
        levels = seen.facts["headings"]
        skipped = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        return [*skipped, *([] if levels[:1] == [1] and levels.count(1) == 1 else [levels])]

    assert found(visits, faults) == {}


def test_the_language_is_marked_and_the_title_is_there(visits):
    assert {
        name: (seen.facts["lang"], bool(seen.facts["title"])) for name, seen in visits.items()
    } == {name: ("en" if is_english(name) else "nl", True) for name in visits}


def test_every_page_has_the_whole_policy(visits):
    assert {seen.facts["policy"] for seen in visits.values()} == {POLICY}


def test_nothing_moves_for_who_wants_less_motion(visits):
    assert found(visits, lambda seen: seen.facts["moving"]) == {}


def test_the_focus_is_seen_wherever_the_tab_key_comes(visits):
    stops = {
        name: seen.stops for name, seen in visits.items() if is_top(name) and not is_english(name)
    }
    assert all(len(each) > 3 for each in stops.values())
    assert {
        name: [stop["html"] for stop in each if not stop["visible"]]
        for name, each in stops.items()
        if not all(stop["visible"] for stop in each)
    } == {}


def test_every_link_leads_somewhere(visits, report):
    root, broken = report.resolve(), []
    for name, seen in visits.items():
        for href in seen.facts["links"]:
            parts = urlsplit(href)
            if parts.scheme in {"mailto", "https"}:
                continue  # for a reader to follow, not loaded
            place = Path(unquote(parts.path))
            inside = place.relative_to(root).as_posix() if place.is_relative_to(root) else ""
            known = visits[inside].facts["ids"] if inside in visits else []
            is_place = not parts.fragment or parts.fragment in known or STATES.fullmatch(place.name)
            if parts.scheme != "file" or not place.exists() or not is_place:
                broken.append((name, href))
    assert broken == []


def test_a_level_is_whole_without_the_others(report, tmp_path, open_page, names):
    for level in ("manager", "bestuurder"):
        shutil.copytree(report / level, tmp_path / level)
        page = open_page(tmp_path / level / "index.html")
        for href in page.evaluate(
            "() => [...document.querySelectorAll('a[href]')].map((a) => a.href)"
        ):
            assert href.startswith((tmp_path / level).as_uri() + "/"), href


def test_every_page_says_what_it_can_without_javascript(open_page, report, names):
    said = {}
    for name in names:
        if not is_english(name):
            page = open_page(report / name, javascript=False)
            said[name] = len(page.locator("main").inner_text())
    assert min(said.values()) > 150, said


@pytest.mark.thorough
def test_every_page_looks_as_it_should(open_page, report, names, screenshots):
    for name in names:
        if not is_english(name):
            made = screenshots(
                open_page(report / name), name.removesuffix(".html").replace("/", "-")
            )
            assert all(path.stat().st_size for path in made)
