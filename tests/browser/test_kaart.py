"""The live map in a real browser: by mouse, by keyboard alone, and for whoever shares its address."""

from __future__ import annotations

import pytest
from accessible import axe, svg_text_contrast

READY = ".lijn[role=button]"
OPEN = "#kaart-details table"
FOCUSED = "document.activeElement.dataset.vak ?? document.activeElement.dataset.lijn ?? null"


@pytest.fixture
def kaart(open_page, report):
    """Opens the map, ready: a function of what stands behind its name and of the window."""

    def opened(behind="", folder="", **window):
        page = open_page(report / folder / f"kaart.html{behind}", **window)
        page.wait_for_selector(READY)
        return page

    return opened


def slide(page, name, value):
    page.locator(f"#kies-{name}").evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input')); }",
        value,
    )


def spots(page):
    """Where each box stands on the map, by its key."""
    return page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('#kaart .vak')].map((box) => {"
        " const rect = box.querySelector('rect');"
        " return [box.dataset.vak, ['x', 'y'].map((name) => Math.round(rect.getAttribute(name)))]; }))"
    )


def lines(page):
    return page.locator(READY).count()


def test_the_script_draws_what_the_page_held_without_it(kaart, open_page, report):
    plain = open_page(report / "kaart.html", javascript=False)
    alive = kaart()
    before, after = spots(plain), spots(alive)
    assert before.keys() == after.keys()
    assert all(before[key] == pytest.approx(after[key], abs=1) for key in before)
    assert plain.locator("#kaart .baan").count() == alive.locator("#kaart .baan").count()
    texts = "[...document.querySelectorAll('#kaart text')].map((text) => text.textContent).sort()"
    assert plain.evaluate(texts) == alive.evaluate(texts)


def test_sliding_the_lines_moves_no_box_and_says_what_is_shown(kaart):
    page = kaart()
    before, n = spots(page), lines(page)
    slide(page, "lijnen", 3)
    assert lines(page) == 3 < n
    assert spots(page) == before
    assert page.locator("#lijnen-uitleg").text_content().startswith("3 van ")
    assert "% van de stappen" in page.locator("#kaart-getoond").text_content()
    assert "lijnen=3" in page.url


def test_sliding_the_activities_shows_more_and_every_view_keeps_their_places(kaart):
    page = kaart()
    few = len(spots(page))
    slide(page, "niveau", page.locator("#kies-niveau").get_attribute("max"))
    before = spots(page)
    assert len(before) > few
    values = page.locator("#kies-beeld option").evaluate_all(
        "options => options.map((o) => o.value)"
    )
    assert len(values) > 4
    for value in values[1:5]:
        page.select_option("#kies-beeld", value)
        page.wait_for_function("(value) => location.hash.includes(value)", arg=value)
        assert spots(page) == before


def test_a_view_counts_its_own_journeys(kaart):
    page = kaart()
    everything = page.locator("#kaart .vak[role=button]").first.get_attribute("aria-label")
    option = page.locator("#kies-beeld optgroup option").first
    page.select_option("#kies-beeld", option.get_attribute("value"))
    page.wait_for_function(
        "(old) => document.querySelector('#kaart .vak[role=button]').ariaLabel !== old",
        arg=everything,
    )
    assert option.text_content().split("(")[0].strip()


def test_the_partners_are_a_level_of_their_own(kaart):
    page = kaart()
    slide(page, "niveau", 0)
    assert "partners" in page.locator("#niveau-uitleg").text_content()
    assert all(key[0] == "q" for key in spots(page))


@pytest.mark.parametrize("colour", ["wacht", "aantal", "trend"])
def test_each_colour_has_words_in_the_legend_and_a_figure_beside_it(kaart, colour):
    page = kaart()
    page.select_option("#kies-kleur", colour)
    names = page.locator("#legenda ul").first.locator("li").all_text_contents()
    assert len(names) >= 4
    assert all(name.strip() for name in names)
    coloured = page.locator("#kaart .lijn[role=button] .baan").evaluate_all(
        "paths => paths.map((path) => path.closest('g').dataset.lijn)"
    )
    marked = page.locator("#kaart .merk").evaluate_all("marks => marks.map((m) => m.dataset.merk)")
    assert set(marked) <= set(coloured)
    between = page.evaluate(
        "kaartGegevens.data.map.moves.filter((m) => m.kind === 'contacts').map((m) => m.key)"
    )
    if colour == "aantal":
        assert set(marked) == set(coloured)
    if colour == "wacht":  # between contacts nobody knows; a dotted line says so, and the legend
        assert set(marked) == set(coloured) - set(between)
    assert svg_text_contrast(page) == []


def test_a_click_on_a_line_shows_what_lies_behind_it_and_leads_to_a_journey_and_back(kaart):
    page = kaart()
    page.locator(f"{READY} .raak").first.dispatch_event("click")
    page.wait_for_selector(OPEN)
    captions = page.locator("#kaart-details caption").all_text_contents()
    assert captions[:2] == ["Hoe lang er gewacht is", "Mediaan van de wachttijd, per periode"]
    assert axe(page) == []
    link = page.locator("#kaart-details a[href^='klantreis.html#']").first
    journey = link.get_attribute("href").split("#")[1]
    link.click()
    page.wait_for_url(f"**/klantreis.html#{journey}")
    page.go_back()
    page.wait_for_selector(OPEN)
    assert "lijn=" in page.url


def test_the_back_button_closes_the_details(kaart):
    page = kaart()
    page.locator("#kaart .vak[role=button] .omtrek").first.dispatch_event("click")
    page.wait_for_selector(OPEN)
    page.go_back()
    page.wait_for_selector("#kaart-details", state="hidden")
    page.go_forward()
    page.wait_for_selector(OPEN)


def test_the_keyboard_alone_goes_over_the_map_and_comes_back_from_the_details(kaart):
    page = kaart()
    page.focus("#kaart-venster")
    page.keyboard.press("Tab")
    start = page.evaluate(FOCUSED)
    assert start.startswith("p")
    assert page.locator("#kaart [tabindex='0']").count() == 1
    seen = {start}
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "End", "Home"):
        page.keyboard.press(key)
        seen.add(page.evaluate(FOCUSED))
    assert len(seen) >= 4
    assert page.evaluate(FOCUSED) == page.locator("#kaart .vak[role=button]").first.get_attribute(
        "data-vak"
    )
    page.keyboard.press("Shift+ArrowRight")
    line = page.evaluate(FOCUSED)
    assert line.startswith("m")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED).startswith("p")
    page.keyboard.press("Enter")
    page.wait_for_selector(OPEN)
    chosen = page.evaluate("location.hash")
    assert page.evaluate("document.activeElement.id") == "kaart-details"
    page.keyboard.press("Escape")
    page.wait_for_selector("#kaart-details", state="hidden")
    assert chosen.endswith(page.evaluate(FOCUSED))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) is None, "one stop, and the map is left again"


