"""Which parts of a run one can look at on the live map: a gemeente, a domain, a route, a period."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from outputs.maps.text import clean
from outputs.report.pages.kaart.queries import QUERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine


KINDS: Final = ("all", "municipality", "domain", "route", "period")
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
"""How many months a period has."""

ROUTE_STEPS: Final = 4
"""A route is called by so many of its first activities, and its last."""


@dataclass(frozen=True)
class View:
    """A part of a run.

    Attributes:
        number: of its file, data/beeld-NUMBER.js; 0 is everything.
        kind: `all`, `municipality`, `domain`, `route` or `period`.
        value: what its journeys share; of a route its id.
        period: of a view of a period: years times periods a year, plus the period in the year.
        title: what it is called; empty where the page has a word for it.
    """

    number: int
    kind: str
    value: str | None = None
    period: int | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """What it is called in an address; the same every night.

        >>> View(3, "municipality", "Waddingen").key, View(0, "all").key
        ('municipality-4ec22f07', 'all')
        """
        if self.kind == "all":
            return "all"
        words = str(self.period) if self.period is not None else str(self.value)
        return f"{self.kind}-{sha256(words.encode('utf-8', 'replace')).hexdigest()[:8]}"


def find_views(connection: Engine, kinds: Sequence[str], most: int) -> tuple[View, ...]:
    """Everything, and of each wanted kind the views with most journeys; of periods the latest.

    Args:
        connection: with `live_journeys` and `live_events`.
        kinds: of view, as the config names them.
        most: how many of each kind.
    """
    chosen = [View(0, "all")]
    for kind in kinds:
        for row in QUERIES.rows(connection, f"view_{kind}", most=most):
            number, value, title = len(chosen), row["value"], row["title"]
            if kind == "period":
                chosen.append(View(number, kind, period=value))
            else:
                words = route_title(title) if kind == "route" else clean(title)
                chosen.append(View(number, kind, value, title=words))
    return tuple(chosen)


def route_title(route: str) -> str:
    """A route in a few words.

    >>> route_title("Melding > Intake > Plan > Start > Hulp > Evaluatie > Afsluiting")
    'Melding > Intake > Plan > Start > … > Afsluiting (7)'
    """
    steps = [clean(step, 40) for step in route.split(" > ")]
    if len(steps) > ROUTE_STEPS + 1:
        steps = [*steps[:ROUTE_STEPS], "…", f"{steps[-1]} ({len(steps)})"]
    return " > ".join(steps)
