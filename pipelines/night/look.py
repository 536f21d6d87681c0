"""A look at a source while it is read: the header it took, what its columns became, a few rows, all masked.

A person sees by it whether a config reads what was meant. No value leaves this module: of a cell its shape
alone, and of one that says who somebody is, or names a case, that it is filled in
(docs/decisions/0032-what-check-shows.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import TYPE_CHECKING, Final

from connectors.records.staging import COST, PSEUDONYMS, TIMES, mask
from connectors.source import IDENTITY, TableForm, form_of
from connectors.values.cells import written
from journeys.engine import parquet
from pipelines.night.row_counter import RowCounter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from connectors.source import Batch, Extract, Source
    from journeys.engine import Engine
    from pipelines.store.source_reads import SourceRead

N_ROWS: Final = 3
"""How many rows are shown."""

HIDDEN: Final = "***"
"""What stands for a filled cell that says who somebody is: not even its length is told."""


@dataclass(frozen=True)
class ColumnLook:
    """What a column became.

    Attributes:
        column: the canonical one.
        names: the source's columns that it is made of, the first that is filled in counts.
        becomes: `identity` (who a row is about), `pseudonym`, neither of which is kept as it is; `time`,
            `amount` or `text`.
        formats: of times and amounts the format that reads each of the names; '' where the file types it.
        rows: its cells in the first rows, masked; '' where empty.
    """

    column: str
    names: list[str]
    becomes: str
    formats: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SourceLook:
    """What a source would be read as, by its last file in the order of names.

    Attributes:
        file: as lineage calls it; '' of a folder of messages.
        form: how its table is written: header_row, encoding, delimiter, sheet.
        header: the names in its header; empty of a kind without one, and where none of them is configured.
        n_other_headers: how many other files of the source have another header.
        columns: what each configured column became.
        unused: the names in the header that are not read.
        fixed: canonical column to the value that the config gives every row.
        n_events: that the files read now give, before what is there already.
        n_cases: over how many cases these are.
        n_clients: over how many clients.
        n_unknown: how many of the new events have a term without a meaning; they have no kind.
        first: the earliest time (ISO 8601, UTC); None without events.
        last: the latest time.
    """

    file: str
    form: TableForm
    header: list[str]
    n_other_headers: int
    columns: list[ColumnLook]
    unused: list[str]
    fixed: dict[str, str]
    n_events: int = 0
    n_cases: int = 0
    n_clients: int = 0
    n_unknown: int = 0
    first: str | None = None
    last: str | None = None


class Looker(RowCounter):
    """Looks at the extracts of one source; of the last one it keeps what there is to see."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._headers: list[tuple[str, ...]] = []
        self._look: SourceLook | None = None
        self._is_shown = False

    def opened(self, name: str, source: Source, extract: Extract) -> None:
        """Look at the header, and at what it has of the config."""
        super().opened(name, source, extract)
        # A line that holds no configured name may be data: not even that is shown.
        header = list(extract.columns or ()) if source.columns else []
        self._headers.append(tuple(header))
        columns = [
            ColumnLook(column, list(names), _becomes(column))
            for column, names in source.columns.items()
        ]
        used = {name for names in source.columns.values() for name in names} | set(source.key)
        fixed = {
            column: value
            for column in ("partner", "domain", "municipality")
            if column not in source.columns and (value := getattr(source, column))
        }
        self._is_shown = False
        self._look = SourceLook(
            name,
            form_of(extract),
            header,
            sum(other != tuple(header) for other in self._headers),
            columns,
            [name for name in header if name and name not in used],
            fixed,
        )

    def read(self, batch: Batch) -> None:
        """Look at the first rows."""
        super().read(batch)
        if self._is_shown or self._look is None or not batch.rows.num_rows:
            return
        self._is_shown = True
        rows = batch.rows.slice(0, N_ROWS)
        cells = {
            name: [(value or "").strip() for value in written(rows[name]).to_pylist()]
            for name in rows.column_names
            if name != "source_row"
        }
        columns = [replace(each, rows=_masked(each, cells)) for each in self._look.columns]
        self._look = replace(self._look, columns=columns)

    def look(self, connection: Engine, read: SourceRead | None) -> SourceLook | None:
        """What there is to see; None where no file was opened.

        Args:
            connection: an engine.
            read: what became of the source; None where it could not be read.
        """
        if self._look is None or read is None or not read.readings:
            return self._look
        formats = read.readings[-1].read.formats
        columns = [
            replace(each, formats=[formats.get(name, "") for name in each.names])
            if each.column in (*TIMES, COST)
            else each
            for each in self._look.columns
        ]
        return _counted(connection, read, replace(self._look, columns=columns))


def _becomes(column: str) -> str:
    if column in IDENTITY:
        return "identity"
    if column in PSEUDONYMS:
        return "pseudonym"
    return "time" if column in TIMES else "amount" if column == COST else "text"


def _masked(look: ColumnLook, cells: Mapping[str, Sequence[str]]) -> list[str]:
    """The shapes of a column's first cells; of one that is a pseudonym that it is filled in."""
    parts = [cells[name] for name in look.names if name in cells]
    values = [next(filter(None, row), "") for row in zip(*parts, strict=True)]
    if look.becomes in {"identity", "pseudonym"}:
        return [HIDDEN if value else "" for value in values]
    return [mask(value) for value in values]


def _counted(connection: Engine, read: SourceRead, look: SourceLook) -> SourceLook:
    """A look with how many events, cases and clients were read, and from when to when."""
    files = parquet([reading.read.records for reading in read.readings])
    row = connection.execute(
        f"""
        select count(*), count(distinct case_id), count(distinct client_id), min(started_at),
            max(greatest(started_at, coalesce(ended_at, started_at)))
        from {files} where not coalesce(is_withdrawn, false)"""
    ).fetchone()
    n_events, n_cases, n_clients, first, last = row or (0, 0, 0, None, None)
    return replace(
        look,
        n_events=n_events,
        n_cases=n_cases,
        n_clients=n_clients,
        first=_iso(first),
        last=_iso(last),
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
