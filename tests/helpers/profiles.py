"""Two ways to run the tests: fast (a few examples of a property, always the same) and thorough."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("KLANTREIS_TESTS") == "thorough"
FEW = 4

settings.register_profile(
    "thorough",
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "fast", settings.get_profile("thorough"), max_examples=20, derandomize=True
)


def examples(most):
    """So many examples where each costs a good part of a second; a few in a fast run."""
    return settings(max_examples=most if THOROUGH else min(most, FEW))


def with_few(values, *few):
    """Parameters of which a fast run takes these few and a thorough one all."""
    return [
        value if value in few else pytest.param(value, marks=pytest.mark.thorough)
        for value in values
    ]
