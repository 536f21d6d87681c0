"""Which rules could judge, as pages tell it: what could not be judged is no zero, and is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.report.figures import FIGURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine

ASKED: Final = frozenset({"norms", "calendars", "colours"})
"""Inputs that the config gives: whoever did not ask for such a rule misses nothing."""


@dataclass(frozen=True)
class RuleState:
    """Whether one rule could judge, in the run as a whole.

    Attributes:
        rule: a kind of signal, or a table that judges.
        is_signal: whether it is a kind of signal.
        status: `judged`, `part`, `no_input` or `off_by_config`.
        because: the inputs that lack.
        n_judged: of what it judges, how many it did.
        n_unjudged: and how many it could not.
        sources: those that lack an input that it needs.
    """

    rule: str
    is_signal: bool
    status: str
    because: Sequence[str]
    n_judged: int
    n_unjudged: int
    sources: Sequence[str]

    @property
    def is_off(self) -> bool:
        """Whether nothing can be said by it, for want of an input."""
        return self.status == "no_input"

    @property
    def is_asked(self) -> bool:
        """Whether it was asked for: what it lacks is not only what the config leaves out.

        >>> RuleState("norm_dreigt", True, "no_input", ("norms",), 0, 1, ()).is_asked
        False
        """
        return not set(self.because) & ASKED


def rule_states(connection: Engine) -> dict[str, RuleState]:
    """Every rule by name, in the order of `rule_status`."""
    return {state.rule: state for state in FIGURES.records(connection, "rule_states", RuleState)}


def unjudged_signals(states: dict[str, RuleState]) -> list[str]:
    """The kinds of signal that nothing can be said of, though the config asks for them.

    >>> unjudged_signals({"onveilig": RuleState("onveilig", True, "no_input", ("incident",), 0, 4, ("s",))})
    ['onveilig']
    """
    return [
        state.rule
        for state in states.values()
        if state.is_signal and state.is_off and state.is_asked
    ]
