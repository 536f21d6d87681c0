"""Numbers and durations as a Dutch reader writes them: on the maps, which are Dutch."""

from __future__ import annotations

from typing import Final

from outputs.reader import DAY_S, Reader

__all__ = ["DAY_S", "DUTCH", "count_nl", "days_nl", "number_nl", "percent_nl", "share_nl"]

DUTCH: Final = Reader("nl")

number_nl: Final = DUTCH.number
percent_nl: Final = DUTCH.percent
share_nl: Final = DUTCH.share
days_nl: Final = DUTCH.days


def count_nl(n: int, one: str, many: str) -> str:
    """A number with its noun in the right form.

    >>> count_nl(1, "klantreis", "klantreizen"), count_nl(1200, "klantreis", "klantreizen")
    ('1 klantreis', '1.200 klantreizen')
    """
    return f"{number_nl(n)} {one if n == 1 else many}"
