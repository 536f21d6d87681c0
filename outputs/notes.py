"""The words of notes: what a reader of an export noticed (`journeys.notes.Note`), in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.texts import catalogue, marked

if TYPE_CHECKING:
    from journeys.notes import Note
    from outputs.texts import Language

WORDS: Final = {
    "cost_unread": marked(
        "{n} bedragen in kolom ‘{column}’ zijn niet te lezen; die gebeurtenissen staan er zonder bedrag in."
    ),
}
"""Of each kind its sentence in Dutch; {n}, {column} and {detail} are filled in."""


def sentence(note: Note, language: Language = "nl") -> str:
    """A note as a sentence.

    Raises:
        KeyError: its kind has no words.

    >>> from journeys.notes import Note
    >>> sentence(Note("cost_unread", n=3, column="Bedrag"), "en")
    '3 amounts in column ‘Bedrag’ cannot be read; those events are there without an amount.'
    """
    words = WORDS[note.kind]
    told = catalogue(language).get(words, words)
    return str(told).format(n=note.n, column=note.column, detail=note.detail)
