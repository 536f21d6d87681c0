"""What the standard's codes mean, in plain Dutch: these words are the activities of the events.

Sources: the code lists of iJw and iWmo 3.2 (JZ588 reden beëindiging, JZ002 reden wijziging toewijzing,
WJ759 reden afwijzing verzoek, WJ760 verzoek antwoord, COD327 code verwijzer, WJ001 retourcode).
"""

from __future__ import annotations

from typing import Final

ALLOCATED: Final = "Toewijzing"
CARE: Final = "Zorg"
STOP: Final = "Stop zorg"
ALLOCATION_REQUESTED: Final = "Verzoek om toewijzing"
CHANGE_REQUESTED: Final = "Verzoek om wijziging"
REFUSED: Final = "Verzoek afgewezen"
ANSWERED: Final = "Antwoord op verzoek"
CLAIMED: Final = "Declaratie"
WITHDRAWN: Final = "Toewijzing ingetrokken"
CHANGED: Final = "Toewijzing gewijzigd"

STOPS: Final = {
    "02": "Stop zorg: overlijden",
    "20": "Stop zorg: tijdelijk",
    "31": "Stop zorg: volgens plan",
    "32": "Stop zorg: voortijdig, door cliënt",
    "33": "Stop zorg: voortijdig, door aanbieder",
    "34": "Stop zorg: voortijdig, in overleg",
    "35": "Stop zorg: externe oorzaak",
    "36": "Stop zorg: door gemeente",
    "37": "Stop zorg: na verzoek om wijziging",
    "38": "Stop zorg: andere aanbieder",
    "39": "Stop zorg: ander domein",
}
TEMPORARY: Final = "20"
"""The reden beëindiging after which the same care may still be stopped for good."""

CHANGES: Final = {
    "02": "Toewijzing gestopt: overlijden",
    "03": "Toewijzing gewijzigd: contract",
    "04": "Toewijzing verlengd",
    "05": "Toewijzing verkort",
    "06": "Toewijzing gestopt: ander domein",
    "07": "Toewijzing gestopt: verhuizing",
    "08": "Toewijzing gewijzigd: leveringsvorm",
    "09": "Toewijzing gestopt: andere aanbieder",
    "10": "Toewijzing gewijzigd: bekostiging",
    "11": "Toewijzing gewijzigd: gemeentelijke herindeling",
    "12": "Toewijzing gewijzigd: op verzoek van aanbieder",
}
DELETED: Final = "13"
"""The reden wijziging that takes an allocation back as if it had never been sent."""

CORRECTIONS: Final = frozenset({"01", "14"})
"""The redenen wijziging that mend an input error: nothing happened."""

ANSWERS: Final = {"1": REFUSED, "2": "Verzoek in onderzoek"}
REFUSALS: Final = {
    "1": "nieuwe aanvraag nodig",
    "2": "past niet binnen budget",
    "3": "geen contract",
    "4": "past niet binnen contract",
    "5": "andere gemeente",
    "6": "stapeling",
    "7": "zorginhoudelijk",
    "8": "woonplaatsbeginsel",
    "9": "leeftijdsgrens",
}
REFERRERS: Final = {
    "01": "Gemeente",
    "02": "Huisarts",
    "03": "Jeugdarts",
    "04": "Gecertificeerde instelling",
    "05": "Medisch specialist",
    "06": "Geen verwijzer",
    "08": "Rechter of officier van justitie",
}
SEXES: Final = {"1": "man", "2": "vrouw"}

RETURNED: Final = {
    301: "Bericht afgekeurd: toewijzing",
    305: "Bericht afgekeurd: start zorg",
    307: "Bericht afgekeurd: stop zorg",
    315: "Bericht afgekeurd: verzoek om toewijzing",
    317: "Bericht afgekeurd: verzoek om wijziging",
    319: "Bericht afgekeurd: antwoord op verzoek",
    323: "Declaratie afgekeurd",
}
"""What a return message tells where it refuses something, by the message that it answers."""

NO_REMARK: Final = frozenset({"0200", "0233", "8001"})
"""Retourcodes that refuse nothing: no remark, not judged, claim granted in full."""
