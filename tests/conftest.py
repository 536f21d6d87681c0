"""Fixtures that several tests share."""

from __future__ import annotations

import os
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings
from literal import open_models
from profiles import THOROUGH

os.environ["KLANTREIS_LANG"] = (
    "en"  # what developers read; tests/pipelines/cli/test_language.py is about Dutch
)

settings.load_profile("thorough" if THOROUGH else "fast")
SHARED = Path(__file__).parents[2] / "shared"


def pytest_configure():
    """Let DuckDB work on one thread unless a test says otherwise: on small logs more cost a third more."""
    connect = duckdb.connect
    duckdb.connect = lambda *given, config=None, **options: connect(
        *given, config={"threads": 1, **(config or {})}, **options
    )
    # A test's files need not outlive a power cut; tests/pipelines/store/test_power_cut.py is about that.
    os.fsync, os.sync = lambda _: None, lambda: None


SLOW = ("tests/pipelines/schedule/", "tests/browser/", "tests/pipelines/", "tests/connectors/")
"""Folders whose files last longest, the longest first."""


def _place(item):
    """The place of a test's folder in `SLOW`; of a folder that is not there, the last."""
    return next((n for n, folder in enumerate(SLOW) if item.nodeid.startswith(folder)), len(SLOW))


def pytest_collection_modifyitems(items):
    """Leave what repeats a faster test to `make test-thorough`, and let slow files begin first.

    A slow file that began last would keep one core busy and leave the others without work.
    """
    items.sort(key=_place)
    skip = pytest.mark.skip(reason="thorough: a faster test covers its kind (make test-thorough)")
    for item in items:
        if not THOROUGH and item.get_closest_marker("thorough"):
            item.add_marker(skip)


@pytest.fixture
def tables(tmp_path):
    """A function from literal records to tables, each of which is made when a test asks for it."""
    folders = (tmp_path / str(n) for n in count())
    with ExitStack() as runs:
        yield lambda rows, **given: runs.enter_context(open_models(rows, next(folders), **given))


@pytest.fixture(scope="session")
def shared():
    """The folder of real logs and standards; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no folder shared/ with real logs beside the project")
    return SHARED
