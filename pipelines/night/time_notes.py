"""The times in a file that cannot be, counted.

No time in a file can be later than its reading, but by mistake or as a plan. So as_of is the latest time
that is not, and what lies later is counted, as are times that a program writes where nothing was filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from journeys.engine import parquet, quoted
from journeys.notes import Note
from pipelines.store.file_reads import FIRST_READ

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from connectors.records.canonical import Records
    from connectors.source import Source
    from journeys.engine import Engine

FILLERS: Final = (
    "1900-01-01", "1901-01-01", "1904-01-01", "1970-01-01", "2099-01-01", "2099-12-31", "2100-01-01",
    "2100-12-31",
)  # fmt: skip
"""Days that programs write where nothing was filled in: the zero of a database, of a spreadsheet or of a
clock, and the end of a century. Being known, they are no value of a row."""

ANCIENT_UNTIL: Final = 1900
"""A year in which nothing that a partner still records began."""

FAR_FROM: Final = 2099
"""A year that means "no end"."""


def time_notes(
    connection: Engine,
    records: Records,
    source: Source,
    read_at: Mapping[str, datetime],
    timezone: str,
) -> tuple[Note, ...]:
    """The times of an extract that cannot be, counted by file, column and kind.

    Args:
        connection: an engine.
        records: the extract's.
        source: whose columns are named.
        read_at: when each of its files was first read.
        timezone: of local dates.
    """
    table = pa.table(
        {"source_file": list(read_at), "read_at": list(read_at.values())},
        schema=pa.schema([FIRST_READ.field("source_file"), FIRST_READ.field("read_at")]),
    )
    connection.register("first_moments", table)
    days = ", ".join(quoted(day) for day in FILLERS)
    notes: list[Note] = []
    for column in ("started_at", "ended_at"):
        if column not in source.columns:
            continue
        name = " / ".join(source.columns[column])
        rows = connection.execute(
            f"""
            with dated as (
                select source_file, {column} as moment,
                    cast(cast(timezone({quoted(timezone)}, {column}) as date) as varchar) as day
                from {parquet([records.records])}
                where {column} is not null and not is_withdrawn
            )
            select dated.source_file,
                case
                    when day in ({days}) then 'time_filler'
                    when year(moment) <= {ANCIENT_UNTIL} then 'time_ancient'
                    when year(moment) >= {FAR_FROM} then 'time_far'
                    when moment > read_at then 'time_later'
                end as kind,
                case when day in ({days}) then day else '' end as detail,
                count(*)
            from dated left join first_moments using (source_file)
            group by all having kind is not null order by all"""
        ).fetchall()
        notes += [Note(kind, n, name, detail, file) for file, kind, detail, n in rows]
        outside = connection.execute(
            f"""
            select source_file, count(*) from {parquet([records.rejected])}
            where reason like '{column} lies outside %' group by all order by all"""
        ).fetchall()
        notes += [Note("time_outside", n, name, file=file) for file, n in outside]
    connection.unregister("first_moments")
    return tuple(notes)
