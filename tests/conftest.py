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

os.environ["KLANTREIS_LANGUAGE"] = (
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


def pytest_collection_modifyitems(items):
    """Leave what repeats a faster test to `make test-thorough`."""
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
