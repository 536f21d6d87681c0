"""A month that plays over the map: only when asked, in words too, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from accessible import axe, svg_text_contrast
from animated import unpacked
from looks import too_wide
from profiles import with_few


@pytest.fixture
def animation(open_page, report):
    """A function that opens the map with the animation unfolded."""

    def opened(folder="", page="kaart.html", **options):
        found = open_page(report / folder / page, **options)
        found.locator("#animatie > summary").click()
        found.locator("#animatie-bediening").wait_for()
        found.locator("#animatie-tabel tbody tr").first.wait_for()
        return found

    return opened


def status(page):
    return page.locator("#animatie-stand").inner_text()


def day(page):
    return int(page.locator("#animatie-dag").input_value())


def numbers(words):
    """Open, waiting and closed, out of the sentence that tells them."""
    found = re.search(r": ([\d.]+) open, waarvan ([\d.]+) wachten; ([\d.]+) afgesloten", words)
    return [int(n.replace(".", "")) for n in found.groups()]


def painted(page):
    """How many pixels of the canvas hold something."""
    return page.evaluate(
        """() => { const c = document.querySelector("canvas.stippen");
          if (!c || c.hidden) return 0;
          const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
          let n = 0; for (let i = 3; i < data.length; i += 4) n += data[i] > 0; return n; }"""
    )


def test_nothing_is_loaded_or_drawn_before_somebody_asks(open_page, report):
    page = open_page(report / "kaart.html")
    page.locator("#kaart-venster.levend").wait_for()
    assert painted(page) == 0
    assert not [url for url in open_page.of(page).requests if "maand-" in url]


def test_it_stands_still_until_it_is_played_and_again_when_paused(animation):
    page = animation()
    at_first = status(page)
    page.wait_for_timeout(1_200)
    assert (status(page), day(page)) == (at_first, 0)
    page.select_option("#animatie-snelheid", "3")
    page.get_by_role("button", name="Afspelen").click()
    for _ in range(100):
        page.wait_for_timeout(50)
        if day(page) >= 3:
            break
    assert page.locator("#animatie-stand").get_attribute("aria-live") == "off"
    page.get_by_role("button", name="Pauze").click()
    assert page.locator("#animatie-stand").get_attribute("aria-live") == "polite"
    now = (status(page), day(page))
    page.wait_for_timeout(700)
    assert (status(page), day(page)) == now != (at_first, 0)


def test_while_it_plays_the_text_changes_at_most_once_a_second(animation):
    page = animation()
    page.clock.install()
    page.evaluate(
        """() => { window.changes = 0; new MutationObserver(() => { window.changes += 1; })
          .observe(document.getElementById("animatie-stand"), { childList: true }); }"""
    )
    page.select_option("#animatie-snelheid", "3")
    page.get_by_role("button", name="Afspelen").click()
    page.clock.run_for(2_500)
    assert 1 <= page.evaluate("window.changes") <= 3


def test_the_slider_goes_from_day_to_day_by_keyboard_and_says_the_months_figures(animation, report):
    page = animation()
    name = page.locator("#animatie-maand").input_value()
    month = unpacked(report / "data" / f"maand-{name}.js")
    slider = page.locator("#animatie-dag")
    slider.focus()
    for wanted in (1, 2, 3):
        page.keyboard.press("ArrowRight")
        step = month["days"][wanted]
        figures = [month[key][step] for key in ("open", "waiting", "closed")]
        assert numbers(status(page)) == figures
        assert (
            slider.get_attribute("aria-valuetext") == page.locator("#animatie-datum").inner_text()
        )
    page.keyboard.press("End")
    last = [
        cell.strip() for cell in page.locator("#animatie-tabel tr").last.inner_text().split("\t")
    ]
    assert numbers(status(page))[:2] == [int(n) for n in last[2:4]] != [0, 0]


def test_under_reduced_motion_there_is_no_play_and_the_slider_still_goes(animation):
    page = animation(reduced_motion="reduce")
    assert not page.locator("#animatie-speel").is_visible()
    assert "weinig beweging" in page.locator("#animatie-rustig").inner_text()
    before = painted(page)
    page.locator("#animatie-dag").focus()
    page.keyboard.press("ArrowRight")
    assert day(page) == 1
    assert painted(page) > 0 < before


def test_it_stops_where_less_motion_is_asked_for_meanwhile(animation):
    page = animation()
    page.get_by_role("button", name="Afspelen").click()
    page.emulate_media(reduced_motion="reduce")
    page.locator("#animatie-rustig").wait_for()
    stopped = status(page)
    page.wait_for_timeout(1_300)
    assert status(page) == stopped


def test_on_every_level_of_the_map_each_dot_is_drawn_or_told(animation, report):
    page = animation()
    name = page.locator("#animatie-maand").input_value()
    month = unpacked(report / "data" / f"maand-{name}.js")
    step = month["days"][4]
    for level in range(int(page.locator("#kies-niveau").get_attribute("max")) + 1):
        page.locator("#kies-niveau").fill(str(level))
        seen = page.evaluate(
            "step => { const seen = stippen.draw(step);"
            " return [[...seen.waitingAt.values()].reduce((a, b) => a + b, 0), seen.missed]; }",
            step,
        )
        assert seen[0] <= month["waiting"][step] <= seen[0] + seen[1]
        assert painted(page) > 0
    assert (seen[0], seen[1]) == (month["waiting"][step], 0)  # the last level has every activity


@pytest.mark.parametrize("folder", ["", "manager", "bestuurder"])
def test_places_and_moves_are_called_as_on_the_map(report, folder):
    data = report / folder / "data"
    index, drawn = unpacked(data / "animatie.js"), unpacked(data / "kaart.js")
    known = {
        thing["key"] for kind in ("places", "moves", "partners", "pairs") for thing in drawn[kind]
    }
    told = {key for keys in index["places"] + index["moves"] for key in keys}
    assert known <= told | {f"r{n}" for n in range(999)}
    if not folder:
        assert {key for key in told if key[0] in "pmq"} == {key for key in known if key[0] in "pmq"}


@pytest.mark.parametrize("folder", with_few(["", "manager", "bestuurder"], ""))
def test_axe_finds_nothing_in_it_and_its_numbers_stand_out(animation, screenshots, folder):
    page = animation(folder)
    page.locator("#animatie-dag").focus()
    page.keyboard.press("PageUp")
    assert axe(page) == []
    assert svg_text_contrast(page) == []
    page.emulate_media(color_scheme="dark")
    assert svg_text_contrast(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 800})
    assert too_wide(page) == []
    assert all(path.stat().st_size for path in screenshots(page, f"animatie-{folder or 'top'}"))


def test_it_speaks_english(animation):
    page = animation(page="kaart.en.html")
    assert re.search(r"Start of \w+ \d{4}: \d+ open, of which \d+ wait", status(page))
    assert page.get_by_role("button", name="Play").is_visible()
