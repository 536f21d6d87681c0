"""What a rule needs to judge: the inputs that some source has to give, as the head of its own file says.

A rule is a kind of signal, or a table that judges. Its head holds, where it applies:

    -- needs: household, regisseur     inputs: keys of `INPUTS`, or kinds of events
    -- judges: handovers               what is judged one by one; left out: the run as a whole

`rule_status` says of each rule whether it could judge, in the run and per source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from journeys.contract import KINDS
from journeys.errors import AnalysisError, said
from journeys.models import SIGNALS, models

if TYPE_CHECKING:
    from collections.abc import Sequence

INPUTS: Final = (
    "regisseur", "referral", "partner", "partners", "household", "person", "worker", "cost", "ends",
    "closing", "norms", "calendars", "colours",
)  # fmt: skip
"""What a rule can need beside a kind of event; docs/definitions.md says when a source gives each."""

JUDGES: Final = ("run", "journeys", "handovers", "waits")
"""What a rule judges one by one; `run`: it finds what is written, over the run as a whole."""

_NEEDS: Final = re.compile(r"^-- needs: (.+)$", re.MULTILINE)
_JUDGES: Final = re.compile(r"^-- judges: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Needs:
    """What one rule needs.

    Attributes:
        rule: the kind of signal or the table.
        is_signal: whether it is a kind of signal.
        inputs: all of these have to be there.
        judges: one of `JUDGES`.
    """

    rule: str
    is_signal: bool
    inputs: tuple[str, ...]
    judges: str


@cache
def needs() -> dict[str, Needs]:
    """Every rule by name, with what it needs.

    >>> needs()["geen_regisseur"].inputs, needs()["geen_regisseur"].judges
    (('regisseur',), 'journeys')
    >>> needs()["safety"].is_signal, "events" in needs()
    (False, False)
    """
    return {
        name: read_needs(name, model.sql, is_signal=model.folder == SIGNALS)
        for name, model in sorted(models().items())
        if model.folder == SIGNALS or _NEEDS.search(model.sql) or _JUDGES.search(model.sql)
    }


def read_needs(rule: str, sql: str, *, is_signal: bool) -> Needs:
    """What the head of a rule's file says that it needs.

    Raises:
        AnalysisError: it names an input, or a thing to judge, that there is not.
    """
    names = _NEEDS.search(sql)
    inputs = tuple(name.strip() for name in names[1].split(",")) if names else ()
    judges = _JUDGES.search(sql)
    unit = judges[1].strip() if judges else JUDGES[0]
    for name, known in [*((name, (*INPUTS, *KINDS)) for name in inputs), (unit, JUDGES)]:
        if name not in known:
            raise AnalysisError(
                said("rule {rule!r}: its head names {name!r}", rule=rule, name=name),
                expected=", ".join(known),
                hint="journeys/needs.py says what each line holds",
            )
    return Needs(rule, is_signal, inputs, unit)


def needs_table() -> dict[str, tuple[str, Sequence[object]]]:
    """The table `rule_needs`: a row for each rule and input; input null where it needs none."""
    rows = [
        (rule.rule, rule.is_signal, rule.judges, name)
        for rule in needs().values()
        for name in rule.inputs or (None,)
    ]
    kinds = {"rule": "VARCHAR", "is_signal": "BOOLEAN", "judges": "VARCHAR", "input": "VARCHAR"}
    return {
        column: (kind, [row[n] for row in rows]) for n, (column, kind) in enumerate(kinds.items())
    }
