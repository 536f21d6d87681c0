"""Norms: within which term one milestone of a journey has to follow another.

A norm is data. `journeys.layout.lay_out` lays norms out as the tables `norms` and `norm_selectors`;
the model `norm_checks` does the rest. The definition stands in docs/definitions.md.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Unit = Literal["calendar_days", "working_days", "weeks", "months"]

FIELDS: Final = ("kind", "activity", "partner", "domain", "municipality")
"""The columns of `events` by which a milestone is picked."""

MOST_DAYS: Final = {"calendar_days": 1, "working_days": 3, "weeks": 7, "months": 31}
"""The most calendar days that one of a unit can take, public holidays within."""


@dataclass(frozen=True)
class Selector:
    """Which events are a milestone: those that have one of the values in each column that is given.

    A column without values says nothing; a selector without any picks every event.

    >>> list(Selector(kind=("melding",), partner=("A", "B")).rows())
    [('melding', None, 'A', None, None), ('melding', None, 'B', None, None)]
    """

    kind: Sequence[str] = ()
    activity: Sequence[str] = ()
    partner: Sequence[str] = ()
    domain: Sequence[str] = ()
    municipality: Sequence[str] = ()

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """A row of `FIELDS` for each combination of values; None: any."""
        return product(*(tuple(getattr(self, name)) or (None,) for name in FIELDS))


@dataclass(frozen=True)
class Norm:
    """A term between two milestones.

    Attributes:
        name: what it is called in `norm_checks`; unique.
        start: the milestone that opens a check (`from` in a config).
        end: the milestone that closes it (`to`).
        limit: how many of the unit the term has.
        unit: `calendar_days`, `working_days`, `weeks` or `months`.
        extend: whether a term that ends on a Saturday, Sunday or legal free day runs on.
        source: the law or agreement that it comes from.
        suspend: the milestone that suspends the term; None: nothing does.
        resume: the milestone from which it goes on (`suspend.until`).
    """

    name: str
    start: Selector
    end: Selector
    limit: int
    unit: Unit
    extend: bool = False
    source: str = ""
    suspend: Selector | None = None
    resume: Selector | None = None

    @property
    def most_days(self) -> int:
        """No term of this norm is longer in calendar days, suspensions apart.

        >>> Norm("n", Selector(), Selector(), 6, "weeks").most_days
        56
        """
        return self.limit * MOST_DAYS[self.unit] + 14

    def milestones(self) -> Iterator[tuple[str, Selector]]:
        """Each milestone with what it is to a check: from, to, suspend, resume."""
        yield "from", self.start
        yield "to", self.end
        if self.suspend is not None and self.resume is not None:
            yield "suspend", self.suspend
            yield "resume", self.resume


Columns = dict[str, tuple[str, "Sequence[object]"]]
"""A small table: column to its type and values."""


def norms_table(norms: Iterable[Norm]) -> Columns:
    """The table `norms`, a row for each: column to type and values.

    `counting` says what its term is counted in: `working_days`, else `calendar_days`.
    """
    every = list(norms)
    return {
        "norm": ("VARCHAR", [norm.name for norm in every]),
        "limit_n": ("BIGINT", [norm.limit for norm in every]),
        "unit": ("VARCHAR", [norm.unit for norm in every]),
        "counting": (
            "VARCHAR",
            ["working_days" if norm.unit == "working_days" else "calendar_days" for norm in every],
        ),
        "extend": ("BOOLEAN", [norm.extend for norm in every]),
        "source": ("VARCHAR", [norm.source for norm in every]),
    }


def selectors_table(norms: Iterable[Norm]) -> Columns:
    """The table `norm_selectors`: norm, milestone, and `FIELDS`, null where any value will do."""
    rows = [
        (norm.name, milestone, *values)
        for norm in norms
        for milestone, selector in norm.milestones()
        for values in selector.rows()
    ]
    names = ("norm", "milestone", *FIELDS)
    return {name: ("VARCHAR", [row[n] for row in rows]) for n, name in enumerate(names)}


@cache
def statutory_norms() -> dict[str, dict[str, Any]]:
    """The norms of law and agreements that come with the program, as a config would write them.

    >>> statutory_norms()["wmo-onderzoek"]["source"]
    'Wmo 2015 art. 2.3.2'
    """
    return tomllib.loads((files("journeys") / "statutory_norms.toml").read_text(encoding="utf-8"))
