"""The region's truth in the making: every household gets a scenario and every member a course."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from pipelines.demo.clock import LAST_DAY
from pipelines.demo.households import members, settle
from pipelines.demo.scenarios import SCENARIOS
from pipelines.demo.story import Story

if TYPE_CHECKING:
    from pipelines.demo.households import Client
    from pipelines.demo.partners import DemoPartner
    from pipelines.demo.scenarios import Scenario
    from pipelines.demo.story import Event


@dataclass(frozen=True)
class Course:
    """What one client went through.

    Attributes:
        client: whose course it is.
        scenario: the pattern that was planted.
        events: in the order of telling.
        is_cut_off: it would have gone on after the last day.
    """

    client: Client
    scenario: Scenario
    events: list[Event]
    is_cut_off: bool


def simulate(households: int, seed: int) -> list[Course]:
    """The courses of all clients, the same for the same seed.

    Every scenario occurs where there are as many households as scenarios.
    """
    rng = Random(f"region {seed}")
    client_numbers = count(1)
    case_counts: Counter[DemoPartner] = Counter()
    courses = []
    for number, scenario in enumerate(_scenarios(households, rng), 1):
        household = settle(number, rng)
        begin = LAST_DAY - timedelta(days=rng.randint(scenario.longest, scenario.earliest))
        for client in members(household, scenario.least_members, client_numbers, rng):
            story = Story(client, begin, Random(f"{seed} {client.key}"), case_counts)
            scenario.tell(story)
            courses.append(Course(client, scenario, story.events, story.is_cut_off))
    return courses


def _scenarios(households: int, rng: Random) -> list[Scenario]:
    """A scenario for each household: each of them once, and then by weight."""
    weights = [scenario.weight for scenario in SCENARIOS]
    drawn = rng.choices(SCENARIOS, weights, k=max(0, households - len(SCENARIOS)))
    scenarios = [*SCENARIOS[:households], *drawn]
    rng.shuffle(scenarios)
    return scenarios
