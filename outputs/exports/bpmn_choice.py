"""Which flows a BPMN model shows: enough for the journeys on the dominant routes, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from outputs.exports.queries import dicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine


class BpmnPlace(NamedTuple):
    """An activity at a partner (None: not known by whom)."""

    partner: str | None
    activity: str


@dataclass(frozen=True)
class Flow:
    """What follows directly upon what.

    Attributes:
        source: what goes before; None: the journey begins.
        target: what follows; None: it ends.
        n: how often.
        mean_seq: the mean place in its journey of what follows.
        n_completed: journeys of which this is the last flow that they need, the busiest flows first.
        needed_at: how many of the busiest flows a journey needs that uses this one, at least.
    """

    source: BpmnPlace | None
    target: BpmnPlace | None
    n: int
    mean_seq: float
    n_completed: int
    needed_at: int


@dataclass(frozen=True)
class Choice:
    """The flows of a model, and how much of the run they are.

    Attributes:
        flows: the busiest first; each is used by a journey that fits.
        n_flows: all that there are.
        n_fitting: journeys that fit in the model, all of them from begin to end.
        n_journeys: all that there are.
        n_steps: times that something followed in the model; `n_all_steps`: in the run.
        n_all_steps: as told.
    """

    flows: tuple[Flow, ...]
    n_flows: int
    n_fitting: int
    n_journeys: int
    n_steps: int
    n_all_steps: int


def flows(connection: Engine) -> list[Flow]:
    """All flows of a run, the busiest first."""
    return [
        Flow(
            None if row["is_begin"] else BpmnPlace(row["from_partner"], row["from_activity"]),
            None if row["is_end"] else BpmnPlace(row["to_partner"], row["to_activity"]),
            int(row["n"] or 0),
            float(row["mean_seq"] or 0),
            int(row["n_completed"] or 0),
            int(row["needed_at"] or 0),
        )
        for row in dicts(connection, "bpmn_flows")
    ]


def choose(every: Sequence[Flow], *, coverage: float, max_flows: int) -> Choice:
    """The fewest of the busiest flows in which this share of the journeys fits.

    Args:
        every: all flows, the busiest first.
        coverage: 0 … 1; reached where `max_flows` leaves room for it.
        max_flows: the most flows that can be read in one drawing. One journey always fits.

    >>> begin, end = Flow(None, BpmnPlace("A", "x"), 3, 1, 0, 2), Flow(BpmnPlace("A", "x"), None, 2, 2, 2, 2)
    >>> rare = Flow(BpmnPlace("A", "x"), BpmnPlace("B", "y"), 1, 2, 0, 4)
    >>> last = Flow(BpmnPlace("B", "y"), None, 1, 3, 1, 4)
    >>> found = choose([begin, end, rare, last], coverage=0.6, max_flows=9)
    >>> len(found.flows), found.n_fitting, found.n_journeys
    (2, 2, 3)
    """
    fitting = list(accumulate(flow.n_completed for flow in every))
    n_journeys = fitting[-1] if fitting else 0
    best = 0
    for rank, n in enumerate(fitting, start=1):
        if not n:
            continue
        n_used = sum(flow.needed_at <= rank for flow in every)
        if best and n_used > max_flows:
            break
        best = rank
        if n >= coverage * n_journeys:
            break
    shown = tuple(flow for flow in every if flow.needed_at <= best)
    return Choice(
        shown,
        len(every),
        fitting[best - 1] if best else 0,
        n_journeys,
        _steps(shown),
        _steps(every),
    )


def _steps(shown: Sequence[Flow]) -> int:
    return sum(flow.n for flow in shown if flow.source and flow.target)