def test_what_is_focused_is_in_the_window(kaart):
    page = kaart("#niveau=40", width=1000, height=700)
    page.focus("#kaart-venster")
    page.keyboard.press("Tab")
    for _ in range(2):
        for key in ("End", "Home"):
            page.keyboard.press(key)
            frame = page.locator("#kaart-venster").bounding_box()
            box = page.locator("#kaart :focus").bounding_box()
            assert frame["y"] - 1 <= box["y"]
            assert box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
            assert page.evaluate("document.getElementById('kaart-venster').scrollTop") == 0


def test_hover_and_focus_show_the_figures_until_escape(kaart):
    page = kaart()
    box = page.locator("#kaart .vak[role=button] .omtrek").first
    box.hover()
    tip = page.locator("#kaart-tip")
    tip.wait_for(state="visible")
    assert "klantreizen" in tip.text_content()
    spot = tip.bounding_box()
    page.mouse.move(spot["x"] + 5, spot["y"] + 5)
    page.wait_for_timeout(400)
    assert tip.is_visible(), "one can point at it"
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.focus("#kaart-venster")
    page.keyboard.press("Tab")
    tip.wait_for(state="visible")
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    assert page.evaluate(FOCUSED) is not None


def test_search_counts_what_fits_and_enter_goes_there(kaart):
    page = kaart()
    page.fill("#zoek", "ggz afsl")
    assert page.locator("#zoek-aantal").text_content() == "1 gevonden"
    page.press("#zoek", "Enter")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert ". GGZ: Afsluiting. " in label
    page.fill("#zoek", "bestaat niet")
    assert page.locator("#zoek-aantal").text_content() == "0 gevonden"


