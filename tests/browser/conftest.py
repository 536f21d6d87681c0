"""A browser for a module of tests, and one run's report for all of them."""

from __future__ import annotations

import os
from pathlib import Path

import looks
import pytest
from chromium import NotHereError, Pages, chromium
from nights import run_wholly
from profiles import THOROUGH

HOUSEHOLDS = 40


@pytest.fixture(scope="module")
def browser():
    """A module's own: playwright holds an event loop as long as it runs, which others could not bear."""
    try:
        with chromium() as running:
            yield running
    except NotHereError as error:
        pytest.skip(str(error))


@pytest.fixture
def open_page(browser):
    """Opens pages (`chromium.Pages`); in the end none may have done anything wrong."""
    pages = Pages(browser)
    yield pages
    try:
        pages.check()
    finally:
        pages.close()


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory):
    """The folder of a run over a made-up region of 40 households, maps and report and all."""
    from pipelines.demo import write_region

    folder = tmp_path_factory.mktemp("region")
    write_region(folder, households=HOUSEHOLDS, seed=2026)
    outcome = run_wholly(folder / "klantreis.toml", draw=True)
    assert outcome.status == "complete"
    return Path(outcome.run_dir)


@pytest.fixture(scope="session")
def report(demo_run):
    """The folder of its report."""
    return demo_run / "report"


@pytest.fixture(scope="session")
def artifacts(tmp_path_factory):
    """Where pictures are kept to be looked at: `KLANTREIS_ARTIFACTS`, or a temporary folder."""
    given = os.environ.get("KLANTREIS_ARTIFACTS")
    folder = Path(given).resolve() if given else tmp_path_factory.mktemp("artifacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def screenshots(artifacts):
    """A function of a page and a name: one picture; in a thorough run all that `looks.screenshots` makes."""
    widths = looks.WIDTHS if THOROUGH else looks.WIDTHS[:1]
    return lambda page, name: looks.screenshots(page, name, artifacts, widths, whole=THOROUGH)
