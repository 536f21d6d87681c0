"""The ageing of open journeys: how long they have been going, and in how many nobody is active now."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.picture import Subject, TableColumn, Words
from outputs.reader import DAY_S
from outputs.small_groups import Rest
from outputs.texts import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.pictures.sieve import Sieve
    from outputs.reader import Reader

CLASSES: Final = ("0-30", "31-91", "92-183", "184-365", "366+")
STYLES: Final = (
    Style("solid", "accent", marked("Er is iemand bezig")),
    Style("lines", "alert", marked("Wachtend: er is niemand bezig")),
    Style("dots", "soft", marked("Niet te zien of er iemand bezig is")),
    Style("empty", "soft", marked("Niet onderscheiden")),
)


@dataclass(frozen=True)
class AgeClass:
    """The open journeys of an age at a partner, or at all of them (kind `all`).

    Of those that wait and those of which nobody can see it no number is known where one is kept back.
    """

    kind: str
    partner: str | None
    age_class: str
    n: int
    n_waiting: int | None = 0
    n_unknown: int | None = 0
    quiet_s: float | None = None
    waiting_share: float | None = None


@dataclass(frozen=True)
class Ages:
    """The rows of the table, the bars, which of the four styles the bars have, and the sieve."""

    rows: Sequence[AgeClass]
    bars: Sequence[AgeClass]
    has_style: Sequence[bool]
    sieve: Sieve


def figures(inquiry: Inquiry) -> Ages | None:
    """The open journeys by age, all and those at each partner."""
    sieve = inquiry.sieve()
    every = inquiry.ask("open_ages")
    shown = sieve.rows(every, lambda row: row["n"], Rest.TOGETHER, _whole)
    rows = [_age_class(row, sieve) for row in shown]
    drawn = {row.age_class: row for row in rows if row.kind == "all"}
    if not drawn:
        return None
    small = {row["age_class"] for row in every if row["group_kind"] == "all"} - drawn.keys()
    bars = [
        drawn.get(name) or AgeClass("all", None, name, 0) for name in CLASSES if name not in small
    ]
    has_unknown = any(row["n_unknown"] for row in shown)
    return Ages(rows, bars, (True, True, has_unknown, sieve.n_figures > 0), sieve)


def words(ages: Ages, reader: Reader) -> Words:
    """How many are open, and every class of every partner."""
    unknown, every = reader.text("onbekend"), reader.text("Alle partners")
    return Words(
        reader.plural(
            "{n} open klantreis", "{n} open klantreizen", sum(bar.n for bar in ages.bars)
        ),
        [
            (
                every if row.kind == "all" else row.partner or unknown,
                name_of(row.age_class, reader),
                row.n,
                row.n_waiting,
                row.n_unknown,
                row.quiet_s,
                row.waiting_share,
            )
            for row in ages.rows
        ],
        ages.sieve.notes(reader),
    )


def draw(ages: Ages, caption: Caption) -> str:
    """A bar per class, the waiting ones hatched."""
    reader = caption.reader
    return draw_bars(
        caption,
        reader.text("Een balk per leeftijdsklasse; de tabel heeft dezelfde cijfers."),
        [
            Bar(
                name_of(row.age_class, reader),
                list(compress(_parts(row), ages.has_style)),
                _said(row, reader),
            )
            for row in ages.bars
        ],
        list(compress(STYLES, ages.has_style)),
    )


def name_of(age_class: str, reader: Reader) -> str:
    """An age class as a reader calls it.

    >>> from outputs.reader import Reader
    >>> name_of("31-91", Reader()), name_of("366+", Reader())
    ('31 tot en met 91 dagen', '366 dagen of meer')
    """
    if age_class.endswith("+"):
        return reader.text("{n} dagen of meer", n=age_class[:-1])
    first, last = age_class.split("-")
    return reader.text("{first} tot en met {last} dagen", first=first, last=last)


def _whole(row: Mapping[str, Any]) -> str | None:
    """What a row is a part of: all classes of all journeys, or the partners of one class."""
    return None if row["group_kind"] == "all" else row["age_class"]


def _age_class(row: dict[str, Any], sieve: Sieve) -> AgeClass:
    n, n_waiting, n_unknown = row["n"], row["n_waiting"], row["n_unknown"]
    sizes = (n_waiting, n_unknown, n - n_waiting - n_unknown)
    waiting, unknown = sieve.figure((n_waiting, n_unknown), *sizes) or (None, None)
    return AgeClass(
        row["group_kind"],
        row["group_value"],
        row["age_class"],
        n,
        waiting,
        unknown,
        sieve.summary(row["median_quiet_days"] * DAY_S, n),
        sieve.summary(row["waiting_share"], n),
    )


def _parts(row: AgeClass) -> tuple[int | None, ...]:
    """One for each style."""
    if row.n_waiting is None or row.n_unknown is None:
        return (None, None, None, row.n)
    return (row.n - row.n_waiting - row.n_unknown, row.n_waiting, row.n_unknown, 0)


def _said(row: AgeClass, reader: Reader) -> str:
    """What stands behind a bar."""
    if row.n_waiting is None:
        return reader.number(row.n)
    waiting = reader.number(row.n_waiting)
    if not row.n_unknown:
        return reader.text("{n}, waarvan {waiting} wachtend", n=row.n, waiting=waiting)
    return reader.text(
        "{n}, waarvan {waiting} wachtend en {unknown} niet te zien",
        n=row.n,
        waiting=waiting,
        unknown=reader.number(row.n_unknown),
    )


SUBJECT: Final = Subject(
    "open-klantreizen",
    marked("Hoe lang open klantreizen al duren"),
    marked(
        "Open klantreizen naar de dagen sinds hun begin; wachtend is een klantreis waarin op het"
        " peilmoment niemand bezig is. Van een bron die geen eindes vastlegt, is dat niet te zien."
    ),
    (
        TableColumn("group_value", marked("Partner waar de klantreis nu is")),
        TableColumn("age_class", marked("Dagen sinds het begin")),
        TableColumn("n", marked("Open klantreizen"), "number"),
        TableColumn("n_waiting", marked("Waarvan wachtend"), "number"),
        TableColumn("n_unknown", marked("Waarvan niet te zien"), "number"),
        TableColumn("quiet_s", marked("Mediaan sinds de laatste activiteit"), "days"),
        TableColumn("waiting_share", marked("Deel van de tijd gewacht"), "percent"),
    ),
    figures,
    words,
    draw,
)
