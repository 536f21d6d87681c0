"""A small frame as plain rows, with None for what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows.

    >>> import pandas as pd
    >>> rows(pd.DataFrame({"n": [1.5, float("nan")]}))
    [{'n': 1.5}, {'n': None}]
    """
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def row(frame: pd.DataFrame) -> dict[str, Any]:
    """The only row of a frame."""
    return rows(frame)[0]
