"""Forgetting people: on request, or by the rule `retention_days`; and the proof that they are gone.

Who is forgotten leaves every table of the store and every old version of it, since the store is written
anew without them and what was there before is removed; and every run folder in which they stand is
removed. What stays is a line in `removed.jsonl` with counts, and, after a request, marks by which a later
export cannot bring them back: they tell of a pseudonym whether it was forgotten, and of nobody who it was.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.identity.people import SCHEMA, bsn_mark
from connectors.identity.sealing import Seal
from journeys.contract import RECORDS
from journeys.engine import typed, write_parquet
from journeys.layout import DAY_S
from outputs.report.packs import unpacked
from pipelines.errors import PipelineError
from pipelines.store.tables import DECISIONS, FILES, FORGOTTEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    import duckdb

    from connectors.identity.pseudonyms import Pseudonyms
    from journeys.analysis import Analysis
    from journeys.engine import Engine
    from pipelines.config.settings import Config
    from pipelines.night.merging import Merged
    from pipelines.store.ledger import Ledger
    from pipelines.store.tables import Store

RECORD: Final = "removed.jsonl"
PENDING: Final = "removing.json"
PSEUDONYM: Final = re.compile(rb"[0-9a-f]{16,32}")


@dataclass(frozen=True)
class Gone:
    """Who leaves in a night, by all the pseudonyms that only they have. It lives in memory alone.

    Attributes:
        reason: `request` or `retention`.
        n_clients: how many clients (or, without a client, cases).
        n_events: how many of their events.
        names: their pseudonyms: people, clients, cases and events.
        marks: by which a later export is known; none for the rule, which holds by itself.
    """

    reason: str
    n_clients: int
    n_events: int
    names: frozenset[str]
    marks: tuple[str, ...] = ()

    def told(self, run_id: str) -> dict[str, Any]:
        """What may be written of it: that somebody left with a run, and how much."""
        return {
            "run_id": run_id,
            "reason": self.reason,
            "n_clients": self.n_clients,
            "n_events": self.n_events,
        }


def gone_by_request(
    analysis: Analysis,
    merged: Merged,
    clients: Collection[str],
    keys: Pseudonyms,
) -> Gone | None:
    """Who these clients are in the store; None where they are nobody.

    Args:
        analysis: with the store as it will be.
        merged: likewise.
        clients: pseudonyms, as `client_id` in the tables.
        keys: to open what is kept of their BSNs.
    """
    connection = analysis.engine
    connection.register("wanted", pa.table({"client_id": pa.array(list(clients), pa.string())}))
    gone = _gone(analysis, "client_id in (select client_id from wanted)", "request")
    connection.unregister("wanted")
    if gone is None:
        return None
    every = merged.identities.every
    theirs = every.filter(pc.is_in(every["person"], value_set=pa.array(sorted(gone.names))))
    tokens = Seal(keys).open(theirs["person"].to_pylist(), theirs["sealed"].to_pylist())["bsn"]
    named = [*_people_and_cases(connection), *filter(None, theirs["client_key"].to_pylist())]
    named += [bsn_mark(token) for token in tokens.to_pylist() if token is not None]
    return replace(gone, marks=tuple(sorted({keys.mark(name) for name in named})))


def gone_by_rule(analysis: Analysis, days: float | None) -> Gone | None:
    """Whose last event ended more than so many days before as_of; None where nobody's did.

    Whoever is still being helped is never among them, nor who is in events after as_of alone; beside others
    such an event, a plan or a typing error, keeps nobody. A case without a client goes by its own events.
    """
    if days is None:
        return None
    return _gone(
        analysis,
        "owner in (select owner from last_seen cross join judged"
        f" where last_at < as_of - to_seconds({days * DAY_S}))",
        "retention",
    )


def _gone(analysis: Analysis, when: str, reason: str) -> Gone | None:
    """Who meets a condition on the rows; leaves `gone_events` and `gone_names` in the engine."""
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
        f"create or replace temp table gone_events as select event_id, owner from owned_by where {when}"
    )
    n_events, n_clients = _row(
        connection, "select count(*), count(distinct owner) from gone_events"
    )
    if not n_events:
        return None
    # A case or journey is theirs where it holds nobody else, and a household's is its members'; a
    # record's own client_id is a person of linking.
    connection.execute(
        """
        create or replace temp table gone_names as
        with theirs as (select * from all_records where event_id in (select event_id from gone_events))
        select distinct 'event' as kind, event_id as name from theirs
        union all
        select distinct 'person', client_id from theirs where client_id is not null
        union all
        select distinct 'client', owner from gone_events where owner not like 'case|%'
        union all
        select distinct 'journey', journey_id from placed
        where event_id in (select event_id from gone_events)
            and event_id in (select event_id from owned where owner not like 'household|%')
            and journey_id not in (
                select journey_id from placed where event_id not in (select event_id from gone_events)
            )
        union all
        select distinct 'case', case_id from theirs
        where (source, case_id) not in (
            select (source, case_id) from all_records where event_id not in (select event_id from gone_events)
        )"""
    )
    names = connection.execute("select name from gone_names").fetchall()
    return Gone(reason, n_clients, n_events, frozenset(name for (name,) in names))


def _people_and_cases(connection: Engine) -> list[str]:
    rows = connection.execute(
        "select name from gone_names where kind in ('person', 'client', 'case')"
    ).fetchall()
    return [name for (name,) in rows]


def without(
    connection: duckdb.DuckDBPyConnection, merged: Merged, gone: Gone, work: Path
) -> Merged:
    """The store as it will be, without them."""
    kept = work / "remaining.parquet"
    connection.execute(
        "create or replace temp view every_record as select * from "
        + typed(connection, merged.records, RECORDS)
    )
    write_parquet(
        connection,
        "select * from every_record where event_id not in (select event_id from gone_events)"
        " and (client_id is null or client_id not in (select name from gone_names where kind = 'person'))"
        # of their cases also what is withdrawn, and so is no event
        " and not coalesce("
        "is_withdrawn and case_id in (select name from gone_names where kind = 'case'), false)"
        " order by source, source_file, source_row, event_id",
        kept,
    )
    every = merged.identities.every
    theirs = pc.is_in(every["person"], value_set=pa.array(sorted(gone.names), pa.string()))
    identities = replace(merged.identities, every=every.filter(pc.invert(theirs)))
    return replace(merged, records=(str(kept),), identities=identities, gone=gone)


def written_anew(
    store: Store, merged: Merged, generation: str, *, signals: pa.Table
) -> dict[str, int]:
    """Write the store anew without those who are gone; it counts once the ledger names it.

    `signals` is the history of the signals that are there without them.
    """
    gone = merged.gone
    assert gone is not None  # noqa: S101 - the caller's branch
    names = pa.array(sorted(gone.names), pa.string())
    decisions = store.read("decisions", DECISIONS)
    about = pc.or_(
        pc.is_in(decisions["person_a"], value_set=names),
        pc.is_in(decisions["person_b"], value_set=names),
    )
    marks = pa.table({"mark": pa.array(gone.marks, pa.string())}, FORGOTTEN)
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
            "files": [store.read("files", FILES), pa.Table.from_pylist(list(merged.files), FILES)],
        },
    )


def about_to_forget(config: Config, gone: Gone, run_id: str, keys: Pseudonyms) -> None:
    """Note what `finish` has to do, so that the next run does it should this one die before it is done.

    The note tells of a pseudonym whether it is one of theirs, and of nobody who it is.
    """
    told = {
        **gone.told(run_id),
        "marks": sorted(keys.mark(name) for name in gone.names),
    }
    (config.store / PENDING).write_text(json.dumps(told), encoding="utf-8")


def finish_what_died(config: Config, ledger: Ledger, keys: Pseudonyms) -> None:
    """Do what a run that forgot somebody had still to do when it died; nothing where none did."""
    path = config.store / PENDING
    if not path.exists():
        return
    told = json.loads(path.read_text(encoding="utf-8"))
    marks = set(told.pop("marks"))
    if ledger.find(told["run_id"]) is None:
        path.unlink()  # it never came to count: nobody was forgotten
        return
    _finish(config, told, lambda name: keys.mark(name) in marks)


def finish(config: Config, gone: Gone, run_id: str) -> dict[str, Any]:
    """Remove what still holds them, prove that nothing does, and write down that it was done.

    Args:
        config: of the store and its runs.
        gone: who left.
        run_id: of the run that left without them; its folder stays.

    Returns:
        The line of `removed.jsonl`: run_id, reason, n_clients, n_events, at, n_run_folders (removed),
        n_files (looked through), n_found (0).

    Raises:
        PipelineError: something still holds one of their pseudonyms.
    """
    return _finish(config, gone.told(run_id), lambda name: name in gone.names)


def _finish(
    config: Config, told: dict[str, Any], is_theirs: Callable[[str], bool]
) -> dict[str, Any]:
    removed = 0
    for folder in sorted(config.output.iterdir()):
        is_run = folder.is_dir() and not folder.is_symlink() and (folder / "manifest.json").exists()
        if is_run and folder.name != told["run_id"] and look_through(folder, is_theirs).holding:
            shutil.rmtree(folder)
            removed += 1
    found = [look_through(root, is_theirs) for root in (config.store, config.output)]
    holding = [path for each in found for path in each.holding]
    told = {
        **told,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "n_run_folders": removed,
        "n_files": sum(each.n_files for each in found),
        "n_found": len(holding),
    }
    with (config.store / RECORD).open("a", encoding="utf-8") as file:
        file.write(json.dumps(told) + "\n")
        file.flush()
        os.fsync(file.fileno())
    if holding:
        raise PipelineError(
            "somebody who was forgotten still stands in a file",
            expected="no file with one of their pseudonyms",
            got=f"{len(holding)} files: {', '.join(holding[:5])}",
            hint="was it put there by hand? Remove it; the next run looks again",
        )
    (config.store / PENDING).unlink(missing_ok=True)
    return told


@dataclass
class LookedThrough:
    """How many files were looked through, and which of them hold a pseudonym that was sought."""

    n_files: int
    holding: list[str]


def look_through(root: Path, is_theirs: Callable[[str], bool]) -> LookedThrough:
    """Seek pseudonyms in every file below a folder: by its bytes; Parquet and packed data by its values."""
    found = LookedThrough(0, [])
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        if path.name == PENDING or any(part.is_symlink() for part in path.parents):
            continue
        found.n_files += 1
        if any(is_theirs(name) for name in names_in(path)):
            found.holding.append(path.relative_to(root).as_posix())
    return found


def names_in(path: Path) -> Iterator[str]:
    """Every text in a file that may be a pseudonym."""
    raw = path.read_bytes()
    if path.suffix == ".js" and (value := unpacked(raw.decode("utf-8", "replace"))) is not None:
        raw = json.dumps(value).encode("utf-8")
    yield from {match.decode() for match in PSEUDONYM.findall(raw)}
    if path.suffix != ".parquet":
        return
    file = pq.ParquetFile(path)
    for batch in file.iter_batches():
        for column in batch.columns:
            values = column.flatten() if pa.types.is_list(column.type) else column
            if pa.types.is_string(values.type):
                yield from filter(None, pc.unique(values).to_pylist())


def _row(connection: Engine, sql: str) -> tuple[Any, ...]:
    return connection.execute(sql).fetchone() or ()
