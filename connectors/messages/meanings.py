"""What kind of event each message of CORV is, where the config's vocabulary does not say.

A message that passes a client on is a `verwijzing` of its sender: a `melding` would be one at the sender.
An answer is what its outcome says; of two the first in `OUTCOME_KINDS`, so that who refuses is not taken for
who accepts. A report tells one outcome, and most other answers at most two.
"""

from __future__ import annotations

from itertools import permutations
from typing import Final

from connectors.messages.jeugdzorg import MESSAGES, OTHERWISE, RECEIVED_BEFORE, SORTS
from journeys.inputs import shipped

OUTCOME_KINDS: Final = {
    "verzoek tot onderzoek afgewezen": "weigering",
    "melding niet ontvankelijk": "weigering",
    "melding onjuist geadresseerd": "weigering",
    "overdracht na veiligheidsbeoordeling": "verwijzing",
    "overdracht": "verwijzing",
    "afsluiting zonder overdracht": "afsluiting",
    "maatregel opgelegd": "besluit",
    "geen maatregel opgelegd": "besluit",
    "geen rekest Kinderbescherming": "besluit",
    "uitkomst veiligheidsbeoordeling": "besluit",
    "vervolgstappen belegd bij VT": "besluit",
    "inzet regionaal maatwerk VT": "besluit",
    "geen vervolgstappen nodig": "besluit",
    "in behandeling als casus": "acceptatie",
    "vervolgactie nodig": "acceptatie",
    "zaak afgerond": "afsluiting",
    "intake afgerond": "intake",
}
"""What an outcome makes of the answer that tells it, the first first; any other is `overig`."""

_SAFETY: Final = (
    "melding niet ontvankelijk", "uitkomst veiligheidsbeoordeling", "vervolgstappen belegd bij VT",
    "overdracht na veiligheidsbeoordeling", "geen vervolgstappen nodig", "inzet regionaal maatwerk VT",
    "overdracht", "afsluiting zonder overdracht", "melding onjuist geadresseerd",
)  # fmt: skip
_KNOWN: Final = ("bekend", "niet bekend")
ANSWERS: Final = {
    "zorgmeldingTerugkoppelingDi01": ("geen actie nodig", "vervolgactie nodig"),
    "notificatieDi01": (
        "intake afgerond", "onderzoek afgerond", "zaak afgerond", "verzoek tot onderzoek afgewezen",
        "geen rekest Kinderbescherming", "maatregel opgelegd", "geen maatregel opgelegd",
    ),
    "vtTerugkoppelingDi01": _SAFETY,
    "uitkomstMeldingGeneriekDi01": (
        *_SAFETY, "in behandeling als casus", "nader onderzoek via triage", "anders afgedaan",
    ),
    "ucobDi01": _KNOWN,
    "uciDi01": _KNOWN,
}  # fmt: skip
"""The outcomes that the standard lists for each kind of answer."""

SORTED: Final = ("meldingGeneriekDi01", "uitkomstMeldingGeneriekDi01")
"""The kinds of message that tell what they are about (`SORTS`)."""


def _kinds() -> dict[str, str]:
    kinds = {RECEIVED_BEFORE: "overig"}
    for name, message in MESSAGES.items():
        kind = "verwijzing" if message.refers else "weigering" if name[:2] == "Fo" else "overig"
        outcomes = (*ANSWERS[name], OTHERWISE) if name in ANSWERS else ()
        sorts = SORTS.values() if name in SORTED else ()
        for term in (message.term, *(f"{message.term} {sort}" for sort in sorts)):
            kinds[term] = kind
            for n in (1,) if sorts else (1, 2):
                for answer in permutations(outcomes, n):
                    kinds[f"{term}: {', '.join(answer)}"] = _kind_of(answer)
    return kinds


def _kind_of(answer: tuple[str, ...]) -> str:
    return next((kind for outcome, kind in OUTCOME_KINDS.items() if outcome in answer), "overig")


TERMS: Final = shipped(_kinds())
