"""What kind of event each activity of iJw and iWmo is, where the config's vocabulary does not say."""

from __future__ import annotations

from typing import Final

from connectors.messages.istandaard import words
from journeys.inputs import shipped

GOES_ON: Final = ("20", "37", "38", "39")
"""The redenen beëindiging after which help goes on, here or elsewhere: such a stop closes nothing."""

DECIDED: Final = ("02", "04", "05", "06", "07", "09", "12")
"""The redenen wijziging that are a decision about the client; the others are about the contract."""

ASKED: Final = (301, 315, 317)
"""The messages that ask something of the other: to refuse one refuses what it asks."""

TERMS: Final = shipped(
    {
        words.ALLOCATED: "besluit",
        words.WITHDRAWN: "besluit",
        words.CHANGED: "overig",
        **{
            word: "besluit" if code in DECIDED else "overig" for code, word in words.CHANGES.items()
        },
        words.CARE: "start",
        words.STOP: "afsluiting",
        **{
            word: "overig" if code in GOES_ON else "afsluiting"
            for code, word in words.STOPS.items()
        },
        words.ALLOCATION_REQUESTED: "verwijzing",
        words.CHANGE_REQUESTED: "verwijzing",
        words.ANSWERED: "overig",
        **dict.fromkeys(words.ANSWERS.values(), "overig"),
        words.REFUSED: "weigering",
        **{f"{words.REFUSED}: {reason}": "weigering" for reason in words.REFUSALS.values()},
        **{word: "weigering" if of in ASKED else "overig" for of, word in words.RETURNED.items()},
        words.CLAIMED: "overig",
    }
)
