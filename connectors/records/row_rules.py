"""Rows that a config leaves out (`skip_rows_where`): totals, headings and the like that are no data.

A rule names columns and texts. A row is left out where every column of one rule holds one of its texts, in
its one spelling (`journeys.spelling`); a text that ends in * stands for all that begin so, and an empty
text for an empty cell. What is left out is counted, and is no row that was read.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from connectors.values.cells import text_of
from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.source import Batch, RowRules

ANY_END: Final = "*"


def rule_columns(rules: RowRules) -> set[str]:
    """The source columns that rules look at."""
    return {name for rule in rules for name in rule}


def without_skipped(batch: Batch, rules: RowRules) -> tuple[Batch, int]:
    """A batch without the rows that a rule leaves out, and how many these are."""
    if not rules or not batch.rows.num_rows:
        return batch, 0
    skipped = reduce(pc.or_, [_fits(batch.rows, rule) for rule in rules])
    n = int(pc.sum(skipped).as_py() or 0)
    if not n:
        return batch, 0
    stays = pc.invert(skipped)

    def part(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
        return {name: values.filter(stays) for name, values in columns.items()}

    return (
        replace(
            batch,
            rows=batch.rows.filter(stays),
            failed=part(batch.failed),
            times=part(batch.times),
            numbers=part(batch.numbers),
        ),
        n,
    )


def _fits(rows: pa.Table, rule: Mapping[str, Sequence[str]]) -> pa.Array:
    """Whether every column of a rule holds one of its texts, for each row."""
    nowhere = pa.array([False] * rows.num_rows)
    fits = [
        _holds(rows[name], texts) if name in rows.column_names else nowhere
        for name, texts in rule.items()
    ]
    return reduce(pc.and_, fits)


def _holds(column: pa.ChunkedArray, texts: Sequence[str]) -> pa.Array:
    """Whether a column holds one of these texts, for each row."""
    values = text_of(column)
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    values = pc.fill_null(values, "")
    exact = [spelled(text) for text in texts if not text.endswith(ANY_END)]
    holds = pc.is_in(values, value_set=pa.array(exact, pa.string()))
    for text in texts:
        if text.endswith(ANY_END):
            begin = spelled(text.removesuffix(ANY_END))
            holds = pc.or_(holds, pc.starts_with(values, begin))
    return holds


def is_skipped(rules: RowRules, row: Mapping[str, str]) -> bool:
    """Whether a rule leaves out this one row.

    >>> is_skipped(({"Zaak": ("Totaal*",)},), {"Zaak": " Totaal 2024", "Wat": ""})
    True
    """
    return any(
        all(
            name in row and any(_is_like(spelled(row[name]), text) for text in texts)
            for name, texts in rule.items()
        )
        for rule in rules
    )


def _is_like(value: str, text: str) -> bool:
    if text.endswith(ANY_END):
        return value.startswith(spelled(text.removesuffix(ANY_END)))
    return value == spelled(text)
