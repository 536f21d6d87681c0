"""Who is who in a night: what is kept of everybody's identity goes in, people come out.

Linking looks at all people of all nights, so that what comes out does not hang on which night read which
file. Where no source has more than the key that partners share, there is nothing to link.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.identity.sealing import Seal
from journeys.contract import PEOPLE, RECORDS
from journeys.engine import typed, write_parquet
from journeys.linking.comparisons import LIKENESS
from journeys.linking.link import link
from pipelines.store.tables import DECISIONS

if TYPE_CHECKING:
    from pathlib import Path

    from journeys.engine import Engine
    from pipelines.night.begin import Night
    from pipelines.store.merging import Merged

NODES: Final = "seen_people"


def people_path(night: Night) -> Path:
    """Where a night's people are made (`journeys.contract.PEOPLE`)."""
    return night.work / "parts" / "people.parquet"


def link_people(night: Night, connection: Engine, merged: Merged) -> None:
    """Link everybody, and leave `people`, the table `review` and what the model learned."""
    path = people_path(night)
    path.parent.mkdir(parents=True, exist_ok=True)
    night.tables.mkdir(parents=True, exist_ok=True)
    if not merged.identities.every.num_rows:
        pq.write_table(_nobody(), path)
        pq.write_table(_no_questions(), night.tables / "review.parquet")
        return
    _lay_out_nodes(night, connection, merged)
    decisions = night.store.read("decisions", DECISIONS).sort_by("decided_at")
    try:
        linked = link(
            connection,
            NODES,
            decisions.select(["person_a", "person_b", "is_same"]),
            night.config.linking.settings(),
        )
    finally:
        connection.execute(f"drop table if exists {NODES}")
    pq.write_table(linked.people.select(list(PEOPLE)), path)
    places = pa.array(range(linked.review.num_rows), pa.int64())
    connection.register("asked", linked.review.append_column("place", places))
    write_parquet(connection, REVIEW, night.tables / "review.parquet")
    connection.unregister("asked")
    (night.run_folder / "linking.json").write_text(
        json.dumps(linked.model, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )


REVIEW: Final = """
with first_rows as (
    select client_id as person, min_by(source, place) as source, min_by(source_file, place) as source_file,
        min_by(source_row, place) as source_row
    from (
        select client_id, source, source_file, source_row,
            row_number() over (order by started_at, source, source_file, source_row) as place
        from seen_records
        where client_id in (select person_a from asked union all select person_b from asked)
    )
    group by client_id
)
select review.* exclude (place),
    one.source as source_a, one.source_file as source_file_a, one.source_row as source_row_a,
    other.source as source_b, other.source_file as source_file_b, other.source_row as source_row_b
from asked as review
left join first_rows as one on review.person_a = one.person
left join first_rows as other on review.person_b = other.person
order by review.place
"""
"""The questions, in the order in which linking asks them: the most useful first. Each has the first row that
each of the two people stands in: where a reviewer can look."""


def _lay_out_nodes(night: Night, connection: Engine, merged: Merged) -> None:
    """One row for each person who can be linked: when seen, the given household, and the tokens."""
    every = merged.identities.every
    tokens = Seal(night.pseudonyms).open(every["person"].to_pylist(), every["sealed"].to_pylist())
    kept = pa.table({"person": every["person"], "client_key": every["client_key"], **tokens})
    connection.register("kept_identities", kept)
    records = typed(connection, merged.records, RECORDS)
    connection.execute(
        f"create or replace temp view seen_records as select * from {records} where not is_withdrawn"
    )
    # The key's token is out of its pseudonym: a person known by the key alone is named by that.
    connection.execute(
        f"""
        create or replace table {NODES} as
        with seen as (
            select client_id as person, min(source) as source, min(started_at) as first_at,
                max(coalesce(ended_at, started_at)) as last_at,
                case when min(household_id) = max(household_id) then min(household_id) end as household
            from seen_records
            where client_id is not null
            group by client_id
        ),
        linkable as (
            select seen.*, kept.* exclude (person),
                coalesce(kept.client_key, case when kept.person is null then seen.person end) as number
            from seen left join kept_identities as kept on seen.person = kept.person
            where kept.person is not null or seen.person in (select client_key from kept_identities)
        )
        select * exclude (client_key, number),
            case when number is not null then cast(hash(number) // 2 as bigint) end as key
        from linkable order by person"""
    )
    connection.unregister("kept_identities")


def _nobody() -> pa.Table:
    kinds: dict[str, Any] = {"VARCHAR": pa.string(), "DOUBLE": pa.float64()}
    return pa.schema([(name, kinds[kind]) for name, kind in PEOPLE.items()]).empty_table()


def _no_questions() -> pa.Table:
    """The table `review` where nothing was linked."""
    return pa.schema(
        [
            *((name, pa.string()) for name in ("person_a", "person_b")),
            ("probability", pa.float64()),
            *((comparison.name, pa.string()) for comparison in LIKENESS),
            ("conflict", pa.string()),
            *(
                (f"{name}_{side}", pa.int64() if name == "source_row" else pa.string())
                for side in "ab"
                for name in ("source", "source_file", "source_row")
            ),
        ]
    ).empty_table()
