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


class CommonWord(NamedTuple):
    """What a term means: the common activity, its kind and its order at one moment."""

    activity: str
    kind: str
    rank: int


ACTIVITIES: Final = {
    meaning.activity: meaning
    for meaning in (
        CommonWord("Administratie", "", 0),  # a common word, without a kind: `overig`
        CommonWord("Incident", "incident", 5),
        CommonWord("Melding", "melding", 10),
        CommonWord("Aanvraag", "melding", 10),
        CommonWord("Acceptatie", "acceptatie", 15),
        CommonWord("Weigering", "weigering", 15),
        CommonWord("Veiligheidsbeoordeling", "besluit", 18),
        CommonWord("Intake", "intake", 20),
        CommonWord("Start regie", "regie_start", 25),
        CommonWord("Start casusregie", "regie_start", 26),
        CommonWord("Start hulp", "start", 30),
        CommonWord("Onderzoek", "overig", 35),
        CommonWord("Gesprek", "contact", 40),
        CommonWord("Huisbezoek", "contact", 40),
        CommonWord("Casusgesprek", "contact", 41),
        CommonWord("Behandeling", "start", 45),
        CommonWord("Overleg", "overleg", 50),
        CommonWord("Plan", "plan", 55),
        CommonWord("Besluit", "besluit", 60),
        CommonWord("Voorziening", "start", 62),
        CommonWord("Evaluatie", "evaluatie", 65),
        CommonWord("Risico beheerst", "risico_beheerst", 66),
        CommonWord("Herstel gestart", "herstel_gestart", 67),
        CommonWord("Verwijzing", "verwijzing", 70),
        CommonWord("Einde casusregie", "regie_einde", 79),
        CommonWord("Einde regie", "regie_einde", 80),
        CommonWord("Afsluiting", "afsluiting", 90),
    )
}
"""The common words. `Notitie` is none of them: the terms for it are left unmapped."""


def meaning(activity: str, term: str) -> CommonWord:
    """What the begrippenkader makes of a term that a partner uses for an activity.

    >>> meaning("Intake", "Intakegesprek")
    CommonWord(activity='Intake', kind='intake', rank=20)
    >>> meaning("Notitie", "Mutatie")
    CommonWord(activity='Mutatie', kind='overig', rank=0)
    """
    known = ACTIVITIES.get(activity, CommonWord(term, "", 0))
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