def test_zooming_and_moving_by_button_key_wheel_and_drag(kaart):
    page = kaart()
    position = "kaartVenster.position()"
    first = page.evaluate(position)
    page.click("[data-doe=groter]")
    larger = page.evaluate(position)
    assert larger["scale"] > first["scale"]
    page.click("[data-doe=omlaag]")
    assert page.evaluate(position)["y"] > larger["y"]
    page.focus("#kaart-venster")
    before = page.evaluate(position)
    page.keyboard.press("ArrowDown")
    assert page.evaluate(position)["y"] > before["y"]
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, -200)
    page.wait_for_function(f"(old) => {position}.scale > old", arg=before["scale"])
    dragged = page.evaluate(position)
    page.mouse.down()
    page.mouse.move(middle(page)[0], middle(page)[1] - 80, steps=4)
    page.mouse.up()
    assert page.evaluate(position)["y"] > dragged["y"]
    assert page.locator("#kaart-details").is_hidden(), "a drag is no click"
    page.click("[data-doe=passend]")
    whole = page.evaluate("document.getElementById('kaart').getAttribute('viewBox')").split(" ")
    assert float(whole[3]) >= max(float(y) for _, y in spots(page).values())


def middle(page):
    box = page.locator("#kaart-venster").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_wheel_scrolls_the_page_as_long_as_the_map_is_not_chosen(kaart):
    page = kaart(height=500)
    before = page.evaluate("kaartVenster.position()")
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, 120)
    page.wait_for_function("() => scrollY > 0")
    assert page.evaluate("kaartVenster.position()") == before


def test_an_address_shows_the_same_to_who_gets_it(kaart):
    page = kaart()
    slide(page, "niveau", 2)
    page.select_option("#kies-kleur", "aantal")
    page.select_option("#kies-beeld", index=1)
    page.wait_for_function("() => location.hash.includes('beeld=')")
    page.locator(f"{READY} .raak").first.dispatch_event("click")
    page.wait_for_selector(OPEN)
    told = page.locator("#details-naam").text_content()
    other = kaart(page.evaluate("location.hash"))
    other.wait_for_selector(OPEN)
    assert other.locator("#details-naam").text_content() == told
    assert spots(other) == spots(page)
    for select in ("#kies-kleur", "#kies-beeld"):
        assert other.locator(select).input_value() == page.locator(select).input_value()


@pytest.mark.parametrize(
    "behind", ["#lijn=m99999", "#niveau=7&lijnen=x&kleur=y&beeld=z", "#%E0%A4%A"]
)
def test_an_address_that_means_nothing_opens_the_map_as_it_is(kaart, behind):
    page = kaart(behind)
    assert page.locator("#kaart-details").is_hidden()
    assert lines(page) > 5


def test_the_tables_say_what_the_map_says_page_by_page(kaart):
    page = kaart()
    told = page.locator("[data-tabel=m] summary").text_content()
    n = int(told.split("(")[1].rstrip(")"))
    names = set()
    for _ in range(n // 25 + 1):
        rows = page.locator("[data-tabel=m] [data-rij]")
        names |= set(rows.evaluate_all("rows => rows.map((row) => row.dataset.rij)"))
        if page.locator("[data-tabel=m] [data-blad=verder]").is_enabled():
            page.locator("[data-tabel=m] [data-blad=verder]").click()
    assert len(names) == n
    drawn = set(page.locator(READY).evaluate_all("all => all.map((one) => one.dataset.lijn)"))
    assert drawn <= names
    page.locator("[data-tabel=m] [data-kolom=n]").click()
    column = page.locator("[data-tabel=m] th[aria-sort]")
    assert column.get_attribute("aria-sort") == "descending"
    assert "Keer" in column.text_content()


def test_nobody_but_an_uitvoerder_is_led_to_a_journey(kaart):
    for folder in ("manager", "bestuurder"):
        page = kaart(folder=folder)
        page.locator(f"{READY} .raak").first.dispatch_event("click")
        page.wait_for_selector(OPEN)
        assert page.locator("#kaart-details a").count() == 0


def test_data_that_is_missing_is_said(open_page, report, tmp_path):
    (tmp_path / "data").mkdir()
    for path in report.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    page = open_page(tmp_path / "kaart.html", watched=False)
    page.wait_for_function(
        "() => document.getElementById('kaart-getoond').textContent.includes('niet tot leven')"
    )
    assert page.locator("#kaart .vak").count() > 5


def test_the_name_of_a_box_begins_with_what_is_drawn(kaart):
    page = kaart()
    assert axe(page, ["label-content-name-mismatch"]) == []
    name = page.locator("#kaart .vak[role=button]").first.get_attribute("aria-label")
    drawn = page.locator("#kaart .vak[role=button]").first.locator("text").all_text_contents()
    assert name.startswith(" ".join(drawn) + ". ")
