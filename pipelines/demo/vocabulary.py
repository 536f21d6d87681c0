"""The begrippenkader of the region: what the partners' words mean in common words."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final, NamedTuple

from pipelines.demo.partners import PARTNERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESIDENTS: Final = "mijn_omgeving"
"""The source of what residents did themselves."""

RESIDENT_TERMS: Final = {
    "Formulier ingediend": ("Formulier verstuurd", "overig"),
    "Belt over de voortgang": ("Belt zelf", "contact"),
    "Bericht gelezen": ("Bericht gelezen", "overig"),
}
"""That export's own words, and what the begrippenkader makes of them."""


class Meaning(NamedTuple):
    """What a term means: the common activity, its kind and its order at one moment."""

    activity: str
    kind: str
    rank: int


ACTIVITIES: Final = {
    meaning.activity: meaning
    for meaning in (
        Meaning("Administratie", "", 0),  # a common word, without a kind: `overig`
        Meaning("Incident", "incident", 5),
        Meaning("Melding", "melding", 10),
        Meaning("Aanvraag", "melding", 10),
        Meaning("Acceptatie", "acceptatie", 15),
        Meaning("Weigering", "weigering", 15),
        Meaning("Veiligheidsbeoordeling", "besluit", 18),
        Meaning("Intake", "intake", 20),
        Meaning("Start regie", "regie_start", 25),
        Meaning("Start casusregie", "regie_start", 26),
        Meaning("Start hulp", "start", 30),
        Meaning("Onderzoek", "overig", 35),
        Meaning("Gesprek", "contact", 40),
        Meaning("Huisbezoek", "contact", 40),
        Meaning("Casusgesprek", "contact", 41),
        Meaning("Behandeling", "start", 45),
        Meaning("Overleg", "overleg", 50),
        Meaning("Plan", "plan", 55),
        Meaning("Besluit", "besluit", 60),
        Meaning("Voorziening", "start", 62),
        Meaning("Evaluatie", "evaluatie", 65),
        Meaning("Risico beheerst", "risico_beheerst", 66),
        Meaning("Herstel gestart", "herstel_gestart", 67),
        Meaning("Verwijzing", "verwijzing", 70),
        Meaning("Einde casusregie", "regie_einde", 79),
        Meaning("Einde regie", "regie_einde", 80),
        Meaning("Afsluiting", "afsluiting", 90),
    )
}
"""The common words. `Notitie` is none of them: the terms for it are left unmapped."""


def meaning(activity: str, term: str) -> Meaning:
    """What the begrippenkader makes of a term that a partner uses for an activity.

    >>> meaning("Intake", "Intakegesprek")
    Meaning(activity='Intake', kind='intake', rank=20)
    >>> meaning("Notitie", "Mutatie")
    Meaning(activity='Mutatie', kind='overig', rank=0)
    """
    known = ACTIVITIES.get(activity, Meaning(term, "", 0))
    return known._replace(kind=known.kind or "overig")


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """The lines of begrippen.csv: source, term, activity, kind, rank."""
    for partner in PARTNERS:
        for activity, terms in partner.terms.items():
            if activity not in ACTIVITIES:
                continue
            _, kind, rank = ACTIVITIES[activity]
            for term in dict.fromkeys(terms):
                yield partner.source, term, activity, kind, str(rank) if kind else ""
    for term, (activity, kind) in RESIDENT_TERMS.items():
        yield RESIDENTS, term, activity, kind, "0"


def write_vocabulary(path: Path) -> None:
    """Writes begrippen.csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("source", "term", "activity", "kind", "rank"))
        lines.writerows(rows())
