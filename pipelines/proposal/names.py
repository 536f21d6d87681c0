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
    from collections.abc import Mapping, Sequence

SURE: Final = 1.0
BEGUN: Final = 0.85
"""The whole name but for a word before it, as the name of a table."""
PART: Final = 0.75
WEAK: Final = 0.45

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBER: Final = re.compile(r"(nr|nummer|number|[^a-z]id|^id)$")
"""How the name of a number ends that is of something, whatever it is."""

_IN_WORDS: Final = ("activity", "partner", "team", "regisseur_role", "referred_to", "domain")
"""What no number is."""

_LONG: Final = 5
"""Letters of a word in which another word is looked for."""

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
    ends = [plain(steps[-1]), plain(" ".join(steps[-2:]))] if len(steps) > 1 else []
    wordings = [_wordings(words) for words in dict.fromkeys([plain(name), *ends])]
    scores = {
        role: max(_score(words, names) for words in wordings)
        for role, names in known_names().items()
    }
    is_number = any(_NUMBER.search(words) for words in wordings[0])
    found = {
        role: score
        for role, score in scores.items()
        if score and (score == SURE or role not in _IN_WORDS or not is_number)
    }
    return found or ({"case_id": WEAK} if is_number else {})


def _wordings(words: str) -> list[str]:
    """A name as it stands, with its words in full, and what it is where it was cut without a space.

    >>> _wordings("dtingang"), _wordings("relatienr")[-1]
    (['dtingang', 'dtingang', 'datum ingang'], 'relatienummer')
    """
    cut = _document()["abbreviations"]
    is_one = " " not in words and len(words) >= _LONG
    apart = [
        f"{full} {_in_full(words.removeprefix(begin))}"
        for begin, full in cut.items()
        if is_one and words.startswith(begin)
    ]
    numbered = [words.removesuffix("nr") + "nummer"] if is_one and words.endswith("nr") else []
    return [words, _in_full(words), *apart, *numbered]


def _score(wordings: Sequence[str], names: Names) -> float:
    """How well a name says one role, by the best of its wordings; what is never this is so in any of them."""
    wholes = [words.replace(" ", "") for words in wordings]
    if names.sure.intersection(wholes):
        return SURE
    if any(_is_never(words, names) for words in wordings[:2]):
        return 0.0
    wordings, wholes = (
        wordings[:2],
        wholes[:2],
    )  # what was cut apart says it in whole, or not at all
    ends = ["".join(words.split()[1:]) for words in wordings]
    if names.sure.intersection(ends) - {""}:
        return BEGUN
    for words, whole in zip(wordings, wholes, strict=True):
        if any(
            f" {part} " in f" {words} " or part.replace(" ", "") in whole for part in names.part
        ):
            return PART
    return WEAK if names.weak.intersection([*wholes, *ends]) - {""} else 0.0


def _is_never(words: str, names: Names) -> bool:
    """Whether a word of a name, or how a word ends, makes it something else."""
    return any(
        f" {each} " in f" {words} " or (len(each) >= _LONG and words.endswith(each))
        for each in names.never
    )


def _joined(name: str) -> str:
    return plain(name).replace(" ", "")
