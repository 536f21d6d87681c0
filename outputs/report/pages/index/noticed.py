"""What was noticed of the sources and bears on how certain a report is, counted by what it does to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.texts import marked

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from outputs.report.about import SourceFigures
    from outputs.small_groups import Gate, HeldBack

OVER: Final = ("case_wide", "key_wide")
"""The kinds that are counted by how many cases or clients they are over."""

KINDS: Final[Mapping[str, Collection[str]]] = {
    marked(
        "Opvallende tijden: {n} (in 1900 of eerder, in 2099 of later, of later dan het moment waarop het"
        " bestand is gelezen; bron: {bronnen})."
    ): ("time_ancient", "time_far", "time_filler", "time_later", "time_outside"),
    marked(
        "Een opvulling of een afgekapt nummer waar een sleutel hoort: {n} keer (bron: {bronnen})."
        " Wie of wat dat is, is niet te zeggen."
    ): ("key_cut", "key_cut_kept", "key_filler", "key_filler_kept"),
    marked(
        "Zaken of cliënten onder één sleutel met onwaarschijnlijk veel andere: {n} (bron: {bronnen})."
        " Misschien zijn daar verschillende mensen samengenomen."
    ): OVER,
    marked(
        "Rijen die een regel in de configuratie weglaat: {n} (bron: {bronnen})."
    ): ("rows_skipped",),
    marked(
        "Bestanden die nog werden geschreven of afbreken, en nog niet meetellen: {n} (bron: {bronnen})."
    ): ("unfinished",),
    marked(
        "Waarden die niet te lezen zijn, van gebeurtenissen die wel meetellen: {n} (bron: {bronnen})."
    ): ("birth_dates_unread", "cost_unread", "identity_unread"),
}  # fmt: skip
"""Of each line its words in Dutch, and the kinds of notes (`journeys.notes`) that it counts."""


@dataclass(frozen=True)
class Noticed:
    """One line of what was noticed.

    Attributes:
        words: one of `KINDS`; {n} and {bronnen} are filled in.
        n: how many, over all sources.
        sources: those in which it was noticed, in their own order.
    """

    words: str
    n: int | HeldBack
    sources: tuple[str, ...]


def noticed(sources: Sequence[SourceFigures], gate: Gate) -> list[Noticed]:
    """What bears on the figures, in the order of `KINDS`; what was not noticed is not said.

    >>> from journeys.notes import Note
    >>> from outputs.report.about import SourceFigures
    >>> from outputs.small_groups import Gate
    >>> lines = noticed([SourceFigures("a", notes=[Note("time_far", 3)])], Gate())
    >>> [(line.n, line.sources) for line in lines]
    [(3, ('a',))]
    """
    lines = []
    for words, kinds in KINDS.items():
        counts = {
            source.name: sum(
                note.n_over if note.kind in OVER else note.n
                for note in source.notes
                if note.kind in kinds
            )
            for source in sources
        }
        names = tuple(name for name, n in counts.items() if n)
        if names:
            lines.append(Noticed(words, gate.count(sum(counts.values())), names))
    return lines
