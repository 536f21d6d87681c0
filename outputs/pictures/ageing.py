"""The ageing of open journeys: how long they have been going, and in how many nobody is active now."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from outputs.pictures.ask import PICTURES
from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.canvas import Caption
from outputs.pictures.groups import few, is_small, kept_back, large, left_out, untold
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.reader import DAY_S
from outputs.texts import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "open-klantreizen"
TITLE: Final = marked("Hoe lang open klantreizen al duren")
COUNTS: Final = ("n", "n_waiting", "n_unknown")
CLASSES: Final = ("0-30", "31-91", "92-183", "184-365", "366+")


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the age of open journeys, from ageing: one bar per class, the waiting ones hatched."""
    every = PICTURES.ask(connection, "open_ages")
    rows, n_small = large(every, lambda row: row["n"], level)
    rows.sort(
        key=lambda row: (
            row["group_kind"] != "all",
            row["group_value"] or "",
            CLASSES.index(row["age_class"]),
        )
    )
    has_unknown = any(row["n_unknown"] for row in rows)
    n_back = 0
    for row in rows:
        parts = [row["n_waiting"], row["n_unknown"], row["n"] - row["n_waiting"] - row["n_unknown"]]
        if any(is_small(each, level) for each in parts):
            row["n_waiting"] = row["n_unknown"] = None
            n_back += 1
    for row in rows:
        row["quiet_s"] = row["median_quiet_days"] * DAY_S
    n_few = sum(untold(row, ["quiet_s", "waiting_share"], row["n"], level) for row in rows)
    all_open = [row for row in rows if row["group_kind"] == "all"]
    if not all_open:
        return None
    total = sum(row["n"] for row in all_open)
    drawn = {row["age_class"]: row for row in all_open}
    seen = {row["age_class"] for row in every if row["group_kind"] == "all"}
    is_told = (True, True, has_unknown, n_back > 0)
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Open klantreizen naar de dagen sinds hun begin; wachtend is een klantreis waarin op het"
            " peilmoment niemand bezig is. Van een bron die geen eindes vastlegt, is dat niet te zien."
        ),
        reader.plural("{n} open klantreis", "{n} open klantreizen", total),
        draw_bars(
            Caption(NAME, reader.text(TITLE), reader),
            reader.text("Een balk per leeftijdsklasse; de tabel heeft dezelfde cijfers."),
            [
                _bar(
                    drawn.get(name, {"age_class": name} | dict.fromkeys(COUNTS, 0)), is_told, reader
                )
                for name in CLASSES
                if name in drawn or name not in seen
            ],
            list(compress(_styles(reader), is_told)),
        ),
        Table(
            (
                Column("group_value", reader.text("Partner waar de klantreis nu is")),
                Column("age_class", reader.text("Dagen sinds het begin")),
                Column("n", reader.text("Open klantreizen"), "number"),
                Column("n_waiting", reader.text("Waarvan wachtend"), "number"),
                Column("n_unknown", reader.text("Waarvan niet te zien"), "number"),
                Column("quiet_s", reader.text("Mediaan sinds de laatste activiteit"), "days"),
                Column("waiting_share", reader.text("Deel van de tijd gewacht"), "percent"),
            ),
            [
                (
                    reader.text("Alle partners")
                    if row["group_kind"] == "all"
                    else row["group_value"] or reader.text("onbekend"),
                    name_of(row["age_class"], reader),
                    row["n"],
                    row["n_waiting"],
                    row["n_unknown"],
                    row["quiet_s"],
                    row["waiting_share"],
                )
                for row in rows
            ],
        ),
        [
            *left_out(n_small, level, reader),
            *kept_back(n_back, level, reader),
            *few(n_few, level, reader),
        ],
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


def _styles(reader: Reader) -> tuple[Style, ...]:
    return (
        Style("solid", "accent", reader.text("Er is iemand bezig")),
        Style("lines", "alert", reader.text("Wachtend: er is niemand bezig")),
        Style("dots", "soft", reader.text("Niet te zien of er iemand bezig is")),
        Style("empty", "soft", reader.text("Niet onderscheiden")),
    )


def _bar(row: dict[str, Any], is_told: Sequence[bool], reader: Reader) -> Bar:
    """The bar of one class; of its parts those that the legend has."""
    n, n_waiting, n_unknown = (row[count] for count in COUNTS)
    name = name_of(row["age_class"], reader)
    if n_waiting is None:
        return Bar(name, list(compress((None, None, None, n), is_told)), reader.number(n))
    told = reader.text("{n}, waarvan {waiting} wachtend", n=n, waiting=reader.number(n_waiting))
    if n_unknown:
        told = reader.text(
            "{n}, waarvan {waiting} wachtend en {unknown} niet te zien",
            n=n,
            waiting=reader.number(n_waiting),
            unknown=reader.number(n_unknown),
        )
    return Bar(
        name, list(compress((n - n_waiting - n_unknown, n_waiting, n_unknown, 0), is_told)), told
    )


SUBJECT: Final = Subject(NAME, TITLE, make)
