"""Who hears of an extract while it is read: a person who waits, or who looks at what a config would read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.source import Batch, Extract, Source


class Watcher:
    """Hears what is read of an extract; this one does nothing with it.

    What a watcher hears are the raw rows: it keeps nothing of them but counts and masked values.
    """

    def expect(self, sizes: Mapping[str, int]) -> None:
        """These files will be read, by name with their bytes."""

    def opened(self, name: str, source: Source, extract: Extract) -> None:
        """An extract is opened.

        Args:
            name: what lineage calls it.
            source: how it is understood, with the names that its header has.
            extract: opened.
        """

    def read(self, batch: Batch) -> None:
        """These rows of the extract were handed over."""


NOBODY = Watcher()
"""Who hears where nobody asks."""
