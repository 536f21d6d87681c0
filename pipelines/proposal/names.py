"""What a column's name says that it is: by the names that exports of the field have (names.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SURE: Final = 1.0
BEGUN: Final = 0.85
"""The whole name but for a word before it, as the name of a table."""
PART: Final = 0.75
WEAK: Final = 0.45

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBER: Final = re.compile(r"(nr|nummer|number|[^a-z]id|^id)$")
"""How the name of a number ends that is of something, whatever it is."""

_BETWEEN: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Names:
    """What columns of one role are called; names are as `plain` spells them, without spaces.

    Attributes:
        sure: the whole name says it.
        part: it says so in a longer name; with spaces.
        weak: it may be.
        never: words that make a name something else.
    """

    sure: frozenset[str]
    part: tuple[str, ...]
    weak: frozenset[str]
    never: frozenset[str]


def plain(name: str) -> str:
    """A name in small letters without accents, its words parted by one space.

    >>> plain("Cliënt_ID"), plain("startDatum"), plain("time:timestamp"), plain("BSNNummer")
    ('client id', 'start datum', 'time timestamp', 'bsn nummer')
    """
    letters = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return _BETWEEN.sub(" ", bare.lower()).strip()


@cache
def known_names() -> Mapping[str, Names]:
    """The names of each role (names.toml)."""
    return {
        role: Names(
            frozenset(_joined(name) for name in lists["sure"]),
            tuple(plain(name) for name in lists["part"]),
            frozenset(_joined(name) for name in lists["weak"]),
            frozenset(plain(name) for name in lists["never"]),
        )
        for role, lists in _document()["names"].items()
    }


@cache
def _document() -> Mapping[str, Mapping[str, Any]]:
    text = files("pipelines.proposal").joinpath("names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _in_full(words: str) -> str:
    """A name with its words in full, where they were cut.

    >>> _in_full("dat act"), _in_full("clnt nr")
    ('datum activiteit', 'client nummer')
    """
    cut = _document()["abbreviations"]
    return " ".join(cut.get(word, word) for word in words.split())


def scores_of(name: str) -> dict[str, float]:
    """How well a column's name says each role, 0–1; roles of which it says nothing are left out.

    Of a path, as a column of JSON has, the last names say it. A number of something unknown may be the case.

    >>> scores_of("Zaaknummer")
    {'case_id': 1.0}
    >>> scores_of("ctc_datum_begin")["started_at"]
    0.85
    """
    steps = [step for step in re.split(r"[./]|\[\]", name) if step]
    spelled = {
        plain(name),
        *([plain(steps[-1]), plain(" ".join(steps[-2:]))] if len(steps) > 1 else []),
    }
    spelled |= {_in_full(words) for words in spelled}
    scores = {
        role: max(_score(words, names) for words in spelled)
        for role, names in known_names().items()
    }
    found = {role: score for role, score in scores.items() if score}
    is_number = any(_NUMBER.search(words) for words in spelled)
    return found or ({"case_id": WEAK} if is_number else {})


def _score(words: str, names: Names) -> float:
    whole = words.replace(" ", "")
    if whole in names.sure:
        return SURE
    parts = words.split()
    if names.never.intersection(parts) or any(
        " " in each and each in words for each in names.never
    ):
        return 0.0
    if len(parts) > 1 and "".join(parts[1:]) in names.sure:
        return BEGUN
    if any(f" {part} " in f" {words} " or part.replace(" ", "") in whole for part in names.part):
        return PART
    return WEAK if whole in names.weak or "".join(parts[1:]) in names.weak else 0.0


def _joined(name: str) -> str:
    return plain(name).replace(" ", "")
