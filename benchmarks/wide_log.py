"""A log as wide as that of BPI Challenge 2015: 400 activities at 60 partners.

As there, an activity belongs to one partner, a trunk of activities comes back in most cases, and each case
wanders off it to ones that are rarer the higher their number.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

ACTIVITIES = 400
PARTNERS = 60
TRUNK = 30


def wide_log(cases: int, *, seed: int = 2015) -> list[dict[str, Any]]:
    """The records of that many cases, of 40 events or so each; every activity at least once."""
    rng = random.Random(seed)
    rows: list[dict[str, Any]] = []
    unseen = list(range(TRUNK, ACTIVITIES))
    for case in range(cases):
        moment = datetime(2024, 1, 1, 9, tzinfo=UTC) + timedelta(days=rng.random() * 300)
        for step in range(TRUNK):
            if rng.random() < 0.85:
                moment = _happens(rows, rng, case, step, moment)
            while rng.random() < 0.3:
                rare = unseen.pop() if unseen else _rare(rng)
                moment = _happens(rows, rng, case, rare, moment)
    return rows


def _rare(rng: random.Random) -> int:
    return TRUNK + int((ACTIVITIES - TRUNK) * rng.random() ** 3)


def _happens(
    rows: list[dict[str, Any]], rng: random.Random, case: int, activity: int, moment: datetime
) -> datetime:
    moment += timedelta(hours=rng.expovariate(1 / 60))
    partner = activity // 3 if activity < TRUNK else activity % PARTNERS
    rows.append(
        {
            "event_id": f"e{len(rows):06}",
            "case_id": f"z{case}",
            "client_id": f"k{case}",
            "activity_source": f"Activiteit {activity:03} van het vergunningproces",
            "partner": f"Afdeling {partner:02}",
            "municipality": f"Gemeente {case % 5 + 1}",
            "started_at": moment,
        }
    )
    return moment
