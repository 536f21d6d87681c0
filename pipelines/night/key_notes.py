"""Keys that cannot be, counted over all that the store holds of a source, however many files told it.

Of each key column: how many rows, over how many cases, hold a filler or a number that a spreadsheet cut, as
the records say (`connectors.records.key_faults`); and which keys are over implausibly many cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from connectors.identity.sealing import Seal
from connectors.records.key_faults import CUT, FILLER, LONG, ROUNDED, TIES
from journeys.contract import RECORDS
from journeys.engine import quoted, typed
from journeys.notes import Note
from pipelines.store.notes import with_notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.identity.pseudonyms import Pseudonyms
    from connectors.source import Source
    from journeys.engine import Engine
    from pipelines.store.merging import Merged

FEW: Final = 2
"""One long number may end in a zero by itself."""

LEAST: Final[Mapping[str, int]] = {"client": 6, "household": 12, "case_id": 12}
"""Fewer cases of a client or household, or clients of a case, are never implausible: a family has several."""

TIMES_HALF: Final = 5
WEIGHT: Final = 2.5
FAR: Final = 100
TIMES_MOST: Final = 25
ALONE: Final = 20
"""Implausible is a key that has `TIMES_HALF` times what half of all keys have at most and whose number of
cases, times its share of all, is more than `WEIGHT` (8 of 12, 16 of 100, 51 of 1,000); or more than `FAR`
cases and `TIMES_MOST` times what 99 of 100 keys have at most; or, where it is the only key, more than
`ALONE`. Who is helped often is none of these."""


def note_keys(
    connection: Engine,
    merged: Merged,
    sources: Sequence[Source],
    pseudonyms: Pseudonyms,
) -> None:
    """Add what there is to say of the keys of each source to the notes that stand.

    Args:
        connection: an engine.
        merged: what the store will hold.
        sources: as configured: what their columns are called.
        pseudonyms: the key that opens what is kept of identities.
    """
    connection.register("numbers", _numbers(merged.identities.every, sources, pseudonyms))
    connection.execute(
        "create or replace temp view keyed as select source, case_id, client_id, household_id, worker,"
        " regisseur, key_doubts, coalesce(numbers.number, client_id) as number"
        f" from {typed(connection, merged.records, RECORDS)} left join numbers on client_id = numbers.person"
        " where not is_withdrawn"
    )
    notes = {
        source.name: [*_doubted(connection, source), *_wide(connection, source)]
        for source in sources
    }
    connection.execute("drop view keyed")
    connection.unregister("numbers")
    with_notes(merged.notes, notes)


def _doubted(connection: Engine, source: Source) -> list[Note]:
    """The keys that are fillers, or were cut or rounded."""
    rows = connection.execute(
        f"""
        with marked as (
            select *, unnest(string_split(key_doubts, ' ')) as mark from keyed
            where source = {quoted(source.name)} and key_doubts is not null
        ),
        doubts as (
            select *, split_part(mark, '=', 1) as place, split_part(mark, '=', 2) as doubt
            from marked where mark <> ''
        )
        select place, doubt, count(*), count(distinct case_id),
            count(distinct case place when 'case_id' then case_id when 'household' then household_id
                when 'worker' then worker when 'regisseur' then regisseur else client_id end)
        from doubts group by place, doubt order by place, doubt"""
    ).fetchall()
    counts = {(place, doubt): (n, n_cases, n_keys) for place, doubt, n, n_cases, n_keys in rows}
    notes = []
    for (place, doubt), (n, n_cases, n_keys) in counts.items():
        name = " / ".join(source.columns.get(place, ()))
        is_cut = doubt == ROUNDED and n_keys >= FEW and (place, LONG) not in counts
        if doubt in {FILLER, CUT}:
            kind = f"key_{doubt}" if place in TIES else f"key_{doubt}_kept"
            notes.append(Note(kind, n, name, n_over=n_cases))
        elif is_cut:
            notes.append(Note("key_cut_kept", n, name, n_over=n_cases))
    return notes


def _wide(connection: Engine, source: Source) -> list[Note]:
    """The keys over implausibly many cases, and the cases over implausibly many clients."""
    client = source.columns.get("client") or source.columns.get("bsn") or ()
    asked = [
        ("key_wide", "client", "number", "case_id", client),
        ("key_wide", "household", "household_id", "case_id", source.columns.get("household", ())),
        ("case_wide", "case_id", "case_id", "number", source.columns.get("case_id", ())),
    ]
    notes = []
    for kind, place, key, other, names in asked:
        if not names or (not client and "number" in {key, other}):
            continue
        row = connection.execute(
            f"""
            with own as (
                select * from keyed where source = {quoted(source.name)}
            ),
            covered as (
                select {key} as key, count(*) as n_rows, count(distinct {other}) as n from own
                where {key} is not null and {other} is not null group by {key}
            ),
            whole as (
                select count(*) as n_keys, quantile_disc(n, 0.5) as half, quantile_disc(n, 0.99) as most,
                    (select count(distinct {other}) from own where {key} is not null) as total
                from covered
            )
            select sum(n_rows), sum(n) from covered cross join whole
            where n >= {LEAST[place]}
                and case when n_keys = 1 then n > {ALONE}
                    else (n >= {TIMES_HALF} * half and n * n > {WEIGHT} * total)
                        or n > greatest({FAR}, {TIMES_MOST} * most) end"""
        ).fetchone()
        if row and row[0]:
            notes.append(Note(kind, int(row[0]), " / ".join(names), n_over=int(row[1])))
    return notes


def _numbers(identities: pa.Table, sources: Sequence[Source], pseudonyms: Pseudonyms) -> pa.Table:
    """Of people who are known by more than the shared key that key, else the BSN's token."""
    by_bsn = [
        source.name
        for source in sources
        if "bsn" in source.columns and "client" not in source.columns
    ]
    keyed = identities.filter(pc.is_valid(identities["client_key"]))
    others = identities.filter(
        pc.is_in(identities["source"], value_set=pa.array(by_bsn, pa.string()))
    )
    people = others["person"].to_pylist()
    tokens = Seal(pseudonyms).open(people, others["sealed"].to_pylist())["bsn"].to_pylist()
    pairs = dict(zip(keyed["person"].to_pylist(), keyed["client_key"].to_pylist(), strict=True))
    pairs |= {
        person: str(token)
        for person, token in zip(people, tokens, strict=True)
        if token is not None
    }
    return pa.table(
        {"person": list(pairs), "number": list(pairs.values())},
        schema=pa.schema([("person", pa.string()), ("number", pa.string())]),
    )
