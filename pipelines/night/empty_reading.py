"""What a night's reading of a source comes to where it gave no event: nothing to read, or a fault.

An extract without a row is an empty night: that is said, and nothing is wrong. An extract with rows and not
one event is said too. A source that gave rows and not one event in a whole night has failed: its mapping
fits nothing in it, or everything in it was rejected; a run over it would show a region in which nothing
happened. Rows of people who were forgotten do not count: to leave them out is right.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from connectors.errors import ConnectorError
from connectors.records.faults import FORGOTTEN
from journeys.engine import parquet, quoted
from journeys.errors import listed, said
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.records.canonical import Records
    from journeys.engine import Engine
    from journeys.errors import Sentence

N_REASONS: Final = 3


def with_notes(connection: Engine, records: Records) -> Records:
    """An extract's records, with a note where it gave no event."""
    if records.n_records:
        return records
    n = _n_without_event(connection, records)
    note = Note("no_event", n) if n else Note("no_rows")
    return replace(records, notes=(*records.notes, note))


def refuse_no_events(connection: Engine, source: str, extracts: Sequence[Records]) -> None:
    """Refuses a night's reading of a source that has rows and not one event.

    Raises:
        ConnectorError: it is so; says the reasons, most frequent first.
    """
    if any(each.n_records for each in extracts):
        return
    n = sum(_n_without_event(connection, each) for each in extracts)
    if not n:
        return
    raise ConnectorError(
        said("source {source!r}: not one event", source=source),
        expected="an event in at least one row",
        got=said("{n} rows: {reasons}", n=n, reasons=_reasons(connection, extracts)),
        hint="klantreis check tells of each source what a run would make of it",
    )


def _n_without_event(connection: Engine, records: Records) -> int:
    """How many of an extract's rows gave no event; those of forgotten people are not counted."""
    rows = connection.execute(
        f"select count(*) from {parquet([records.rejected])} where reason <> {quoted(FORGOTTEN)}"
    ).fetchall()
    return int(rows[0][0]) + _n_moments(records)


def _n_moments(records: Records) -> int:
    return sum(
        note.n
        for note in records.notes
        if isinstance(note, Note) and note.kind == "lifecycle_moments"
    )


def _reasons(connection: Engine, extracts: Sequence[Records]) -> Sentence:
    rows = connection.execute(
        f"""select "column", reason, count(*) as n from {parquet([e.rejected for e in extracts])}
        where reason <> {quoted(FORGOTTEN)}
        group by all order by n desc, reason, "column" limit {N_REASONS}"""
    ).fetchall()
    parts = [
        said("{n} {reason} (column {column!r})", n=n, reason=reason, column=column)
        if column
        else said("{n} {reason}", n=n, reason=reason)
        for column, reason, n in rows
    ]
    if moments := sum(map(_n_moments, extracts)):
        parts.append(
            said("{n} are moments at which nothing was at work (lifecycle transitions)", n=moments)
        )
    return listed(parts, "; ")
