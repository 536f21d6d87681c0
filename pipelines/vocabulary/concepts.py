"""The lexicon as data: the words of each concept, and what concepts mean where they meet (`lexicon.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from pipelines.vocabulary.words import plurals, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JOINED: Final = ("to", "from", "at", "preposition")
"""The concepts after which a phrase begins that only says more of what stood before."""

WITHOUT: Final = "without"
"""After it stands what did not happen: "afgesloten zonder overdracht"."""

SILENT: Final = (*JOINED, WITHOUT, "article", "filler", "negation", "inside", "period", "temporary")
"""The concepts whose words have no plural and make no compounds."""

ORGANISATION: Final = "organisation"
REPORTER: Final = "reporter"
ORGANISATIONS: Final = (ORGANISATION, REPORTER)
"""The concepts of names: a reporter mostly reports, so "Zorgmelding politie" says who did."""


@dataclass(frozen=True)
class Meeting:
    """What concepts mean together.

    Attributes:
        of: the concepts that all stand in the term; each is one of several.
        kind: what they mean; '' where nobody can tell.
        likelihood: likewise, 0–1.
    """

    of: tuple[frozenset[str], ...]
    kind: str
    likelihood: float


@dataclass(frozen=True)
class Lexicon:
    """The lexicon.

    Attributes:
        forms: the concept of each word or phrase, folded.
        tails: the forms that also end a compound whose first part is unknown.
        alone: kind and likelihood of a concept that names one by itself.
        weak: the concepts that name their kind where no other does.
        meetings: what decides, in order.
        names: folded form to the name of the organisation.
        weights: what makes a meaning less likely.
        longest: of how many words a text is no term.
        careful: kinds that do harm where they are wrong.
        later: concepts that count after a mark too.
        n_phrase: of how many words the longest phrase is.
    """

    forms: Mapping[str, str]
    tails: frozenset[str]
    alone: Mapping[str, tuple[str, float]]
    weak: frozenset[str]
    meetings: Sequence[Meeting]
    names: Mapping[str, str]
    weights: Mapping[str, float]
    longest: int
    careful: frozenset[str]
    later: frozenset[str]
    n_phrase: int


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with klantreis."""
    text = (files("pipelines.vocabulary") / "lexicon.toml").read_text(encoding="utf-8")
    return read_lexicon(tomllib.loads(text))


def read_lexicon(document: Mapping[str, Any]) -> Lexicon:
    """The lexicon that a document holds.

    Raises:
        ValueError: a word stands for two concepts.
    """
    concepts = document["concepts"]
    weights = document["weights"]
    written = {name: content["words"].split() for name, content in concepts.items()}
    names: dict[str, str] = {}
    for concept, table in ((ORGANISATION, "organisations"), (REPORTER, "reporters")):
        written[concept] = " ".join(document[table].values()).split()
        for name, aliases in document[table].items():
            names |= {_phrase(form): name for form in (*aliases.split(), name)}
    forms: dict[str, str] = {}
    for concept, phrases in written.items():
        for phrase in map(_phrase, phrases):
            if forms.setdefault(phrase, concept) != concept:
                raise ValueError(f"lexicon: {phrase!r} stands for {forms[phrase]} and {concept}")
    tails = {_phrase(form) for phrases in written.values() for form in phrases if form[0] == "*"}
    for phrase, concept in list(forms.items()):
        if concept not in SILENT:
            for plural in plurals(phrase):
                forms.setdefault(plural, concept)
                tails |= {plural} if phrase in tails else set()
    return Lexicon(
        forms=forms,
        tails=frozenset(tails),
        alone={
            name: (content["kind"], content["likelihood"])
            for name, content in concepts.items()
            if "kind" in content
        },
        weak=frozenset(name for name, content in concepts.items() if content.get("weak")),
        meetings=[
            Meeting(tuple(frozenset(some.split("|")) for some in of.split()), kind, likelihood)
            for of, kind, likelihood in document["meetings"]
        ],
        names=names,
        weights={name: value for name, value in weights.items() if isinstance(value, float)},
        longest=weights["longest"],
        careful=frozenset(weights["careful"]),
        later=frozenset(weights["later_concepts"]),
        n_phrase=max(form.count(" ") for form in forms) + 1,
    )


def _phrase(written: str) -> str:
    """A phrase of the lexicon's file as its words are compared.

    >>> _phrase("*behandel_plan")
    'behandel plan'
    """
    return " ".join(word.form for word in words_of(written))
