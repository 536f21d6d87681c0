"""Lists of terms in the manner of real systems, made up, with the kind that a person judges right."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from pipelines.vocabulary.lexicon import meaning_of

FOLDER = Path(__file__).parents[1] / "data" / "terms"
SURE = 0.9
CAREFUL = ("afsluiting", "verwijzing")
"""The kinds that do harm where they are wrong."""


@dataclass
class Score:
    """How the lexicon does, in events.

    Attributes:
        n: all.
        known: that got a meaning of at least `SURE`.
        wrong: of the known, those whose kind is another.
        harmful: of these, those that were taken for a closing or a referral.
        referred: of the known referrals that name a partner, all.
        astray: and those to another than the list says.
    """

    n: int = 0
    known: int = 0
    wrong: int = 0
    harmful: int = 0
    referred: int = 0
    astray: int = 0


def lists(group):
    """The files of a group: `seen`, by which the lexicon was made, or `held_out`, which it never was."""
    return sorted((FOLDER / group).glob("*.csv"))


def rows_of(path):
    """The rows of a list: partner, term, n, kind, referred_to."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score(*paths):
    """How the lexicon does over these lists."""
    total = Score()
    for row in (row for path in paths for row in rows_of(path)):
        n, meaning = int(row["n"]), meaning_of(row["term"], row["partner"])
        total.n += n
        if meaning is None or meaning.likelihood < SURE:
            continue
        total.known += n
        if meaning.kind != row["kind"]:
            total.wrong += n
            total.harmful += n * (meaning.kind in CAREFUL)
        elif row["referred_to"]:
            total.referred += n
            total.astray += n * (meaning.referred_to.lower() != row["referred_to"].lower())
    return total
