"""The regie in layers as it was planted, row by row as the definitions say: slow and plain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pipelines.demo.truth.facts import Fact, Journey
    from pipelines.demo.truth.tables import Row

ROLES: Final = {
    "gezinsregisseur": ("procesregisseur", "proces"),
    "": ("procesregisseur", "proces"),
    "casusregisseur": ("casusregisseur", "casus"),
    "jeugdbeschermer": ("jeugdbeschermer", "gedwongen"),
}
"""As klantreis.toml has it: a role as it is written to the role and its layer."""

DAY: Final = timedelta(days=1)
TAKES_OVER_WITHIN: Final = timedelta(days=30)


def regie_spells(journey: Journey, _as_of: datetime) -> Iterator[Row]:
    """regie_spells.csv: one row for each spell of one regisseur in one layer."""
    layers: dict[str, list[list[Fact]]] = {}
    for fact in journey.facts:
        if fact.event.regisseur:
            spells = layers.setdefault(ROLES[fact.event.regisseur_role][1], [])
            if not spells or spells[-1][0].event.regisseur != fact.event.regisseur:
                spells.append([])
            spells[-1].append(fact)
    for layer, spells in layers.items():
        for number, spell in enumerate(spells, 1):
            given_back = [fact.ended_at for fact in spell if fact.meaning.kind == "regie_einde"]
            later = spells[number][0].started_at if number < len(spells) else journey.ended_at
            yield {
                "client": journey.client,
                "journey": journey.number,
                "layer": layer,
                "spell": number,
                "role": ROLES[spell[0].event.regisseur_role][0],
                "regisseur": spell[0].event.regisseur,
                "from_at": spell[0].started_at,
                "until_at": max(given_back, default=later),
                "n_events": len(spell),
            }


def rolovergangen(journey: Journey, as_of: datetime) -> Iterator[Row]:
    """rolovergangen.csv: one row for each layer that takes over from another."""
    layers: dict[str, list[Row]] = {}
    for spell in regie_spells(journey, as_of):
        layers.setdefault(spell["layer"], []).append(spell)
    for earlier in layers.values():
        for later in layers.values():
            first, last = later[0], earlier[-1]
            begins_later = earlier[0]["from_at"] < first["from_at"]
            goes_on = last["until_at"] < later[-1]["until_at"]
            away = first["from_at"] - last["until_at"]
            if begins_later and goes_on and abs(away) <= TAKES_OVER_WITHIN:
                yield {
                    "client": journey.client,
                    "journey": journey.number,
                    "from_layer": last["layer"],
                    "to_layer": first["layer"],
                    "from_role": last["role"],
                    "to_role": first["role"],
                    "at": first["from_at"],
                    "gap_days": round(max(away / DAY, 0.0), 6),
                    "overlap_days": round(max(-away / DAY, 0.0), 6),
                }
