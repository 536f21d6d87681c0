"""An extract's rows as they are, but for who is in them: the first of the two passes over it.

Only the configured columns are read. Identities become pseudonyms, and sealed tokens for linking, before
anything is written, so that no temporary file ever holds one; empty cells and what `missing` lists
become null. Dates stay as the file wrote them, since their format is a matter of the whole column
(`connectors.records.canonical`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.errors import ConnectorError
from connectors.identity.people import SCHEMA, People
from connectors.records.key_faults import KEYS, doubts, marks_of, without_nobody
from connectors.records.row_rules import rule_columns, without_skipped
from connectors.records.sifting import LOST, first, sift
from connectors.records.watcher import NOBODY
from connectors.source import IDENTITY
from connectors.values.cells import TIME
from journeys.contract import PERSONS
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from connectors.identity.pseudonyms import Pseudonyms
    from connectors.records.sifting import Cells
    from connectors.records.watcher import Watcher
    from connectors.source import BadRow, Batch, Extract, Source

PSEUDONYMS: Final = {
    "case_id": "case",
    "household": "household",
    **dict.fromkeys(PERSONS, "person"),
    "instance": "instance",
}
"""Columns that are never stored as they are, and what kind of pseudonym each becomes; who a row is about
is `connectors.identity.people`' matter."""

TIMES: Final = ("started_at", "ended_at")
MARKS: Final = {"source_file": pa.string(), "is_withdrawn": pa.bool_(), LOST: pa.bool_()}
"""What may be said of a row beside its source columns; of no file of its own, not withdrawn and not lost,
where nothing is said."""

TYPED: Final = ".typed"
"""How the column is called beside one of times: what of it the source types as a time."""

COST: Final = "cost_eur"
COST_FAILED: Final = "cost_failed"
NUMBER: Final = ".number"
"""The amounts of each source column as text (COST.0 and so on), beside it those that the source types as a
number, and whether one of the row failed."""

ACTIVITY: Final = "activity"
TRANSITION: Final = "transition"
NAME: Final = "activity_name"
"""Of a life cycle's row: what its activity is called, in its one spelling."""

KEY: Final = "key"
CLIENT: Final = "client"
KNOWN_BY: Final = "known_by"
DOUBTS: Final = "key_doubts"
"""Of a staged row: the person it is about, the pseudonym of the number that it is known by, and what is in
doubt of its keys (`connectors.records.key_faults`)."""

MASK_LENGTH: Final = 40

BAD: Final = pa.schema(
    [
        ("source_file", pa.string()),
        ("source_row", pa.int64()),
        ("column", pa.string()),
        ("reason", pa.string()),
        ("value", pa.string()),
    ]
)


@dataclass(frozen=True)
class Staged:
    """What the first pass leaves of one file.

    Attributes:
        rows: Parquet of the rows that could be taken apart.
        bad: Parquet of those that could not.
        identities: Parquet of what is kept for linking (`connectors.identity.people.SCHEMA`).
        columns: canonical column to the source columns of this extract that hold it; `client` stands
            for all that say who a row is about.
        notes: what is to be said of the identities.
        unwanted: the people and cases among them that were forgotten.
        faults: why a column of theirs cannot be read as configured.
    """

    rows: Path
    bad: Path
    identities: Path
    columns: Mapping[str, tuple[str, ...]]
    notes: Sequence[Note] = ()
    unwanted: Collection[str] = ()
    faults: Sequence[ConnectorError] = ()


