"""Fixtures that several tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from literal import run_models

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def tables(tmp_path):
    """A function from literal records to tables."""
    runs = iter(range(1_000_000))
    return lambda rows, **settings: run_models(rows, tmp_path / str(next(runs)), **settings)


@pytest.fixture(scope="session")
def shared():
    """The folder of real logs and standards; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no folder shared/ with real logs beside the project")
    return SHARED
