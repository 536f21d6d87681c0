"""What goes wrong while a product is written."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from journeys.errors import KlantreisError

if TYPE_CHECKING:
    from collections.abc import Iterable


class OutputError(KlantreisError):
    """A map, a report or an export could not be made from the tables."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A question about the known name that is most like this one; '' where none is.

    >>> did_you_mean("wiats", ["waits", "events"]), did_you_mean("x", ["waits"])
    ("did you mean 'waits'?", '')
    """
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else ""
