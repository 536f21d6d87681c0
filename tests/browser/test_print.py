"""What comes out of the printer: the paper that was picked, everything unfolded, nothing but ink."""

import re

import pytest

A4, A3 = (210, 297), (297, 420)
INSIDE_PX = 688
"""What an upright A4 has between its margins."""

COUNT_OPEN = """() => {
    const count = (which) => document.querySelectorAll(which).length;
    addEventListener("beforeprint", () => (window.unfolded = count("details[open]")));
    return [count("details"), count("details[open]")];
}"""
FACTS = """() => ({
    ink: getComputedStyle(document.body).color,
    controls: [...document.querySelectorAll("nav, button, input, select")].filter((one) =>
        one.checkVisibility() && !one.closest("td, th")).length,
    cut: [...document.querySelectorAll("main *:not(svg *, .unseen, .upright *)")].filter((one) =>
        getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1
    ).map((one) => one.className),
    width: document.documentElement.scrollWidth,
})"""


def papers(pdf):
    """The sizes of the pages of a PDF in whole millimetres, in order."""
    boxes = re.findall(rb"/MediaBox *\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [tuple(round(float(side) / 72 * 25.4) for side in box) for box in boxes]


@pytest.mark.parametrize(("picked", "upright"), [("A4", A4), ("A3", A3)])
def test_the_paper_is_the_one_that_was_picked_and_a_timeline_lies_along_it(
    open_page, report, picked, upright
):
    page = open_page(report / "index.html")
    assert set(papers(page.pdf(format=picked, prefer_css_page_size=True))) == {upright}
    page = open_page(report / "klantreis.html")
    page.locator("a[href^='#']:has(code)").first.click()
    page.locator("#reis svg.reis-beeld").wait_for()
    assert set(papers(page.pdf(format=picked, prefer_css_page_size=True))) == {upright[::-1]}


def test_what_is_folded_up_is_unfolded_for_the_printer_alone(open_page, report):
    page = open_page(report / "beelden.html")
    n, n_open = page.evaluate(COUNT_OPEN)
    assert (n > 5, n_open) == (True, 0)
    page.pdf(format="A4")
    assert page.evaluate("window.unfolded") == n
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("name", ["index", "beelden", "cijfers", "toegankelijkheid", "kaart"])
def test_paper_is_light_cuts_nothing_and_has_no_controls_whatever_the_screen_is(
    open_page, report, name
):
    page = open_page(report / f"{name}.html")
    page.set_viewport_size({"width": INSIDE_PX, "height": 900})
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(FACTS) == {
        "ink": "rgb(0, 26, 64)",
        "controls": 0,
        "cut": [],
        "width": INSIDE_PX,
    }
