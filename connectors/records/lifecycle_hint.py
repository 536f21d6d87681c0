"""Where a column looks like a life cycle (`connectors.records.lifecycle`): what to write to map it.

Without it each moment of an activity would be an event of its own, which no figure betrays. A column looks
like one where nearly all that stands in it are words for the moments of an activity, in the standard's
words or in everyday Dutch, and some case tells of one activity that it begins as well as that it ends. A
column for the end says the same already: a source that has one gets no hint.

The first rows of an extract are looked at, in memory alone; a note holds words of the lists below, never
another word of a row.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from connectors.errors import ConnectorError
from connectors.records.lifecycle import BEGINS, ENDS, STANDARD, TRANSITION
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from connectors.source import Extract, Source

ROWS: Final = 5_000
LEAST_SHARE: Final = 0.9
"""Of the cells that are filled in, how many are words for a moment."""

EVERYDAY: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("started", "begin", "begonnen", "gestart", "aangevangen", "aanvang", "begint"),
        "start",
    ),
    **dict.fromkeys(
        (
            "completed", "end", "ended", "finished", "done", "eind", "einde", "beëindigd", "geëindigd",
            "afgerond", "voltooid", "gereed", "klaar", "afgesloten", "stop", "gestopt",
        ),
        "complete",
    ),
    **dict.fromkeys(("scheduled", "gepland", "ingepland", "planned"), "schedule"),
    **dict.fromkeys(("assigned", "toegewezen", "toebedeeld"), "assign"),
    **dict.fromkeys(("suspended", "opgeschort", "onderbroken", "gepauzeerd"), "suspend"),
    **dict.fromkeys(("resumed", "hervat"), "resume"),
    **dict.fromkeys(("withdrawn", "ingetrokken"), "withdraw"),
    **dict.fromkeys(("aborted", "afgebroken", "geannuleerd", "cancelled"), "ate_abort"),
    **dict.fromkeys(("skipped", "overgeslagen"), "manualskip"),
}  # fmt: skip
"""Everyday words and what they mean where a column looks like a life cycle; nothing is read by them."""


def hints(extract: Extract, source: Source, columns: Mapping[str, Sequence[str]]) -> list[Note]:
    """A note for each column that looks like a life cycle and is not mapped.

    Args:
        extract: opened; its first rows are read.
        source: how it is understood.
        columns: canonical column to the source columns that this extract has.
    """
    if (
        source.is_snapshot
        or TRANSITION in columns
        or "ended_at" in columns
        or extract.columns is None
        or not columns.keys() >= {"case_id", "activity"}
    ):
        return []
    known = {*source.key, *(name for names in columns.values() for name in names)}
    header = list(extract.columns)
    others = [name for name in header if name and name not in known and header.count(name) == 1]
    if not others:
        return []
    needed = [*columns["case_id"], *columns["activity"]]
    return [
        _note(name, words)
        for name, rows in _samples(extract, needed, others)
        if (words := lifecycle_in(name, rows, columns))
    ]


def _samples(
    extract: Extract, needed: Sequence[str], others: Sequence[str]
) -> Iterator[tuple[str, pa.Table]]:
    """Each column with the first rows that it and the needed ones have."""
    if (rows := _first_rows(extract, [*needed, *others])) is not None:
        yield from ((name, rows) for name in others)
        return
    for name in others:  # one of them is of a type that cannot be handed over
        if (rows := _first_rows(extract, [*needed, name])) is not None:
            yield name, rows


def _first_rows(extract: Extract, names: Sequence[str]) -> pa.Table | None:
    """The first rows of an extract; None where they cannot be looked at beforehand."""
    take = getattr(extract, "sample", None)
    if take is None and hasattr(extract, "cursor"):
        return None  # a service answers once
    try:
        candidates = list(dict.fromkeys(names))
        first = next(iter(take(candidates) if take else extract.batches(candidates)), None)
    except ConnectorError:
        return None
    return first.rows.slice(0, ROWS) if first is not None else None


def lifecycle_in(name: str, rows: pa.Table, columns: Mapping[str, Sequence[str]]) -> list[str]:
    """The words of a column that looks like a life cycle, as they are written; else none."""
    cells = [" ".join(str(cell or "").split()) for cell in rows[name].to_pylist()]
    filled = [cell for cell in cells if cell]
    words = [cell for cell in filled if meaning_of_word(cell)]
    if not words or len(words) < LEAST_SHARE * len(filled):
        return []
    began: set[tuple[str, ...]] = set()
    ended: set[tuple[str, ...]] = set()
    for at, cell in enumerate(cells):
        meaning = meaning_of_word(cell)
        if meaning not in BEGINS and meaning not in ENDS:
            continue
        who = tuple(
            next((str(v) for c in columns[column] if (v := rows[c][at].as_py()) is not None), "")
            for column in ("case_id", "activity")
        )
        (began if meaning in BEGINS else ended).add(who)
    return sorted(set(words)) if began & ended else []


def meaning_of_word(cell: str) -> str:
    """What a word says, in the standard's words; empty where it is none for a moment."""
    word = cell.lower()
    return word if word in STANDARD else EVERYDAY.get(word, "")


def _note(name: str, words: Sequence[str]) -> Note:
    """What to write under the source so that the column is read as a life cycle; `;` ends a line."""
    lines = f"[sources.columns] {TRANSITION} = {_toml(name)}"
    if own := {
        word.lower(): meaning_of_word(word) for word in words if word.lower() not in STANDARD
    }:
        lines += "; [sources.transitions] " + "; ".join(
            f"{_toml(word)} = {_toml(meaning)}" for word, meaning in sorted(own.items())
        )
    return Note("lifecycle_unmapped", column=name, detail=lines)


def _toml(text: str) -> str:
    r"""A text as TOML writes it.

    >>> _toml('Status "nu"')
    '"Status \\"nu\\""'
    """
    return json.dumps(text, ensure_ascii=False)
