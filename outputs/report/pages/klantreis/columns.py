"""What a pack holds of a journey: its sections, and how the values of each column are written.

A pack is columnar. Of each section it says how many rows each of its journeys has (`n`), and then the
columns, each with the rows of all its journeys one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from outputs.report.text import cut, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

LONGEST: Final = 500
"""Characters of a text out of the data; what is longer is cut in the middle."""

WORD: Final = "word"
"""A text: its number in the pack's `words`, where the first is none."""

COUNT: Final = "count"
"""A whole number, or null."""

FLAG: Final = "flag"
"""1 for true, 0 for false, null for not known."""

LIST: Final = "list"
"""Whole numbers."""

SPAN: Final = "span"
"""Microseconds, as multiples of the column's `unit`; null: not known."""

MOMENT: Final = "moment"
"""As a span since 1970-01-01 UTC."""

STEP: Final = "step"
"""As a span since the journey's row before; of the first since the journey's start."""

WALK: Final = "walk"
"""A whole number, as the difference with the journey's row before; of the first the number itself."""

SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "events": {
        "started": STEP, "duration": SPAN, "activity": WORD, "kind": WORD, "term": WORD,
        "partner": WORD, "team": WORD, "client": WORD, "regisseur": WORD, "role": WORD,
        "referred_to": WORD, "running": FLAG, "precision": WORD, "source": WORD, "file": WORD,
        "row": WALK,
    },
    "shared": {"seq": WALK, "client": WORD},
    "waits": {
        "seq": WALK, "idle": SPAN, "unknown": SPAN, "because": WORD, "batching": SPAN,
        "contention": SPAN, "prioritisation": SPAN, "unavailability": SPAN, "extraneous": SPAN,
        "between_contacts": FLAG,
    },
    "handovers": {
        "seq": WALK, "kind": WORD, "is_return": FLAG, "from_partner": WORD, "to_partner": WORD,
    },
    "spells": {
        "layer": WORD, "seq": WALK, "regisseur": WORD, "duration": SPAN, "n_events": COUNT,
        "gap": SPAN,
    },
    "norms": {
        "norm": WORD, "from_seq": COUNT, "to_seq": COUNT, "started_on": COUNT, "due_on": COUNT,
        "finished_on": COUNT, "verdict": WORD, "days_left": COUNT, "suspended_days": COUNT,
    },
    "referrals": {"seq": WALK, "outcome": WORD, "answer_seq": COUNT, "wait": SPAN},
    "residents": {
        "started": STEP, "duration": SPAN, "activity": WORD, "term": WORD, "kind": WORD, "actor": WORD,
        "partner": WORD, "running": FLAG, "precision": WORD, "source": WORD, "file": WORD, "row": WALK,
    },
    "signals": {
        "kind": WORD, "severity": WORD, "is_shared": FLAG, "template": WORD, "figures": LIST,
        "seqs": LIST,
    },
}  # fmt: skip
"""Each section with its columns, and each column with how it is written. Rows stand in the order of seq,
layer and spell, or gravity; the seq of the events is the row's number, from 1."""

FACTS: Final[Mapping[str, str]] = {
    "client": WORD, "household": WORD, "municipality": WORD, "started": MOMENT, "duration": SPAN,
    "waiting": SPAN, "contacts": SPAN, "names_regisseur": FLAG, "closed": FLAG,
    "n_events": COUNT, "n_partners": COUNT, "n_handovers": COUNT,
    "n_regisseurs": COUNT, "calendar_days": COUNT, "working_days": COUNT, "n_incidents": COUNT,
    "safety": WORD, "n_later": COUNT, "n_longer": COUNT,
}  # fmt: skip
"""The columns of the journeys themselves, one row each."""


class WordList:
    """The texts of one pack, each once.

    >>> words = WordList()
    >>> words.number("Wijkteam"), words.number("GGZ"), words.number("Wijkteam"), words.texts
    (1, 2, 1, [None, 'Wijkteam', 'GGZ'])
    """

    def __init__(self) -> None:
        """Begin with none but the missing one."""
        self.texts: list[str | None] = [None]
        self._known: dict[str, int] = {}

    def number(self, text: str) -> int:
        """A text's number; it is made fit to be shown."""
        place = self._known.get(text)
        if place is None:
            place = self._known[text] = len(self.texts)
            self.texts.append(cut(visible(text), LONGEST))
        return place

    def numbers(self, column: pa.Array) -> list[int]:
        """The numbers of a column of texts."""
        encoded = column.dictionary_encode()
        known = [self.number(text) for text in encoded.dictionary.to_pylist()]
        places = encoded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        return _plain(np.asarray([*known, 0], dtype=np.int64)[places])


def written(column: pa.Array, kind: str, words: WordList, since: Numbers, first: Numbers) -> Any:
    """A column of one pack as its kind is written.

    Args:
        column: its rows; times and spans in microseconds.
        kind: how it is written.
        words: of the pack.
        since: of each row, the start of its journey.
        first: the places of the rows that are their journey's first.
    """
    if kind == WORD:
        return words.numbers(column)
    if kind == LIST:
        return column.to_pylist()
    if kind in (COUNT, FLAG):
        return _with_nulls(_numbers(column), column)
    values = _numbers(column)
    if kind == WALK:
        steps = np.diff(values, prepend=0)
        steps[first] = values[first]
        return _plain(steps)
    if kind == STEP:
        values = np.diff(values, prepend=0)
        values[first] = _numbers(column)[first] - since[first]
    there = _there(column)
    unit = int(np.gcd.reduce(values[there])) if there.any() else 1
    return {"unit": max(unit, 1), "values": _with_nulls(values // max(unit, 1), column)}


def _numbers(column: pa.Array) -> Numbers:
    """The values of a column of numbers or flags; 0 where there is none."""
    numbers: Numbers = column.cast("int64").fill_null(0).to_numpy(zero_copy_only=False)
    return numbers


def _there(column: pa.Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
    there: np.ndarray[Any, np.dtype[np.bool_]] = column.is_valid().to_numpy(zero_copy_only=False)
    return there


def _with_nulls(values: Numbers, column: pa.Array) -> list[int | None]:
    if not column.null_count:
        return list(_plain(values))
    pairs: Iterable[tuple[int, bool]] = zip(values.tolist(), _there(column).tolist(), strict=True)
    return [value if there else None for value, there in pairs]


def _plain(values: Numbers) -> list[int]:
    plain: list[int] = values.tolist()
    return plain
