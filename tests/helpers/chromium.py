"""The machine's own chromium, driven by playwright: a page as a reader opens it, and what it does wrong."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

WIDE = 1280
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refuses ${event.blockedURI} ${event.sample}`));
"""
"""Chromium tells of most violations itself; of a trusted type that it refuses, not always where we look."""


class NotHereError(Exception):
    """No chromium on this machine; says what is missing."""


def program():
    """The path of chromium: `KLANTREIS_CHROMIUM`, or what the machine has.

    Raises:
        NotHereError: there is none. One that is there and does not start is no reason to skip.
    """
    for name in (os.environ.get("KLANTREIS_CHROMIUM"), "chromium", "chromium-browser"):
        if name and (path := shutil.which(name)):
            return path
    raise NotHereError("no chromium on this machine (apt-get install chromium)")


@contextmanager
def chromium():
    """A running browser, without a window; playwright's sync API holds an event loop meanwhile."""
    from playwright.sync_api import sync_playwright

    path = program()
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=root)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Opened:
    """A page and what was seen of it.

    Attributes:
        page: playwright's page.
        inside: what each request must begin with.
        faults: console errors, script errors, violations of the policy, dialogs, other windows.
        requests: every address that was asked for.
    """

    page: object
    inside: tuple
    faults: list = field(default_factory=list)
    requests: list = field(default_factory=list)

    def wrong(self):
        """The faults, and the requests that lead out of the report."""
        allowed = (*self.inside, "data:", "blob:")
        left = [
            f"a request leaves: {url[:200]}" for url in self.requests if not url.startswith(allowed)
        ]
        return [*self.faults, *left]


class Pages:
    """Opens pages, each in a profile of its own, and watches them."""

    def __init__(self, browser):
        """Nothing is open yet."""
        self.browser = browser
        self.opened = []

    def __call__(
        self, path, *, inside=None, width=WIDE, height=900, javascript=True, watched=True, **options
    ):
        """A page of a report.

        Args:
            path: of a file, with `#...` or `?...` behind it where wanted; or an address.
            inside: folder (or address) that every request must stay below; default: the file's folder.
            width: of the window, in px.
            height: likewise.
            javascript: False: switched off.
            watched: False: `check` takes no notice of its faults.
            options: playwright's own, such as color_scheme="dark" or reduced_motion="reduce".
        """
        address, folder = address_of(path)
        within = (folder if inside is None else address_of(inside)[0].rstrip("/") + "/",)
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            **options,
        )
        context.set_default_timeout(15_000)
        context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        seen = Opened(page, within)
        _watch(context, page, seen)
        self.opened.append((seen, watched))
        page.goto(address)
        return page

    def of(self, page):
        """What was seen of a page."""
        return next(seen for seen, _ in self.opened if seen.page is page)

    def check(self):
        """Nothing that any page did wrong.

        Raises:
            AssertionError: it did; says what.
        """
        for seen, watched in self.opened:
            assert not watched or seen.wrong() == [], f"{seen.page.url}: {seen.wrong()}"

    def close(self):
        """Close every page."""
        for seen, _ in self.opened:
            seen.page.context.close()
        self.opened.clear()


def address_of(path):
    """A file's address and its folder's; of an address, itself and its server's.

    >>> address_of("http://127.0.0.1:80/kaart.html#x")
    ('http://127.0.0.1:80/kaart.html#x', 'http://127.0.0.1:80/')
    """
    text = str(path)
    if "://" in text:
        return text, "/".join(text.split("/")[:3]) + "/"
    cut = min((text.index(sign) for sign in "#?" if sign in text), default=len(text))
    file = Path(text[:cut]).resolve()
    return file.as_uri() + text[cut:], file.parent.as_uri() + "/"


def _watch(context, page, seen):
    def told(message):
        if message.type == "error":
            seen.faults.append(f"console: {message.text}")

    def asked(dialog):
        seen.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", told)
    page.on("pageerror", lambda error: seen.faults.append(f"a script fails: {error}"))
    page.on("dialog", asked)
    page.on("websocket", lambda socket: seen.requests.append(socket.url))
    page.on("popup", lambda popup: seen.faults.append(f"a window: {popup.url}"))
    context.on("request", lambda request: seen.requests.append(request.url))
