"""One visit to a page: all that can be seen of it without knowing what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from accessible import axe, svg_text_contrast
from looks import settle, tab_stops, too_wide

NARROW, ZOOMED = 320, 640
"""In px: what 400 % makes of 1280 (WCAG 1.4.10), and what 200 % makes of it (1.4.4)."""

FACTS = """
() => ({
  lang: document.documentElement.lang,
  title: document.title,
  policy: document.querySelector("meta[http-equiv=Content-Security-Policy]")?.content ?? "",
  headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((each) => each.checkVisibility()).map((each) => Number(each.localName[1])),
  ids: [...document.querySelectorAll("[id]")].map((each) => each.id),
  links: [...document.querySelectorAll("a[href]")].map((each) => each.href),
  moving: document.getAnimations().filter((each) => each.playState === "running").length,
})
"""


@dataclass
class Visit:
    """What one visit saw.

    Attributes:
        facts: `lang`, `title`, `policy`, `headings`, `ids`, `links`, as `FACTS` says.
        wrong: console errors, and requests that leave.
        axe: what axe finds; `axe_dark` in the dark.
        contrast: texts in pictures that are hard to read, in the light and in the dark.
        wide: width in px to what makes the page scroll sideways.
        stops: what the tab key comes by.
    """

    facts: dict
    wrong: list = field(default_factory=list)
    axe: list = field(default_factory=list)
    axe_dark: list = field(default_factory=list)
    contrast: list = field(default_factory=list)
    wide: dict = field(default_factory=dict)
    stops: list = field(default_factory=list)


def visit(pages, path, *, axed=True, whole=True):
    """Open a page and look it over.

    Args:
        pages: a `chromium.Pages`.
        path: of the page.
        axed: with axe, which takes most of the time.
        whole: also its pictures, in the dark, and with the keyboard.
    """
    page = pages(path, reduced_motion="reduce", watched=False)
    settle(page)
    seen = Visit(page.evaluate(FACTS), axe=axe(page) if axed else [])
    for width in (NARROW, ZOOMED):
        page.set_viewport_size({"width": width, "height": 800})
        seen.wide[width] = too_wide(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    if whole:
        seen.stops = tab_stops(page)
        seen.contrast = svg_text_contrast(page)
        page.emulate_media(color_scheme="dark")
        settle(page)
        seen.axe_dark = axe(page, ["color-contrast"])
        seen.contrast += [{**each, "dark": True} for each in svg_text_contrast(page)]
    seen.wrong = pages.of(page).wrong()
    pages.close()
    return seen
