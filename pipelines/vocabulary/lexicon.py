"""What a term of the field may mean, by the words in it: the lexicon (`lexicon.toml`) and its one reader.

A term is read as a row of concepts. Those of the first clause that says anything count, and of what
follows a mark (`:`, `(`) only what undoes it: "Intake (geannuleerd)". Where concepts meet, the first of the
lexicon's meetings that fits decides; else the first concept that names a kind. What the lexicon does not
know stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from journeys.spelling import spelled
from pipelines.vocabulary.concepts import JOINED, ORGANISATIONS, SILENT, lexicon
from pipelines.vocabulary.pieces import name_of, organisation_of, pieces_of
from pipelines.vocabulary.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.vocabulary.concepts import Lexicon, Meeting
    from pipelines.vocabulary.pieces import Piece
    from pipelines.vocabulary.words import Word

FIRST: Final = "^"
"""Marks in a meeting the concept that has to come first."""

UNSAID: Final = frozenset({"", "organisation", *SILENT})
"""The concepts that may stand before the first."""

NAMING: Final = ("", "article", "filler", "preposition", "care", "order", *ORGANISATIONS)
"""The concepts of which the name of a partner is made up."""


@dataclass(frozen=True)
class Meaning:
    """What a term may mean.

    Attributes:
        kind: one of `journeys.contract.KINDS`.
        referred_to: the partner to whom the term says that the client is referred; '' for none.
        likelihood: that the term is meant so, 0–1, as the lexicon's makers judge it.
    """

    kind: str
    referred_to: str
    likelihood: float


@lru_cache(maxsize=65_536)
def meaning_of(term: str, partner: str = "") -> Meaning | None:
    """What a term may mean; None where the lexicon does not know.

    Args:
        term: as a source writes it.
        partner: that writes it, where it is known: its own name in a term says nothing of others.

    >>> meaning_of("Doorverwezen naar GGZ")
    Meaning(kind='verwijzing', referred_to='GGZ', likelihood=0.96)
    >>> meaning_of("Intake geannuleerd").kind, meaning_of("Trajectafsluiting").kind
    ('overig', 'afsluiting')
    >>> meaning_of("Melding Veilig Thuis").likelihood, meaning_of("Melding Veilig Thuis", "VT").likelihood
    (0.7, 0.97)
    >>> meaning_of("Kwartaalcijfers"), meaning_of("niet afgesloten")
    (None, None)
    """
    text = spelled(term)
    known = lexicon()
    words = words_of(text)
    if not 0 < len(words) <= known.longest:
        return None
    own = organisation_of(partner) if partner else ""
    pieces = [piece for piece in pieces_of(words, known) if not (own and name_of(piece) == own)]
    if not pieces:
        return None
    for last in dict.fromkeys(word.clause for word in words):
        near = [piece for piece in pieces if piece.words[0].clause <= last]
        undoing = [piece for piece in pieces if piece not in near and piece.concept in known.later]
        reading = _reading([*near, *undoing], known)
        if reading:
            break
    else:
        return None
    kind, likelihood, is_single = reading
    if not kind:
        return None
    target = _target(near) if kind == "verwijzing" else ()
    is_careful = kind in known.careful
    to = next((n for n, piece in enumerate(pieces) if piece.concept == "to"), len(pieces))
    for n, piece in enumerate(pieces):
        if not piece.concept and piece.words[0] not in target:
            is_explanation = piece.words[0].clause > last or n > to or kind == "overig"
            is_doubt = is_careful and (is_single or n == 0)
            weight = "later" if is_explanation else "unknown_alone" if is_doubt else "unknown"
            likelihood *= known.weights[weight]
    referred_to = text[target[0].begin : target[-1].end] if target else ""
    return Meaning(kind, referred_to, round(likelihood, 2))


def _reading(pieces: Sequence[Piece], known: Lexicon) -> tuple[str, float, bool] | None:
    """Kind, likelihood, and whether one concept alone says it; None where nothing here says anything.

    Of the first meeting of what stands before any preposition, and the first of all that stands there, the
    likelier counts.
    """
    naming = [piece for piece in pieces if piece.concept in known.alone]
    heads = [piece for piece in naming if not piece.is_modifier]
    strong = [piece for piece in heads if piece.concept not in known.weak]
    leading = {piece.concept for piece in pieces if not piece.is_modifier}
    said = [piece for piece in pieces if not piece.is_modifier and piece.concept not in UNSAID]
    leading |= {f"{FIRST}{piece.concept}" for piece in said[:1]}
    everything = leading | {piece.concept for piece in pieces}
    if meeting := _meeting(leading, everything, known):
        used = {concept.removeprefix(FIRST) for some in meeting.of for concept in some}
        others = [piece for piece in strong if piece.concept not in used]
        kind, likelihood, is_single = meeting.kind, meeting.likelihood, len(meeting.of) == 1
    elif naming:
        (first, *others) = strong or heads or naming
        kind, likelihood = known.alone[first.concept]
        is_single = True
        if not strong:
            others = []
        if not heads:
            likelihood *= known.weights["modifier"]
    else:
        return None
    if kind != "overig" and any(known.alone[piece.concept][0] != kind for piece in others):
        likelihood *= known.weights["conflict"]
    return kind, likelihood, is_single


def _meeting(leading: set[str], everything: set[str], known: Lexicon) -> Meeting | None:
    """The meeting that decides; if anything leads, one of what only follows a preposition is none."""
    first: Meeting | None = None
    for meeting in known.meetings:
        is_led = not leading & known.alone.keys() or any(leading & some for some in meeting.of)
        if is_led and all(everything & some for some in meeting.of):
            if all(leading & some for some in meeting.of):
                return first if first and first.likelihood > meeting.likelihood else meeting
            first = first or meeting
    return first


def _target(pieces: Sequence[Piece]) -> tuple[Word, ...]:
    """The words that say where a client is referred to: what follows `naar`, else an organisation."""
    organisations = [piece for piece in pieces if name_of(piece)]
    at = next((n for n, piece in enumerate(pieces, 1) if piece.concept == "to"), None)
    if at is None:
        return organisations[0].words if len(organisations) == 1 else ()
    clause = pieces[at - 1].words[0].clause
    named = list(
        takewhile(
            lambda piece: piece.words[0].clause == clause and piece.concept in NAMING, pieces[at:]
        )
    )
    while named and named[0].concept in {"article", *JOINED}:
        del named[0]
    while named and named[-1].concept in JOINED:
        del named[-1]
    if not any(piece.concept in {"", *ORGANISATIONS} for piece in named):
        return ()
    return tuple(word for piece in named for word in piece.words)
