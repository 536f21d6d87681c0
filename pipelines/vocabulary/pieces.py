"""A term as pieces: the concepts that its words name, and how each stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from journeys.spelling import spelled
from pipelines.vocabulary.concepts import JOINED, ORGANISATIONS, SILENT, WITHOUT, lexicon
from pipelines.vocabulary.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.vocabulary.concepts import Lexicon
    from pipelines.vocabulary.words import Word

UNDOING: Final = frozenset({"absent", "cancelled"})
"""The concepts that undo what stands before them, also after a preposition."""

GOING: Final = frozenset({"referral", "transfer", "flow", "melding", "reported", "exit"})
"""The concepts after which `naar` and `aan` say where to."""

SHORTEST: Final = 4
"""The letters of the shortest part of a compound that ends it."""


@dataclass(frozen=True)
class Piece:
    """A concept where it stands in a term.

    Attributes:
        concept: '' for a word that the lexicon does not know.
        is_modifier: it follows a preposition, or is the first part of a compound.
        words: that name it.
    """

    concept: str
    is_modifier: bool
    words: tuple[Word, ...]


def pieces_of(words: Sequence[Word], known: Lexicon) -> Iterator[Piece]:
    """The concepts of a term in order; what only counts or codes is none."""
    at, clause, is_modifier, is_left_out, has_gone = 0, -1, False, False, False
    while at < len(words):
        if words[at].clause != clause:
            clause, is_modifier, is_left_out, has_gone = words[at].clause, False, False, False
        phrase, concepts = _longest(words[at : at + known.n_phrase], known)
        if concepts == ["to"] and not has_gone:
            concepts = ["preposition"]
        has_gone = has_gone or bool(GOING & set(concepts))
        at += len(phrase)
        for nth, concept in enumerate(concepts):
            is_left_out = (
                is_left_out or concept == WITHOUT or (is_modifier and concept == "negation")
            )
            follows = (is_modifier or nth > 0) and concept not in UNDOING
            yield Piece(WITHOUT if is_left_out else concept, follows, phrase)
        is_modifier = is_modifier or bool(set(concepts) & set(JOINED))


def name_of(piece: Piece) -> str:
    """The name of the organisation that a piece is; '' for any other."""
    if piece.concept not in ORGANISATIONS:
        return ""
    return lexicon().names.get(" ".join(word.form for word in piece.words), "")


def organisation_of(name: str) -> str:
    """The name that the lexicon has for an organisation, by any of its names; '' where it knows none.

    >>> organisation_of("RvdK"), organisation_of("Jansen")
    ('Raad voor de Kinderbescherming', '')
    """
    return lexicon().names.get(" ".join(word.form for word in words_of(spelled(name))), "")


def _longest(words: Sequence[Word], known: Lexicon) -> tuple[tuple[Word, ...], list[str]]:
    """The longest phrase with which these words begin, and its concept; else the first and its parts."""
    alike = [word for word in words if word.clause == words[0].clause]
    for n in range(len(alike), 0, -1):
        concept = known.forms.get(" ".join(word.form for word in alike[:n]))
        if concept:
            return tuple(alike[:n]), [concept]
    return (words[0],), [] if words[0].is_number else _parts(words[0].form, known)


def _parts(form: str, known: Lexicon) -> list[str]:
    """The concepts of a compound, its last part first: that says what the whole is.

    >>> _parts("meldingsformulier", lexicon()), _parts("kaplan", lexicon())
    (['paper', 'melding'], [''])
    """
    ending = ""
    for at in range(len(form) - SHORTEST + 1):
        tail, first = form[at:], form[:at]
        concept = known.forms.get(tail, "")
        if not concept or concept in SILENT:
            continue
        for joint in ("", "s", "e", "en"):
            part = known.forms.get(first.removesuffix(joint)) if first.endswith(joint) else None
            if part:
                return [concept, part]
        if tail in known.tails:
            ending = ending or concept
    return [ending]
