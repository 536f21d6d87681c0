"""What is to be said of a source beside its events: a kind and a count, never a value.

A note is data, so that it can be kept with the file that it is about and be told in any language, on any
night: `outputs.notes` has the words of each kind, in Dutch and in English.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """Something that a reader of an export noticed.

    Attributes:
        kind: what; a key of `outputs.notes.WORDS`.
        n: how many rows, values or keys it is about; 0 where it is no matter of counting.
        column: the source column that it is about; '' where none is.
        detail: a name out of the config, of a standard or of the file's structure, such as a format or a
            transition; never a value of a row.

    >>> Note("cost_unread", n=3, column="Bedrag")
    Note(kind='cost_unread', n=3, column='Bedrag', detail='')
    """

    kind: str
    n: int = 0
    column: str = ""
    detail: str = ""
