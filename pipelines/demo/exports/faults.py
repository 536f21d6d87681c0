"""The rows that no reader can use, planted among the good ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.demo.clock import local
from pipelines.demo.exports.extract import ExportRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from pipelines.demo.exports.extract import BadCell

MOST_OF_A_KIND = 3
MONTH_EXPORTED_TWICE = 12
"""The month in which one partner's files overlap holds no faulty row: each is counted once."""


def with_faults(
    lines: Sequence[ExportRow], faults: Sequence[BadCell], rng: Random
) -> list[ExportRow]:
    """The lines with copies among them that hold a fault: at most one in a hundred.

    A copy comes after the line that it was made from, so the order of time remains.
    """
    copies = min(MOST_OF_A_KIND, len(lines) // (100 * len(faults)))
    candidates = [
        number
        for number, line in enumerate(lines)
        if local(line.event.started_at).month != MONTH_EXPORTED_TWICE
    ]
    chosen = iter(rng.sample(candidates, copies * len(faults)))
    spoiled = {next(chosen): fault for _ in range(copies) for fault in faults}
    result = []
    for number, line in enumerate(lines):
        result.append(line)
        if number in spoiled:
            column, value = spoiled[number]
            result.append(ExportRow({**line.cells, column: value}, line.event, fault=column))
    return result