def stage(
    extract: Extract,
    source: Source,
    pseudonyms: Pseudonyms,
    folder: Path,
    forgotten: Collection[str] = (),
    watcher: Watcher = NOBODY,
) -> Staged:
    """Read an extract once, and leave its rows without identities in `folder`.

    Args:
        extract: opened.
        source: how it is to be understood, with names as its header has them.
        pseudonyms: for the identities in it.
        folder: gets the Parquet files.
        forgotten: marks of who was forgotten.
        watcher: hears of the rows.
    """
    columns = dict(source.columns)
    read_names = sorted(
        {name for names in columns.values() for name in names}
        | set(source.key)
        | rule_columns(source.skip_rows_where)
    )
    identity = [name for name in IDENTITY if name in columns]
    people = People(pseudonyms, source.name, identity, forgotten)
    cases: set[str] = set()
    unread: Counter[str] = Counter()
    n_skipped = 0
    rows, bad, identities = (folder / f"{name}.parquet" for name in ("rows", "bad", "identities"))
    folder.mkdir(parents=True, exist_ok=True)
    writer = None
    with pq.ParquetWriter(bad, BAD) as bad_writer:
        try:
            for whole in extract.batches(read_names):
                watcher.read(whole)
                batch, n = without_skipped(whole, source.skip_rows_where)
                n_skipped += n
                table, lost = _clean(batch, columns, source, pseudonyms, people, unread)
                if writer is None:
                    writer = pq.ParquetWriter(rows, table.schema)
                writer.write_table(table.cast(writer.schema))
                if forgotten:
                    cases.update(filter(None, pc.unique(table["case_id"]).to_pylist()))
                if lost:
                    bad_writer.write_table(_masked(lost))
        finally:
            if writer is not None:
                writer.close()
    mapped = {column: names for column, names in columns.items() if column not in IDENTITY}
    if people.columns:
        mapped[CLIENT] = tuple(name for column in people.columns for name in columns[column])
    if writer is None:
        pq.write_table(_nothing(mapped, source), rows)
    faults = _write_identities(people, _birth_formats(source, columns), identities)
    forgotten_cases = {case for case in cases if pseudonyms.is_marked(case, forgotten)}
    notes = [*people.notes]
    notes += [Note("identity_unread", n, name) for name, n in unread.items()]
    if n_skipped:
        rules = dict.fromkeys(name for rule in source.skip_rows_where for name in rule)
        notes.append(Note("rows_skipped", n_skipped, " / ".join(rules)))
    unwanted = forgotten_cases | people.unwanted
    return Staged(rows, bad, identities, mapped, notes, unwanted, faults)


def _write_identities(
    people: People, birth_formats: Sequence[str], path: Path
) -> Sequence[ConnectorError]:
    """Write what is kept of who the rows are about; why it cannot be told, where it cannot."""
    with pq.ParquetWriter(path, SCHEMA) as kept:
        try:
            for part in people.kept(birth_formats):
                kept.write_batch(part)
        except ConnectorError as error:
            return [error]
    return []


def _birth_formats(source: Source, columns: Mapping[str, tuple[str, ...]]) -> Sequence[str]:
    """How the birth dates are written, where the config says it."""
    names = (*columns.get("birth_date", ()), "birth_date")
    return next((source.formats[name] for name in names if name in source.formats), ())


def mask(value: str) -> str:
    """The shape of a value without its content: where its digits, its letters and its other signs are.

    >>> mask("Jansen, 31-13-2024")
    'xxxxxx, 99-99-9999'
    """
    digits = re.sub(r"\d", "9", value[:MASK_LENGTH])
    return re.sub(r"[^\W\d_]|[^\x00-\x7f€]", "x", digits)


def _clean(
    batch: Batch,
    columns: Mapping[str, tuple[str, ...]],
    source: Source,
    pseudonyms: Pseudonyms,
    people: People,
    unread: Counter[str],
) -> tuple[pa.Table, Sequence[BadRow]]:
    """One batch with canonical names, null for what is missing, and pseudonyms; and its bad rows."""
    rows, cells, bad = sift(batch, columns, source)
    staged = _marks(rows)
    who: dict[str, pa.Array] = {}
    cases = pa.nulls(rows.num_rows, pa.string())
    for column, names in columns.items():
        parts = [cells[name] for name in names]
        if column in TIMES:
            for at, part in enumerate(parts):
                staged[f"{column}.{at}"] = _without_times(part)
                staged[f"{column}.{at}{TYPED}"] = part.times
            continue
        if column == COST:
            staged |= _cost(parts)
            continue
        if column == ACTIVITY:
            staged |= _activity(parts, source, has_name=TRANSITION in columns)
            continue
        values = first([part.text for part in parts])
        if column in IDENTITY:
            unread.update({n: c for n in names if (c := _n(cells[n].failed))})
            who[column] = values
            continue
        kind = PSEUDONYMS.get(column)
        if kind == "case":
            kind, cases = f"case|{source.name}", values
        staged[column] = pseudonyms.column(kind, values) if kind else values
    doubted = {
        column: doubts(column, first([cells[name].text for name in columns[column]]))
        for column in KEYS
        if column in columns
    }
    staged[DOUBTS] = marks_of(doubted, rows.num_rows)
    if who:
        sure = {
            column: without_nobody(values, doubted[column]) if column in doubted else values
            for column, values in who.items()
        }
        staged[CLIENT], staged[KNOWN_BY] = people.of(sure, cases), people.known_by(who)
    if source.key:
        keys = [cells[name].text for name in source.key]
        staged[KEY] = pseudonyms.rows(f"event|{source.name}", keys)
    return pa.table(staged), (*batch.bad, *bad)


