"""The rules: for each kind of signal its limit, severity and words; defaults that a config may change.

A kind is one file in `journeys/sql/signals`. Its head holds, beside what one row is, the rule's
defaults, so that an auditor reads all of it in one place:

    -- limit: 14 days                  a number and its unit, or `none` and a line `unit: days`
    -- severity: midden                laag, midden or hoog
    -- version: 1                      goes up when the definition or the template changes
    -- explanation: Van {since} …      what a reader is told: {since}, {until}, {value}, {n}, {limit},
                                       {partner} and {other} are filled in
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from journeys.errors import AnalysisError, said, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNITS: Final = {
    "days": ("dag", "dagen"),
    "partners": ("partner", "partners"),
    "regisseurs": ("regisseur", "regisseurs"),
    "times": ("keer", "keer"),
}
"""What a value and its limit are counted in: the word for one, and for more."""

SEVERITIES: Final = ("laag", "midden", "hoog")
"""How much a kind of signal matters, the least first."""

MARKS: Final = ("since", "until", "value", "n", "limit", "partner", "other")
"""What a template may leave to be filled in, in the order in which `signals.sql` gives it."""

_LINE: Final = re.compile(r"^-- (limit|unit|severity|version|explanation): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """What a config says of one kind of signal; None: as the kind's own file has it.

    Attributes:
        kind: of signal.
        name: how the rule is called in `signals.rule`; None: as the kind.
        limit: in the kind's unit.
        severity: `laag`, `midden` or `hoog`.
        enabled: whether the kind is looked for.
        partners: keep only what concerns these partners (`signals.partner`); None: all.
        colours: for `contact_laat`: activity that sets a case's colour to the most days without contact.
    """

    kind: str
    name: str | None = None
    limit: float | None = None
    severity: str | None = None
    enabled: bool = True
    partners: Sequence[str] | None = None
    colours: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class SignalKind:
    """A kind of signal as its own file has it: the rule's defaults.

    Attributes:
        name: the file's, and `signals.kind`.
        limit: in `unit`; None where the definition has none.
        unit: a key of `UNITS`.
        severity: one of `SEVERITIES`.
        version: of the definition.
        template: of the explanation.
    """

    name: str
    limit: float | None
    unit: str
    severity: str
    version: int
    template: str


@cache
def kinds() -> dict[str, SignalKind]:
    """Every kind of signal by name.

    >>> kinds()["wachtmoment"].limit, kinds()["wachtmoment"].unit
    (14.0, 'days')
    >>> kinds()["stille_overdracht"].limit is None
    True
    """
    folder = files("journeys") / "sql" / "signals"
    return {
        entry.name[:-4]: read_kind(entry.name[:-4], entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".sql")
    }


def read_kind(name: str, sql: str) -> SignalKind:
    """What the head of a kind's file says.

    Raises:
        AnalysisError: a line is missing or wrong.
    """
    lines = {key: text.strip() for key, text in _LINE.findall(sql)}
    limit, _, unit = lines.get("limit", "").partition(" ")
    unit = unit or lines.get("unit", "")
    severity, version, template = (
        lines.get(key, "") for key in ("severity", "version", "explanation")
    )
    right = {
        "limit": limit == "none" or re.fullmatch(r"\d+(\.\d+)?", limit),
        "unit": unit in UNITS,
        "severity": severity in SEVERITIES,
        "version": version.isdecimal(),
        "explanation": template and set(re.findall(r"\{(\w+)\}", template)) <= set(MARKS),
    }
    wrong = [key for key, is_right in right.items() if not is_right]
    if wrong:
        raise AnalysisError(
            said(
                "signal {name!r}: its head has no right line for {wrong}",
                name=name,
                wrong=", ".join(wrong),
            ),
            expected=said(
                "units {UNITS}; severities {SEVERITIES}; marks {MARKS}",
                UNITS=", ".join(UNITS),
                SEVERITIES=", ".join(SEVERITIES),
                MARKS=", ".join(MARKS),
            ),
            hint="journeys/rules.py says what each line holds",
        )
    return SignalKind(
        name, None if limit == "none" else float(limit), unit, severity, int(version), template
    )


def positional(template: str) -> str:
    """A template as `printf` takes it: each mark by its place in `MARKS`.

    >>> positional("Op {since} 100% bij {partner}")
    'Op %1$s 100%% bij %6$s'
    """
    places = {mark: f"%{n}$s" for n, mark in enumerate(MARKS, 1)}
    return re.sub(r"\{(\w+)\}", lambda mark: places[mark[1]], template.replace("%", "%%"))


def laid_out(own_rules: Iterable[Rule]) -> dict[str, tuple[str, Sequence[object]]]:
    """The table `rules`: a row for each kind, with what the config changes.

    Raises:
        AnalysisError: a kind that there is not, or one that is named twice.
    """
    changed: dict[str, Rule] = {}
    for rule in own_rules:
        if rule.kind not in kinds():
            raise AnalysisError(unknown("rules", rule.kind, kinds()))
        if rule.kind in changed:
            raise AnalysisError(
                said("rule {kind!r} stands there twice", kind=rule.kind), expected="one of a kind"
            )
        changed[rule.kind] = rule
    rules = [
        (
            replace(
                kind,
                limit=kind.limit if rule.limit is None else rule.limit,
                severity=rule.severity or kind.severity,
            ),
            rule,
        )
        for kind in kinds().values()
        for rule in [changed.get(kind.name, Rule(kind.name))]
    ]
    return {
        "kind": ("VARCHAR", [kind.name for kind, _ in rules]),
        "rule": ("VARCHAR", [rule.name or kind.name for kind, rule in rules]),
        "version": ("BIGINT", [kind.version for kind, _ in rules]),
        "is_enabled": ("BOOLEAN", [rule.enabled for _, rule in rules]),
        "severity": ("VARCHAR", [kind.severity for kind, _ in rules]),
        "bound": ("DOUBLE", [kind.limit for kind, _ in rules]),
        "unit": ("VARCHAR", [kind.unit for kind, _ in rules]),
        "one": ("VARCHAR", [UNITS[kind.unit][0] for kind, _ in rules]),
        "many": ("VARCHAR", [UNITS[kind.unit][1] for kind, _ in rules]),
        "template": ("VARCHAR", [positional(kind.template) for kind, _ in rules]),
        "partners": (
            "VARCHAR[]",
            [None if rule.partners is None else list(rule.partners) for _, rule in rules],
        ),
    }


def colours(changed: Iterable[Rule]) -> dict[str, tuple[str, Sequence[object]]]:
    """The table `colours`: an activity that sets the colour of a case, and the days that it allows."""
    days_of = {name: days for rule in changed for name, days in rule.colours.items()}
    return {
        "activity": ("VARCHAR", list(days_of)),
        "limit_days": ("DOUBLE", list(days_of.values())),
    }
