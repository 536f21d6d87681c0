"""What every planted incident says of the safety on the last day, as the definition has it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipelines.demo.truth.facts import Fact, Journey
    from pipelines.demo.truth.tables import Row

SAFE_AFTER: Final = timedelta(days=183)
SIGHT: Final = timedelta(days=91)


def safety(journeys: Sequence[Journey], as_of: datetime) -> Iterator[Row]:
    """safety.csv: one row for each journey with an incident."""
    households: dict[str, list[Fact]] = {}
    for journey in journeys:
        for fact in journey.facts:
            households.setdefault(fact.event.client.household.key, []).append(fact)
    for journey in journeys:
        incidents = [fact.ended_at for fact in journey.facts if fact.meaning.kind == "incident"]
        if incidents:
            around = households[journey.facts[0].event.client.household.key]
            yield {
                "client": journey.client,
                "journey": journey.number,
                "n_incidents": len(incidents),
                "last_incident_at": max(incidents),
                "status": _status(around, max(incidents), as_of),
            }


def _status(facts: Sequence[Fact], last_incident: datetime, as_of: datetime) -> str:
    if as_of - last_incident < SAFE_AFTER:
        return "onveilig"
    if all(as_of - fact.ended_at >= SIGHT for fact in facts):
        return "niet in zicht"
    later = {fact.meaning.kind for fact in facts if fact.started_at >= last_incident}
    return "stabiel" if {"risico_beheerst", "herstel_gestart"} <= later else "rustig"
