"""What is to be said of a source beside its events: a kind and a count, never a value.

A note is data, so that it can be kept with the file that it is about and be told in any language, on any
night: `outputs.notes` has the words of each kind, in Dutch and in English.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Note:
    """Something that a reader of an export noticed.

    Attributes:
        kind: what; a key of `outputs.notes.WORDS`.
        n: how many rows, values or keys it is about; 0 where it is no matter of counting.
        column: the source column that it is about; '' where none is.
        detail: a name out of the config, of a standard or of the file's structure, such as a format or a
            transition; never a value of a row.
        file: the file that it is about, as lineage calls it; '' where it is no single one.
        n_over: over how many others these are: cases of a key, clients of a case number; 0 where it is
            no matter of keys.

    >>> Note("cost_unread", n=3, column="Bedrag")
    Note(kind='cost_unread', n=3, column='Bedrag', detail='', file='', n_over=0)
    """

    kind: str
    n: int = 0
    column: str = ""
    detail: str = ""
    file: str = ""
    n_over: int = 0


@dataclass(frozen=True)
class Summary:
    """One note over all files of a source that have it.

    Attributes:
        note: with the sum of what was counted, and no file.
        files: the files that it is about, in the order of their names.
    """

    note: Note
    files: tuple[str, ...] = ()


def summed(notes: Iterable[Note]) -> list[Summary]:
    """The notes of a source, those of one kind, column and detail as one, in that order.

    >>> summed([Note("cost_unread", 2, file="b.csv"), Note("cost_unread", 1, file="a.csv")])
    [Summary(note=Note(..., n=3, ...), files=('a.csv', 'b.csv'))]
    """
    groups: dict[tuple[str, str, str], list[Note]] = {}
    for note in notes:
        groups.setdefault((note.kind, note.column, note.detail), []).append(note)
    return [
        Summary(
            replace(group[0], n=sum(note.n for note in group), file=""),
            tuple(sorted({note.file for note in group if note.file})),
        )
        for _, group in sorted(groups.items())
    ]
