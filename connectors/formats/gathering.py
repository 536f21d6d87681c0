"""Rows into batches of bounded size: what every reader hands over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from connectors.source import BadRow, Batch
from connectors.values.cells import column_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.values.cells import Cell

BATCH_ROWS: Final = 65_536
BATCH_CHARS: Final = 8 * 1024 * 1024
SHOWN: Final = 200


def shown(line: str) -> str:
    """The begin of a raw line as `BadRow.value` takes it, always writable as UTF-8."""
    return line[:SHOWN].rstrip("\r\n").encode("utf-8", "replace").decode()


@dataclass
class Gatherer:
    """Gathers rows of cells to batches of bounded size.

    >>> rows = Gatherer(["Zaak"])
    >>> rows.add(1, ["Z1"], 3)
    >>> rows.batch().rows.to_pylist()
    [{'source_row': 1, 'Zaak': 'Z1'}]
    """

    names: Sequence[str]
    clock: str = " "
    _rows: list[int] = field(default_factory=list)
    _values: list[Sequence[Cell]] = field(default_factory=list)
    _bad: list[BadRow] = field(default_factory=list)
    _chars: int = 0

    def add(self, row: int, values: Sequence[Cell], chars: int) -> None:
        """Takes a good row: its number, its values in the order of `names`, its size."""
        self._rows.append(row)
        self._values.append(values)
        self._chars += chars

    def reject(
        self, row: int, reason: str, value: str, column: str = "", *, file: str = ""
    ) -> None:
        """Takes a row that could not be taken apart."""
        self._bad.append(BadRow(row, column, reason, shown(value), file))

    def full(self) -> Sequence[Batch]:
        """What was gathered, once it is time to hand over a batch; nothing before."""
        n_rows = len(self._rows) + len(self._bad)
        return (self.batch(),) if n_rows >= BATCH_ROWS or self._chars >= BATCH_CHARS else ()

    def rest(self) -> Sequence[Batch]:
        """What was gathered since the last batch, if anything."""
        return (self.batch(),) if self._rows or self._bad else ()

    def batch(self) -> Batch:
        """What was gathered since the last batch."""
        columns = {
            name: column_of([values[i] for values in self._values], self.clock)
            for i, name in enumerate(self.names)
        }
        numbers = pa.array(self._rows, pa.int64())
        rows = pa.table(
            [numbers, *(column.text for column in columns.values())],
            names=["source_row", *columns],
        )
        batch = Batch(
            rows,
            tuple(self._bad),
            failed={name: c.failed for name, c in columns.items() if c.failed is not None},
            times={name: c.times for name, c in columns.items() if c.times is not None},
            numbers={name: c.numbers for name, c in columns.items() if c.numbers is not None},
        )
        self._rows, self._values, self._bad, self._chars = [], [], [], 0
        return batch
