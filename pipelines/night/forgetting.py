"""Who leaves in a night, on request or by the rule `retention_days`, and the store without them.

Who is forgotten leaves every table of the store and every old version of it, since the store is written
anew without them and what was there before is removed; and every run folder in which they stand is
removed (`pipelines.store.removal`). After a request marks stay by which a later export cannot bring them
back: they tell of a pseudonym whether it was forgotten, and of nobody who it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.identity.people import SCHEMA, bsn_mark
from connectors.identity.sealing import Seal
from journeys.contract import RECORDS
from journeys.engine import typed, write_parquet
from journeys.layout import DAY_S
from pipelines.store.file_reads import FILES, table_of
from pipelines.store.removal import Leavers
from pipelines.store.tables import DECISIONS, FORGOTTEN

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from connectors.identity.pseudonyms import Pseudonyms
    from journeys.analysis import Analysis
    from journeys.engine import Engine
    from pipelines.store.merging import Merged
    from pipelines.store.tables import Store


def leavers_by_request(
    analysis: Analysis,
    merged: Merged,
    clients: Collection[str],
    keys: Pseudonyms,
) -> Leavers | None:
    """Who these clients are in the store; None where they are nobody.

    Args:
        analysis: with the store as it will be.
        merged: likewise.
        clients: pseudonyms, as `client_id` in the tables.
        keys: to open what is kept of their BSNs.
    """
    connection = analysis.engine
    connection.register(
        "leaving_clients", pa.table({"client_id": pa.array(list(clients), pa.string())})
    )
    leavers = _leavers(analysis, "client_id in (select client_id from leaving_clients)", "request")
    connection.unregister("leaving_clients")
    if leavers is None:
        return None
    every = merged.identities.every
    theirs = every.filter(pc.is_in(every["person"], value_set=pa.array(sorted(leavers.names))))
    tokens = Seal(keys).open(theirs["person"].to_pylist(), theirs["sealed"].to_pylist())["bsn"]
    named = [*_people_and_cases(connection), *filter(None, theirs["client_key"].to_pylist())]
    named += [bsn_mark(token) for token in tokens.to_pylist() if token is not None]
    return replace(leavers, marks=tuple(sorted({keys.mark(name) for name in named})))


def leavers_by_rule(analysis: Analysis, days: float | None) -> Leavers | None:
    """Whose last event ended more than so many days before as_of; None where nobody's did.

    Whoever is still being helped is never among them, nor who is in events after as_of alone; beside others
    such an event, a plan or a typing error, keeps nobody. A case without a client goes by its own events.
    """
    if days is None:
        return None
    return _leavers(
        analysis,
        "owner in (select owner from last_seen cross join judged"
        f" where last_at < as_of - to_seconds({days * DAY_S}))",
        "retention",
    )


def _leavers(analysis: Analysis, when: str, reason: str) -> Leavers | None:
    """Who meets a condition on the rows; leaves `leaver_events` and `leaver_names` in the engine."""
    connection = analysis.engine
    analysis.view(("attributed", "placed", "judged", "resident_steps"))
    connection.execute(
        """
        create or replace temp view owned_by as
        select *, coalesce(client_id, concat('case|', source, '|', case_id)) as owner from (
            select event_id, source, case_id, client_id, started_at, ended_at, is_running from attributed
            union all
            select event_id, source, case_id, client_id, started_at, ended_at, is_running from resident_steps
        );
        create or replace temp view last_seen as
        select owner, max(case when started_at <= judged.as_of then
            case when is_running then judged.as_of else ended_at end end) as last_at
        from owned_by cross join judged group by owner"""
    )
    connection.execute(
        f"create or replace temp table leaver_events as select event_id, owner from owned_by where {when}"
    )
    n_events, n_clients = _row(
        connection, "select count(*), count(distinct owner) from leaver_events"
    )
    if not n_events:
        return None
    # A case or journey is theirs where it holds nobody else, and a household's is its members'; a
    # record's own client_id is a person of linking.
    connection.execute(
        """
        create or replace temp table leaver_names as
        with theirs as (select * from all_records where event_id in (select event_id from leaver_events))
        select distinct 'event' as kind, event_id as name from theirs
        union all
        select distinct 'person', client_id from theirs where client_id is not null
        union all
        select distinct 'client', owner from leaver_events where owner not like 'case|%'
        union all
        select distinct 'journey', journey_id from placed
        where event_id in (select event_id from leaver_events)
            and event_id in (select event_id from owned where owner not like 'household|%')
            and journey_id not in (
                select journey_id from placed where event_id not in (select event_id from leaver_events)
            )
        union all
        select distinct 'case', case_id from theirs
        where (source, case_id) not in (
            select (source, case_id) from all_records
            where event_id not in (select event_id from leaver_events)
        )"""
    )
    names = connection.execute("select name from leaver_names").fetchall()
    return Leavers(reason, n_clients, n_events, frozenset(name for (name,) in names))


def _people_and_cases(connection: Engine) -> list[str]:
    rows = connection.execute(
        "select name from leaver_names where kind in ('person', 'client', 'case')"
    ).fetchall()
    return [name for (name,) in rows]


def without(connection: Engine, merged: Merged, leavers: Leavers, work: Path) -> Merged:
    """The store as it will be, without them."""
    kept = work / "remaining.parquet"
    connection.execute(
        "create or replace temp view every_record as select * from "
        + typed(connection, merged.records, RECORDS)
    )
    write_parquet(
        connection,
        "select * from every_record where event_id not in (select event_id from leaver_events)"
        " and (client_id is null or client_id not in (select name from leaver_names where kind = 'person'))"
        # of their cases also what is withdrawn, and so is no event
        " and not coalesce("
        "is_withdrawn and case_id in (select name from leaver_names where kind = 'case'), false)"
        " order by source, source_file, source_row, event_id",
        kept,
    )
    every = merged.identities.every
    theirs = pc.is_in(every["person"], value_set=pa.array(sorted(leavers.names), pa.string()))
    identities = replace(merged.identities, every=every.filter(pc.invert(theirs)))
    return replace(merged, records=(str(kept),), identities=identities, leavers=leavers)


def written_anew(
    store: Store, merged: Merged, generation: str, *, signals: pa.Table
) -> dict[str, int]:
    """Write the store anew without those who are gone; it counts once the ledger names it.

    `signals` is the history of the signals that are there without them.
    """
    leavers = merged.leavers
    assert leavers is not None  # noqa: S101 - the caller's branch
    names = pa.array(sorted(leavers.names), pa.string())
    decisions = store.read("decisions", DECISIONS)
    about = pc.or_(
        pc.is_in(decisions["person_a"], value_set=names),
        pc.is_in(decisions["person_b"], value_set=names),
    )
    marks = pa.table({"mark": pa.array(leavers.marks, pa.string())}, FORGOTTEN)
    return store.renew(
        generation,
        {
            "records": [pq.ParquetFile(path) for path in merged.records],
            "rejected": [pq.ParquetFile(merged.rejected)],
            "notes": [pq.ParquetFile(merged.notes)],
            "identities": [merged.identities.every.select(SCHEMA.names)],
            "decisions": [decisions.filter(pc.invert(about))],
            "forgotten": [store.read("forgotten", FORGOTTEN), marks],
            "signal_history": [signals],
            "files": [store.read("files", FILES), table_of(merged.files)],
        },
    )


def _row(connection: Engine, sql: str) -> tuple[Any, ...]:
    return connection.execute(sql).fetchone() or ()
