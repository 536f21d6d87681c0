"""A region in which some things are rare, for tests of what is said of few journeys."""

from __future__ import annotations

import random
from datetime import timedelta

from literal import at, record

from journeys.inputs import Term

AS_OF = at("2025-01-01")
TERMS = (
    Term("", "dicht", "Afsluiting", "afsluiting"),
    Term("", "nee", "Weigering", "weigering"),
    Term("", "meld", "Melding", "melding"),
    Term("", "stop", "Regie stopt", "regie_einde"),
)


def region(seed=3, journeys=80):
    """Records of journeys in which some things are rare: partners, refusals, open ones, regisseurs."""
    draw = random.Random(seed)
    made = []

    def add(journey, moment, **more):
        n = len(made)
        made.append(
            record(n, event_id=f"e{n:05}", case_id=f"c{journey}", started_at=moment, **more)
        )

    for journey in range(journeys):
        moment = at("2024-01-01") + timedelta(hours=draw.randrange(3_000))
        rare = journey < 3  # fewer than the smallest group
        lead = None if rare else draw.choice(["X", "Y"])
        add(journey, moment, partner="A", activity_source="meld", regisseur=lead)
        for _ in range(draw.randint(1, 6)):
            moment += timedelta(hours=draw.choice([5, 70, 400, 900]))
            add(
                journey,
                moment,
                partner="Z" if rare else draw.choice(["A", "B", "C"]),
                activity_source="nee" if rare else draw.choice(["gesprek", "plan"]),
                referred_to=draw.choice(["Z"] if rare else ["B", "C", None]),
                regisseur=lead,
            )
        if not rare:
            add(journey, moment + timedelta(days=9), partner="B", activity_source="dicht")
        if journey in range(3, 7):
            add(journey, moment + timedelta(days=40), partner="C", activity_source="meld")
    return made
