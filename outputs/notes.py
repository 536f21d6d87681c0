"""The words of notes: what a reader of an export noticed (`journeys.notes.Note`), in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.texts import catalogue, marked

if TYPE_CHECKING:
    from journeys.notes import Note
    from outputs.texts import Language

WORDS: Final = {
    "lifecycle_moments": marked(
        "{n} rijen zijn momenten waarop niemand aan het werk was ({detail}); dat zijn geen gebeurtenissen."
    ),
    "lifecycle_others": marked(
        "{n} rijen hebben een overgang die de XES-standaard niet kent; elk is een gebeurtenis op zich. "
        "[sources.transitions] kan zeggen wat zo’n woord betekent."
    ),
    "lifecycle_pairs": marked(
        "{n} rijen vormen met een andere rij samen één gebeurtenis (begin en einde van een activiteit)."
    ),
    "lifecycle_running": marked(
        "{n} activiteiten beginnen en worden nergens beëindigd: die lopen nog."
    ),
    "lifecycle_unbegun": marked(
        "{n} activiteiten eindigen zonder dat hun begin in dezelfde levering staat; die zijn één moment."
    ),
    "lifecycle_unmapped": marked(
        "Kolom ‘{column}’ zegt wanneer een activiteit begint en eindigt, maar wordt zo niet gelezen: nu is "
        "elk moment een gebeurtenis op zich. Zet in de configuratie bij deze bron (bij een puntkomma begint "
        "een nieuwe regel): {detail}"
    ),
    "no_event": marked("Geen enkele van de {n} rijen werd een gebeurtenis."),
    "no_rows": marked("De levering heeft geen rijen: er is niets te lezen."),
    "traces_nameless": marked(
        "{n} zaken hebben geen naam (concept:name); het nummer binnen het bestand is de zaak. "
        "In een andere levering kan dat een ander nummer zijn."
    ),
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
