"""Who sees what a night is doing while it does it: a terminal, or nobody.

What is done is said by lines (`pipelines.night.progress`); what goes on is seen here, and stays nowhere.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Onlooker:
    """Sees what goes on; this one shows nobody."""

    def plan(self, weights: Mapping[str, float]) -> None:
        """These parts are ahead.

        Args:
            weights: of each part, how long it takes beside the others.
        """

    def see(self, part: str, share: float, doing: str = "") -> None:
        """A part is so far.

        Args:
            part: such as `ingest wijkteam`.
            share: of it that is done, 0–1.
            doing: what it is doing now; '' where its name says it.
        """


class _Seat:
    """Where the onlooker of this process sits."""

    taken_by = Onlooker()


@contextmanager
def watched_by(onlooker: Onlooker) -> Iterator[None]:
    """Let this onlooker see what goes on meanwhile."""
    before, _Seat.taken_by = _Seat.taken_by, onlooker
    try:
        yield
    finally:
        _Seat.taken_by = before


def plan(weights: Mapping[str, float]) -> None:
    """Tell the onlooker which parts are ahead."""
    _Seat.taken_by.plan(weights)


def see(part: str, share: float, doing: str = "") -> None:
    """Tell the onlooker how far a part is.

    >>> class Last(Onlooker):
    ...     def see(self, part, share, doing=""):
    ...         print(part, share, doing)
    >>> with watched_by(Last()):
    ...     see("publish", 0.5, "the report")
    publish 0.5 the report
    >>> see("publish", 1.0)
    """
    _Seat.taken_by.see(part, share, doing)
