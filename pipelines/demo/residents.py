"""What residents did themselves: an export of their own page at the gemeente, and its truth.

No partner did it, so it is in no event and changes no other truth. It is drawn from chances of its own: the
courses of the clients are the same with and without it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from pipelines.demo.clock import LAST_DAY, ZONE, utc
from pipelines.demo.vocabulary import RESIDENT_TERMS, RESIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from pipelines.demo.truth.facts import Journey
    from pipelines.demo.truth.tables import Row

FILE: Final = "stappen.csv"
COLUMNS: Final = ("Nummer", "Inlog", "Klantnummer", "Gezin", "Wat", "Wanneer")

SHARE: Final = 0.35
"""Of the journeys, beside how many a resident does something."""
AROUND_DAYS: Final = 25
"""How long before and after a journey that still may be."""


@dataclass(frozen=True)
class Step:
    """One thing that a resident did.

    Attributes:
        client: the klantnummer.
        household: the key of the gezin.
        term: in the export's words.
        at: when, in UTC.
    """

    client: str
    household: str
    term: str
    at: datetime


def steps(journeys: Sequence[Journey], seed: int) -> list[Step]:
    """The steps of all residents, in order of time: beside journeys, and of some whom no partner knows."""
    rng = Random(f"{seed} {RESIDENTS}")
    found = {}
    for journey in journeys:
        if rng.random() >= SHARE:
            continue
        client = journey.facts[0].event.client
        first = journey.facts[0].started_at.astimezone(ZONE).date() - timedelta(days=AROUND_DAYS)
        last = min(journey.ended_at.astimezone(ZONE).date() + timedelta(days=AROUND_DAYS), LAST_DAY)
        for _ in range(rng.randint(1, 4)):
            day = first + timedelta(days=rng.randint(0, (last - first).days))
            step = _step(client.key, client.household.key, day, rng)
            found[step.client, step.at] = step
    for number in range(1, 2 + len(journeys) // 40):
        day = LAST_DAY - timedelta(days=rng.randint(1, 600))
        step = _step(f"SYN-9{number:05d}", f"GZ-9{number:04d}", day, rng)
        found[step.client, step.at] = step
    return sorted(found.values(), key=lambda step: (step.at, step.client))


def _step(client: str, household: str, day: date, rng: Random) -> Step:
    moment = datetime.combine(day, time(rng.randint(8, 22), rng.randrange(60)))
    return Step(client, household, rng.choice(list(RESIDENT_TERMS)), utc(moment))


def write_steps(folder: Path, every: Iterable[Step]) -> None:
    """Writes the export; the number of a step is its data row."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";", lineterminator="\n")
        lines.writerow(COLUMNS)
        for number, step in enumerate(every, 1):
            when = step.at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M:%S%z")
            login = f"MO-{step.client}"
            lines.writerow((number, login, step.client, step.household, step.term, when))


def step_rows(every: Sequence[Step], journeys: Iterable[Journey]) -> Iterator[Row]:
    """resident_steps.csv: each step with the journey in which it falls, or the nearest; empty: none."""
    own: dict[str, list[Journey]] = {}
    for journey in journeys:
        own.setdefault(journey.client, []).append(journey)
    counted: dict[tuple[str, int], int] = {}
    for number, step in enumerate(every, 1):
        near = min(own.get(step.client, []), key=lambda each: _distance(each, step), default=None)
        seq: object = ""
        if near is not None:
            place = (step.client, near.number)
            seq = counted[place] = counted.get(place, 0) + 1
        activity, kind = RESIDENT_TERMS[step.term]
        yield {
            "client": step.client,
            "journey": near.number if near is not None else "",
            "seq": seq,
            "source_row": number,
            "activity": activity,
            "kind": kind,
            "started_at": step.at,
        }


def _distance(journey: Journey, step: Step) -> tuple[float, int]:
    """How far a step lies from a journey, in seconds; at a tie the later journey is nearer."""
    before = (journey.facts[0].started_at - step.at).total_seconds()
    after = (step.at - journey.ended_at).total_seconds()
    return max(0.0, before, after), -journey.number
