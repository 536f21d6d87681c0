"""The rows of a source, counted while they are read, for who looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.records.watcher import Watcher
from connectors.source import share_read
from journeys.errors import said, spoken
from outputs.reader import Reader
from pipelines.night.onlooker import see

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.source import Batch, Extract, Source


class RowCounter(Watcher):
    """Counts the rows of one source, and how much of its files they are.

    Args:
        source: its name.
    """

    def __init__(self, source: str) -> None:
        self._part, self._n_rows = f"ingest {source}", 0
        self._sizes: Mapping[str, int] = {}
        self._n_before, self._name = 0, ""
        self._extract: Extract | None = None

    def expect(self, sizes: Mapping[str, int]) -> None:
        """These files will be read, of so many bytes."""
        self._sizes = sizes

    def opened(self, name: str, source: Source, extract: Extract) -> None:  # noqa: ARG002 - as a Watcher
        """The next file is opened; the one before it is read."""
        self._n_before += self._sizes.get(self._name, 0)
        self._name, self._extract = name, extract

    def read(self, batch: Batch) -> None:
        """Count the rows and say how far it is."""
        self._n_rows += batch.rows.num_rows
        n = Reader(spoken()).number(self._n_rows)
        see(self._part, self._share(), said("{n} rows", n=n))

    def _share(self) -> float:
        """The share of the files' bytes that are read; 0 where that is not known."""
        n_all = sum(self._sizes.values())
        if not n_all or self._extract is None:
            return 0.0
        n_here = share_read(self._extract) * self._sizes.get(self._name, 0)
        return min(1.0, (self._n_before + n_here) / n_all)
