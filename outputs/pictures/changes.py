"""What changed since the last night: signals that are new, that are still there, and that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.names import name_of
from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.canvas import Caption
from outputs.pictures.groups import is_small
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.queries import SHARED
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "veranderingen"
STATUSES: Final = ("new", "still", "gone")
TITLE: Final = marked("Wat er veranderde sinds de vorige peildatum")


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the changes in signals, from signal_changes: one bar per kind."""
    rows = [_told(row, level) for row in by_kind(connection)]
    rows = [row for row in rows if any(row[status] for status in STATUSES)]
    if not rows:
        return None
    n_back = sum(row[status] is None for row in rows for status in STATUSES)
    notes = []
    if n_back:
        notes.append(
            reader.plural(
                "{n} cijfer over minder dan {smallest} klantreizen is weggelaten (–).",
                "{n} cijfers over minder dan {smallest} klantreizen zijn weggelaten (–).",
                n_back,
                smallest=reader.number(level.smallest_group),
            )
        )
    totals = {status: sum(row[status] or 0 for row in rows) for status in STATUSES}
    if not totals["still"] and not totals["gone"]:
        notes.append(
            reader.text(
                "Er is geen eerdere peildatum om mee te vergelijken: alle signalen zijn nieuw."
            )
        )
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Een signaal is een bevinding volgens een vaste regel; nieuw is wat er op een eerdere"
            " peildatum niet was, weg is wat er de vorige keer nog was."
        ),
        reader.text(
            "{new} nieuw, {still} er nog, {gone} weg",
            new=reader.number(totals["new"]),
            still=reader.number(totals["still"]),
            gone=reader.number(totals["gone"]),
        ),
        draw_bars(
            Caption(NAME, reader.text(TITLE), reader),
            reader.text("Een balk per soort signaal; de tabel heeft dezelfde cijfers."),
            [
                Bar(
                    reader.text(name_of("signal", row["kind"])),
                    (row["new"], row["still"], row["gone"]),
                    reader.text(
                        "{new} nieuw, {still} er nog, {gone} weg",
                        new=_number(row["new"], reader),
                        still=_number(row["still"], reader),
                        gone=_number(row["gone"], reader),
                    ),
                )
                for row in rows
            ],
            (
                Style("solid", "alert", reader.text("Nieuw")),
                Style("lines", "accent", reader.text("Er nog")),
                Style("empty", "soft", reader.text("Weg")),
            ),
        ),
        Table(
            (
                Column("kind", reader.text("Soort signaal")),
                Column("new", reader.text("Nieuw"), "number"),
                Column("still", reader.text("Er nog"), "number"),
                Column("gone", reader.text("Weg"), "number"),
                Column("most_nights", reader.text("Langst: aantal peildata"), "number"),
            ),
            [
                (
                    reader.text(name_of("signal", row["kind"])),
                    row["new"],
                    row["still"],
                    row["gone"],
                    row["most_nights"],
                )
                for row in rows
            ],
        ),
        notes,
    )


def by_kind(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row per kind of signal: how many are new, still there and gone, and about how many (`j_`).

    A signal of several journeys is about its household; of one that is gone no more is known, and it
    counts as one.
    """
    rows = [
        {
            "kind": row["kind"],
            **{status: row[f"n_{status}"] for status in STATUSES},
            **{f"j_{status}": row[f"n_{status}_journeys"] for status in STATUSES},
            "most_nights": row["most_nights"],
        }
        for row in SHARED.ask(connection, "changed_signals")
        if row["kind"] is not None
    ]
    return sorted(rows, key=lambda row: (-sum(row[status] for status in STATUSES), row["kind"]))


def _told(row: dict[str, Any], level: Level) -> dict[str, Any]:
    """What the level may know of a kind; None: kept back."""
    told = {
        status: None if is_small(row[f"j_{status}"], level) else row[status] for status in STATUSES
    }
    is_shown = any(told.values())
    return {**row, **told, "most_nights": row["most_nights"] if is_shown else None}


def _number(value: int | None, reader: Reader) -> str:
    return "–" if value is None else reader.number(value)


SUBJECT: Final = Subject(NAME, TITLE, make)
