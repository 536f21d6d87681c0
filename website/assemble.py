"""Lays out the pages of the site in build/pages: docs/, the project's own pages, and what the code tells.

A link that leads out of docs/ leads to the copied page, or else to the file in the public repository.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from reference import pages

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "build" / "pages"
REPOSITORY = "https://github.com/klantreis/klantreis/blob/main/"
OWN = ("CHANGELOG.md", "SECURITY.md")
"""Pages that stand beside docs/; on the site they stand in the folder project."""
LINK = re.compile(r"(\]\()([^)#\s:]+)((?:#[^)\s]*)?\))")


def page_of(file: Path) -> Path | None:
    """Where a file of the project stands among the pages; None: it is no page.

    >>> page_of(ROOT / "docs" / "glossary.md").as_posix()
    'glossary.md'
    >>> page_of(ROOT / "SECURITY.md").as_posix()
    'project/SECURITY.md'
    >>> page_of(ROOT / "Makefile")
    """
    if file.is_relative_to(ROOT / "docs"):
        return file.relative_to(ROOT / "docs")
    if file.relative_to(ROOT).as_posix() in OWN:
        return Path("project") / file.name
    return None


def with_links(text: str, file: Path) -> str:
    """The text of a file, each link as the page needs it."""
    page = page_of(file)

    def link(match: re.Match[str]) -> str:
        before, target, after = match.groups()
        linked = (file.parent / target).resolve()
        other = page_of(linked)
        if page is None or other is None:
            return f"{before}{REPOSITORY}{linked.relative_to(ROOT).as_posix()}{after}"
        up = "../" * (len(page.parts) - 1)
        return f"{before}{up}{other.as_posix()}{after}"

    return LINK.sub(link, text)


def assemble() -> None:
    """Writes build/pages anew."""
    shutil.rmtree(PAGES, ignore_errors=True)
    for file in [*sorted((ROOT / "docs").rglob("*")), *(ROOT / name for name in OWN)]:
        page = page_of(file)
        if page is None or file.is_dir():
            continue
        (PAGES / page).parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".md":
            text = with_links(file.read_text(encoding="utf-8"), file)
            (PAGES / page).write_text(text, encoding="utf-8")
        else:
            shutil.copyfile(file, PAGES / page)
    for name, text in pages().items():
        (PAGES / name).parent.mkdir(parents=True, exist_ok=True)
        (PAGES / name).write_text(text, encoding="utf-8")
    for name in ("website.css", "website.js"):
        shutil.copyfile(ROOT / "website" / name, PAGES / name)
    shim = ROOT / "node_modules" / "iframe-worker" / "shim" / "index.js"
    shutil.copyfile(shim, PAGES / "iframe-worker.js")


if __name__ == "__main__":
    assemble()
