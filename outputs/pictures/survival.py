"""Survival curves: how many still go on after so many days, with what is still open counted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.ask import PICTURES
from outputs.pictures.axes import ticks
from outputs.pictures.canvas import Caption
from outputs.pictures.curves import Curve, draw_curves
from outputs.pictures.groups import is_small, left_out, part
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.reader import DAY_S
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

GROUPS: Final = 4
"""Groups that are drawn; the table has them all."""

FEWEST_SHARE: Final = 0.01
"""The axis ends where fewer than this part are left, since a curve says little there."""


@dataclass(frozen=True)
class Measure:
    """What is measured: its name in the table, and by which groups it is told apart."""

    name: str
    title: str
    key: str
    group_kind: str


CLOSED: Final = Measure(
    "duur", marked("Hoe lang klantreizen duren, met wat nog open is"), "closed", "domain"
)
ANSWERED: Final = Measure(
    "antwoord", marked("Hoe lang een verwijzing op antwoord wacht"), "answered", "to_partner"
)


def make(
    measure: Measure, connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level
) -> Picture | None:
    """Draw the curve of all with its band, and those of the largest groups, from survival."""
    every = _curves(connection, measure, reader)
    n_small = sum(is_small(curve.n, level) for curve in every)
    curves = [curve for curve in every if not is_small(curve.n, level)]
    curves = [shortened(curve, level) for curve in curves]
    curves = [
        curve if curve.n >= level.least_group else replace(curve, median_days=None)
        for curve in curves
    ]
    if not curves or not curves[0].is_all:
        return None
    whole = curves[0]
    last = max(
        (day for day, left in zip(whole.days, whole.at_risk, strict=True)
         if left >= whole.n * FEWEST_SHARE),
        default=0,
    )  # fmt: skip
    marks = [int(mark) for mark in ticks(last, 6)]
    n_few = sum(curve.n < level.least_group for curve in curves)
    notes = [*left_out(n_small, level, reader)]
    if n_few:
        notes.append(
            reader.plural(
                "{n} groep van minder dan {least} is te klein voor een mediaan of een aandeel.",
                "{n} groepen van minder dan {least} zijn te klein voor een mediaan of een aandeel.",
                n_few,
                least=reader.number(level.least_group),
            )
        )
    if whole.days[-1] > marks[-1]:
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
    told = [
        (
            curve.name,
            mark,
            *(
                value_at(curve.days, values, mark, 1.0) if curve.n >= level.least_group else None
                for values in (curve.survival, curve.low, curve.high)
            ),
            left_at(curve, mark),
            curve.median_days,
            curve.n,
            part(curve.n_open, curve.n, level),
        )
        for curve in curves
        for mark in marks
        if is_told(curve, mark, level)
    ]
    return Picture(
        measure.name,
        reader.text(measure.title),
        _meaning(measure, reader),
        _n_text(measure, whole, reader, level),
        draw_curves(Caption(measure.name, reader.text(measure.title), reader), curves[: GROUPS + 1], marks,
                    ticks_shown=level.smallest_group <= 1),
        Table(
            (
                Column("group", reader.text("Groep")),
                Column("days", reader.text("Dagen"), "number"),
                Column("survival", reader.text("Deel dat langer duurt"), "percent"),
                Column("low", reader.text("Ondergrens (95 %)"), "percent"),
                Column("high", reader.text("Bovengrens (95 %)"), "percent"),
                Column("n_at_risk", reader.text("Aantal dat zo lang gezien is"), "number"),
                Column("median_days", reader.text("Mediaan in dagen"), "number"),
                Column("n", reader.text("Aantal in de groep"), "number"),
                Column("n_open", reader.text("Waarvan nog open"), "number"),
            ),
            told,
        ),
        notes,
    )  # fmt: skip


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


def is_told(curve: Curve, day: int, level: Level) -> bool:
    """Whether a day is one on which the curve has something to tell, of enough of them."""
    return day <= curve.days[-1] and not is_small(left_at(curve, day), level)


def shortened(curve: Curve, level: Level) -> Curve:
    """The curve as far as enough are left at the level; whole at one that shows every group."""
    end = sum(left >= level.smallest_group for left in curve.at_risk)
    if end == len(curve.days):
        return curve
    return Curve(
        **{
            **curve.__dict__,
            **{
                name: curve.__dict__[name][:end]
                for name in ("days", "survival", "low", "high", "at_risk", "censored")
            },
        }
    )


def _curves(connection: duckdb.DuckDBPyConnection, measure: Measure, reader: Reader) -> list[Curve]:
    """The curve of all, and one per group, the largest first."""
    sizes = PICTURES.ask(
        connection,
        "curve_sizes",
        measure=measure.key,
        kind=measure.group_kind,
    )
    steps: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for row in PICTURES.ask(
        connection,
        "curve_steps",
        measure=measure.key,
        kind=measure.group_kind,
    ):
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


def _meaning(measure: Measure, reader: Reader) -> str:
    if measure == CLOSED:
        return reader.text(
            "Het deel van de klantreizen dat na zoveel dagen nog niet is afgesloten; wat nog open is,"
            " telt mee zolang het gezien is (Kaplan–Meier, met een band van 95 %)."
        )
    return reader.text(
        "Het deel van de verwijzingen dat na zoveel dagen nog geen antwoord heeft; wat nog open is,"
        " telt mee zolang het gezien is (Kaplan–Meier, met een band van 95 %)."
    )


def _n_text(measure: Measure, whole: Curve, reader: Reader, level: Level) -> str:
    n = (
        reader.plural("{n} klantreis", "{n} klantreizen", whole.n)
        if measure == CLOSED
        else reader.plural("{n} verwijzing", "{n} verwijzingen", whole.n)
    )
    n_open = part(whole.n_open, whole.n, level)
    if n_open is not None:
        n = reader.text("{n}, waarvan {open} open", n=n, open=reader.number(n_open))
    if whole.n < level.least_group:
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
    Subject(measure.name, measure.title, partial(make, measure)) for measure in (CLOSED, ANSWERED)
)
