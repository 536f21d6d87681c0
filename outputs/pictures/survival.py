"""Survival curves: how many still go on after so many days, with what is still open counted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.axes import ticks
from outputs.pictures.curves import Curve, draw_curves
from outputs.pictures.picture import Subject, TableColumn, Words
from outputs.reader import DAY_S
from outputs.small_groups import Rest
from outputs.texts import marked, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.pictures.sieve import Sieve
    from outputs.reader import Reader
    from outputs.small_groups import Gate

GROUPS: Final = 4
"""Groups that are drawn; the table has them all."""

FEWEST_SHARE: Final = 0.01
"""The axis ends where fewer than this part are left, since a curve says little there."""


FEW: Final = plural(
    "{n} groep van minder dan {least} is te klein voor een mediaan of een aandeel.",
    "{n} groepen van minder dan {least} zijn te klein voor een mediaan of een aandeel.",
)


@dataclass(frozen=True)
class Measure:
    """What is measured: its name in the table, and by which groups it is told apart."""

    name: str
    title: str
    meaning: str
    key: str
    group_kind: str


@dataclass(frozen=True)
class Curves:
    """What is measured, the curve of all and those of the groups, the days at the axis, and the sieve."""

    measure: Measure
    curves: Sequence[Curve]
    marks: Sequence[int]
    sieve: Sieve


CLOSED: Final = Measure(
    "duur",
    marked("Hoe lang klantreizen duren, met wat nog open is"),
    marked(
        "Het deel van de klantreizen dat na zoveel dagen nog niet is afgesloten; wat nog open is,"
        " telt mee zolang het gezien is (Kaplan–Meier, met een band van 95 %)."
    ),
    "closed",
    "domain",
)
ANSWERED: Final = Measure(
    "antwoord",
    marked("Hoe lang een verwijzing op antwoord wacht"),
    marked(
        "Het deel van de verwijzingen dat na zoveel dagen nog geen antwoord heeft; wat nog open is,"
        " telt mee zolang het gezien is (Kaplan–Meier, met een band van 95 %)."
    ),
    "answered",
    "to_partner",
)


def figures(measure: Measure, inquiry: Inquiry) -> Curves | None:
    """The curve of all and those of the groups, as far as enough are left."""
    sieve = inquiry.sieve()
    every = sieve.rows(
        _curves(inquiry, measure), lambda curve: curve.n, Rest.TOGETHER, lambda curve: curve.is_all
    )
    curves = [_known(curve, sieve.gate) for curve in every]
    if not curves or not curves[0].is_all:
        return None
    whole = curves[0]
    last = max(
        (day for day, left in zip(whole.days, whole.at_risk, strict=True)
         if left >= whole.n * FEWEST_SHARE),
        default=0,
    )  # fmt: skip
    sieve.n_summaries = sum(curve.n < sieve.gate.least for curve in curves)
    return Curves(measure, curves, [int(mark) for mark in ticks(last, 6)], sieve)


def words(drawn: Curves, reader: Reader) -> Words:
    """How many it is about and how long half of them takes, and every curve at each mark."""
    curves, marks, gate = drawn.curves, drawn.marks, drawn.sieve.gate
    notes = [*drawn.sieve.left_out(reader), *drawn.sieve.few(reader, FEW)]
    if curves[0].days[-1] > marks[-1]:
        notes.append(
            reader.text(
                "Getekend tot {n} dagen: daarna is er minder dan een honderdste over.", n=marks[-1]
            )
        )
    if len(curves) - 1 > GROUPS:
        notes.append(
            reader.text(
                "Getekend zijn de {shown} grootste groepen van de {all}; de tabel heeft ze alle.",
                shown=GROUPS,
                all=len(curves) - 1,
            )
        )
    rows = [
        (
            curve.name,
            mark,
            *(
                value_at(curve.days, values, mark, 1.0) if curve.n >= gate.least else None
                for values in (curve.survival, curve.low, curve.high)
            ),
            left_at(curve, mark),
            curve.median_days,
            curve.n,
            curve.n_open,
        )
        for curve in curves
        for mark in marks
        if is_shown(curve, mark, gate)
    ]
    return Words(_n_text(drawn, reader), rows, notes)


def draw(drawn: Curves, caption: Caption) -> str:
    """The curve of all with its band, and those of the largest groups."""
    shows_all = drawn.sieve.gate.smallest <= 1
    return draw_curves(caption, drawn.curves[: GROUPS + 1], drawn.marks, ticks_shown=shows_all)


def value_at(days: list[int], values: list[Any], day: int, before: Any) -> Any:
    """A step function's value on a day; `before` its first step.

    >>> [value_at([2, 5], [0.8, 0.5], day, 1.0) for day in (1, 2, 4, 5, 9)]
    [1.0, 0.8, 0.8, 0.5, 0.5]
    """
    at = bisect_right(days, day)
    return values[at - 1] if at else before


def left_at(curve: Curve, day: int) -> int:
    """How many take, or are seen, so many days or more."""
    at = bisect_left(curve.days, day)
    return curve.at_risk[at] if at < len(curve.days) else 0


def is_shown(curve: Curve, day: int, gate: Gate) -> bool:
    """Whether a day is one on which the curve has something to tell, of enough of them."""
    return day <= curve.days[-1] and gate.shows(left_at(curve, day))


def _known(curve: Curve, gate: Gate) -> Curve:
    """The curve as far as enough are left, without what tells of too few."""
    end = sum(left >= gate.smallest for left in curve.at_risk)
    series = ("days", "survival", "low", "high", "at_risk", "censored")
    return replace(
        curve,
        **{name: getattr(curve, name)[:end] for name in series},
        median_days=curve.median_days if curve.n >= gate.least else None,
        n_open=curve.n_open
        if gate.shows(curve.n_open or 0, curve.n - (curve.n_open or 0))
        else None,
    )


def _curves(inquiry: Inquiry, measure: Measure) -> list[Curve]:
    """The curve of all, and one per group, the largest first."""
    reader = inquiry.reader
    asked = {"measure": measure.key, "kind": measure.group_kind}
    sizes = inquiry.ask("curve_sizes", **asked)
    steps: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for row in inquiry.ask("curve_steps", **asked):
        steps.setdefault((row["group_kind"], row["group_value"]), []).append(row)
    curves = []
    for size in sizes:
        rows = steps[size["group_kind"], size["group_value"]]
        is_all = size["group_kind"] == "all"
        curves.append(
            Curve(
                reader.text("Alle") if is_all else size["group_value"] or reader.text("onbekend"),
                is_all=is_all,
                n=size["n"],
                n_open=size["n_open"],
                median_days=size["median_days"],
                days=[row["days"] for row in rows],
                survival=[row["survival"] for row in rows],
                low=[row["low"] for row in rows],
                high=[row["high"] for row in rows],
                at_risk=[row["n_at_risk"] for row in rows],
                censored=[row["n_censored"] for row in rows],
            )
        )
    return curves


def _n_text(drawn: Curves, reader: Reader) -> str:
    whole, least = drawn.curves[0], drawn.sieve.gate.least
    n = (
        reader.plural("{n} klantreis", "{n} klantreizen", whole.n)
        if drawn.measure == CLOSED
        else reader.plural("{n} verwijzing", "{n} verwijzingen", whole.n)
    )
    if whole.n_open is not None:
        n = reader.text("{n}, waarvan {open} open", n=n, open=reader.number(whole.n_open))
    if whole.n < least:
        return n
    if whole.median_days is None:
        return reader.text("{n}; meer dan de helft duurt langer dan is gezien", n=n)
    return reader.text(
        "{n}; de helft duurt {median}",
        n=n,
        median=reader.longer(whole.median_days * DAY_S)
        if whole.median_days
        else reader.whole_days(0),
    )


SUBJECTS: Final = tuple(
    Subject(
        measure.name,
        measure.title,
        measure.meaning,
        (
            TableColumn("group", marked("Groep")),
            TableColumn("days", marked("Dagen"), "number"),
            TableColumn("survival", marked("Deel dat langer duurt"), "percent"),
            TableColumn("low", marked("Ondergrens (95 %)"), "percent"),
            TableColumn("high", marked("Bovengrens (95 %)"), "percent"),
            TableColumn("n_at_risk", marked("Aantal dat zo lang gezien is"), "number"),
            TableColumn("median_days", marked("Mediaan in dagen"), "number"),
            TableColumn("n", marked("Aantal in de groep"), "number"),
            TableColumn("n_open", marked("Waarvan nog open"), "number"),
        ),
        partial(figures, measure),
        words,
        draw,
    )
    for measure in (CLOSED, ANSWERED)
)
