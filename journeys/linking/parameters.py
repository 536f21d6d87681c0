"""The parameters of the two models, and how belief and data make them together."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from journeys.linking.comparisons import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.linking.comparisons import Comparison

PRIOR_PAIRS: Final = 300
"""How many pairs what was believed before counts for."""
PRIOR_CHANCE: Final = 100_000
"""How many pairs what was believed of chance in the world counts for: its outcomes are rare."""
PRIOR_SHARE_HOME: Final = 0.35
"""Believed share of one person among pairs of records at one address."""
PRIOR_SHARE_TWIN: Final = 0.015
"""Believed share of twins among them."""
PRIOR_MATCHES: Final = 0.5
"""Believed pairs of one person for each record."""
SMALLEST: Final = 1e-9
SAME_GIVEN: Final = 0.0005
"""Share of twins who seem to have one given name."""
APART: Final = 1e-5
"""Weights of two outcomes that are closer than this (bits) are pulled apart, to tell them by it."""

Values = dict[str, list[float]]
"""Comparison to a probability for each of its levels."""


@dataclass
class LinkModel:
    """The parameters of the two models, and on how many pairs they stand."""

    m: Values = field(default_factory=lambda: priors("m"))
    m_world: Values = field(default_factory=lambda: priors("m"))
    u_home: Values = field(default_factory=lambda: priors("u_home"))
    u_world: Values = field(default_factory=lambda: priors("u_world"))
    share_home: float = PRIOR_SHARE_HOME
    share_twin: float = PRIOR_SHARE_TWIN
    share_world: float = 1e-4
    n_pairs: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The parameters for the audit: for each comparison and level its m and u of both models."""
        return {
            "share_home": self.share_home,
            "share_twin": self.share_twin,
            "share_world": self.share_world,
            "n_pairs": dict(self.n_pairs),
            "comparisons": {
                comparison.name: {
                    level.name: {
                        "m_home": self.m[comparison.name][n],
                        "m_world": self.m_world[comparison.name][n],
                        "u_home": self.u_home[comparison.name][n],
                        "u_world": self.u_world[comparison.name][n],
                    }
                    for n, level in enumerate(comparison.levels)
                }
                for comparison in COMPARISONS
            },
        }


def priors(which: str) -> Values:
    """What is believed before any data: `m`, `u_home` or `u_world` of each level."""
    return {c.name: whole([getattr(level, which) for level in c.levels]) for c in COMPARISONS}


def whole(values: Sequence[float]) -> list[float]:
    """The values, no smaller than the smallest, to six significant digits: alike on all machines."""
    return [float(f"{max(value, SMALLEST):.6g}") for value in values]


def blends(seen: Sequence[float | None], believed: Sequence[float], n: float) -> list[float]:
    """What was seen of chance in n pairs, and believed as if seen in `PRIOR_CHANCE`; together 1."""
    both = [
        ((s or 0.0) * n + b * PRIOR_CHANCE) / (n + PRIOR_CHANCE)
        for s, b in zip(seen, believed, strict=True)
    ]
    return whole([value / sum(both) for value in both])


def parameters(
    comparison: Comparison, model: LinkModel, *, is_home: bool
) -> tuple[list[float], list[float]]:
    """The m and u of each level, so that no two levels weigh the same, and none weighs nothing."""
    m = list((model.m if is_home else model.m_world)[comparison.name])
    u = (model.u_home if is_home else model.u_world)[comparison.name]
    taken = {0.0}
    for n, value in enumerate(u):
        while any(abs(math.log2(m[n] / value) - other) < APART for other in taken):
            m[n] *= 1.00002
        taken.add(math.log2(m[n] / value))
    return m, u


def twins(m: Values, u: Values) -> Values:
    """What is expected of twins: family and birth date as of one person, all else as of a family.

    But for a given name, which they never share.
    """
    given_levels = [SAME_GIVEN, *u["given"][1:]]
    return {
        **u,
        "family": m["family"],
        "birth": m["birth"],
        "given": whole([value / sum(given_levels) for value in given_levels]),
    }
