"""What a reader sees and does: screenshots kept as artifacts, the keyboard, and whether a page fits."""

from __future__ import annotations

WIDTHS = (1280, 768, 320)
FOCUSED = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const look = () => [element, ...element.querySelectorAll("*")].slice(0, 20).map((each) => {
    const style = getComputedStyle(each);
    const outline = style.outlineStyle === "none" ? "" : style.outline;
    return [outline, style.boxShadow, style.border, style.backgroundColor, style.stroke, style.strokeWidth,
            style.fill, style.textDecoration, style.filter, style.color].join("|");
  }).join("\\n");
  const box = element.getBoundingClientRect();
  const name = element.getAttribute("aria-label") || element.textContent || "";
  const focused = look();
  element.blur();
  const plain = look();
  element.focus({ preventScroll: true, focusVisible: true });
  const inside = box.width > 0 && box.right > 0 && box.left < innerWidth;
  return { tag: element.localName, id: element.id, href: element.getAttribute("href"),
           name: name.trim().slice(0, 80), visible: focused !== plain && inside,
           html: element.outerHTML.slice(0, 120) };
}
"""
TOO_WIDE = """
() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const scrolls = (each) => getComputedStyle(each).overflowX !== "visible";
  const inScroller = (element) => {
    let each = element.parentElement;
    while (each && each !== document.body && !scrolls(each)) each = each.parentElement;
    return each !== null && each !== document.body;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((each) =>
    each.getBoundingClientRect().right > root.clientWidth + 1 && !inScroller(each));
  const names = wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 120));
  return [`${root.scrollWidth} px in ${root.clientWidth}`, ...names];
}
"""


def screenshots(page, name, folder, widths=WIDTHS, *, whole=True):
    """The page at these widths (px) and, where it is whole, dark and printed, in `folder`; the paths.

    The page is left as it was. A page that does not come in dark is shown as it is.
    """
    before, made = page.viewport_size, []

    def keep(kind, **options):
        made.append(folder / f"{name}-{kind}.png")
        page.screenshot(path=made[-1], full_page=True, **options)

    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        keep(str(width))
    if whole:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.emulate_media(color_scheme="dark")
        keep("dark")
        page.emulate_media(color_scheme="null", media="print")
        keep("print")
        for size in ("A4", "A3"):
            made.append(folder / f"{name}-{size}.pdf")
            page.pdf(path=made[-1], format=size, prefer_css_page_size=False, print_background=True)
        page.emulate_media(media="null")
    page.set_viewport_size(before)
    return made


def too_wide(page):
    """What makes the page scroll sideways; a table or map may scroll in a frame of its own."""
    return page.evaluate(TOO_WIDE)


def press(page, *keys):
    """Press keys, one after another."""
    for key in keys:
        page.keyboard.press(key)


def focused(page):
    """What has the focus: tag, id, href, name, and `visible`: whether one sees that it has; or None."""
    return page.evaluate(FOCUSED)


def tab_stops(page, limit=40):
    """What the tab key comes by, from the page's beginning to its end."""
    stops = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop is None:
            break
        stops.append(stop)
    return stops


QUIET = """
(ms) => new Promise((done) => {
  let timer = setTimeout(done, ms);
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(done, ms); });
  watch.observe(document, { subtree: true, childList: true, attributes: true });
  setTimeout(done, 3000);
})
"""


def settle(page, ms=100):
    """Wait until the page's scripts have changed nothing for some time; 3 s at most."""
    page.evaluate(QUIET, ms)