def _marks(rows: pa.Table) -> dict[str, pa.Array]:
    """Each row's number, and what a reader says of it beside its source columns."""
    marks = {"source_row": rows["source_row"].cast(pa.int64())}
    for column, kind in MARKS.items():
        marks[column] = (
            rows[column].cast(kind)
            if column in rows.column_names
            else pa.repeat(pa.scalar(False if kind == pa.bool_() else None, kind), rows.num_rows)
        )
    return marks


def _activity(parts: Sequence[Cells], source: Source, *, has_name: bool) -> dict[str, pa.Array]:
    """The activity as written; of a snapshot, where another spelling is no change, as spelled."""
    name = first([part.text for part in parts])
    written = name if source.is_snapshot else first([part.written for part in parts])
    return {ACTIVITY: written, **({NAME: name} if has_name else {})}


def _without_times(cells: Cells) -> pa.Array:
    """The text of the cells that the source does not type as a time."""
    return pc.if_else(pc.is_valid(cells.times), pa.scalar(None, pa.string()), cells.text)


def _cost(parts: Sequence[Cells]) -> dict[str, pa.Array]:
    """The amounts: as text, as the source's own numbers, and whether one failed."""
    is_failed = reduce(pc.or_, [part.failed.is_valid() for part in parts])
    staged = {COST_FAILED: is_failed}
    for at, part in enumerate(parts):
        staged[f"{COST}.{at}"] = _unless(is_failed, part.untyped)
        staged[f"{COST}.{at}{NUMBER}"] = _unless(is_failed, part.numbers)
    return staged


def _unless(where: pa.Array, values: pa.Array) -> pa.Array:
    return pc.if_else(where, pa.scalar(None, values.type), values)


def _n(failed: pa.Array) -> int:
    return len(failed) - int(failed.null_count)


def _nothing(columns: Mapping[str, tuple[str, ...]], source: Source) -> pa.Table:
    """The staged form of a file without rows."""
    fields = []
    for column, names in columns.items():
        if column in TIMES:
            for at in range(len(names)):
                fields += [(f"{column}.{at}", pa.string()), (f"{column}.{at}{TYPED}", TIME)]
        elif column == COST:
            for at in range(len(names)):
                fields += [
                    (f"{column}.{at}", pa.string()),
                    (f"{column}.{at}{NUMBER}", pa.float64()),
                ]
            fields.append((COST_FAILED, pa.bool_()))
        else:
            fields.append((column, pa.string()))
    more = (
        [NAME] * (TRANSITION in columns)
        + [KNOWN_BY] * (CLIENT in columns)
        + [KEY] * bool(source.key)
    )
    fields += [(name, pa.string()) for name in [*more, DOUBTS]]
    return pa.schema([("source_row", pa.int64()), *MARKS.items(), *fields]).empty_table()


def _masked(bad: Sequence[BadRow]) -> pa.Table:
    return pa.table(
        {
            "source_file": [row.file or None for row in bad],
            "source_row": [row.row for row in bad],
            "column": [row.column or None for row in bad],
            "reason": [row.reason for row in bad],
            "value": [mask(row.value) for row in bad],
        },
        schema=BAD,
    )
