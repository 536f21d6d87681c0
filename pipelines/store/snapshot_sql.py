"""The queries of state snapshots (`pipelines.store.snapshots`): built here, run there.

They stand on the tables `kept` (what is stored), `seen` (what was read now) and `moments` (when there was
a snapshot).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from journeys.contract import RECORDS
from journeys.engine import quoted
from pipelines.config.snapshot_section import TERMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.config.snapshot_section import Snapshot

NOT_CONTENT: Final = (
    "event_id", "source", "source_file", "source_row", "case_id", "activity_source", "started_at", "ended_at",
    "is_running", "precision", "version", "is_withdrawn",
)  # fmt: skip
CONTENT: Final = tuple(column for column in RECORDS if column not in NOT_CONTENT)
"""What a case's row holds beside its status."""


def content(status: str) -> str:
    """What a row says of its case, as one value; `status` is the SQL of its status."""
    fields = ", ".join(f'"{column}" := "{column}"' for column in CONTENT)
    return f"struct_pack(status := {status}, {fields})"


VALUED: Final = """
with boundary as (
    -- Between snapshots known before and those read now, every case may differ.
    select moment from moments where is_old <> is_after_old
),
points as (
    select case_id, moment from kept
    union
    select case_id, moment from seen
    union
    select case_id, next_moment from seen join moments using (moment) where next_moment is not null
    union
    select case_id, moment from (select distinct case_id from kept) cross join boundary
),
known as (
    select points.case_id, points.moment, moments.is_old, moments.precision, kept.content,
        kept.source_file, kept.source_row,
        kept.moment = points.moment as is_here,
        case when kept.moment = points.moment then kept.event_id end as event_id,
        case when kept.moment = points.moment then kept.is_withdrawn end as was_withdrawn,
        case when kept.moment = points.moment then kept.filled end as filled
    from points
    join moments using (moment)
    asof left join kept on points.case_id = kept.case_id and points.moment >= kept.moment
),
states as (
    select known.* exclude (content, source_file, source_row),
        seen.case_id is not null as is_seen, seen.file_no, seen.source_file as seen_file,
        case
            when seen.case_id is not null then seen.content
            when known.is_old then known.content
        end as content,
        seen.case_id is not null
            and not (coalesce(is_here, false) and known.content is not distinct from seen.content)
            as is_read_now,
        known.source_file as kept_file, known.source_row as kept_row, seen.source_row as seen_row
    from known left join seen using (case_id, moment)
)
select case_id, moment, precision, event_id, was_withdrawn, filled, content, is_seen, file_no, seen_file,
    coalesce(is_here, false) as is_here,
    case when is_read_now then seen_file else kept_file end as source_file,
    case when is_read_now then seen_row else kept_row end as source_row,
    content is distinct from lag(content) over (partition by case_id order by moment) as is_change
from states
"""
"""At every moment at which a case's state may have changed: what it was, and which row says so."""


def records_of(source: str, snapshot: Snapshot) -> str:
    """The records of the source's cases, as they are with what was read now."""
    missing = quoted(snapshot.gone) if snapshot.gone else "null"
    is_first = "before is null" + ("" if snapshot.gone else " and earlier is null")
    arms = [f"when {is_first} then content.status"]
    if "activity" in snapshot.watch:
        arms.append("when content.status is distinct from prior.status then content.status")
    arms += [
        f'when content."{column}" is distinct from prior."{column}" then'
        f" {quoted(snapshot.terms.get(column, TERMS[column]))}"
        for column in snapshot.watch
        if column != "activity"
    ]
    values = {
        "event_id": f"coalesce(event_id, {event_id(source, 'case_id')})",
        "source": quoted(source),
        "source_file": "source_file",
        "source_row": "source_row",
        "case_id": "case_id",
        "activity_source": "coalesce(term, shown.status)",
        "started_at": "moment",
        "ended_at": "moment",
        "is_running": "false",
        "precision": "precision",
        "version": "case when content is null then '-' else concat('=', content.status) end",
        "is_withdrawn": "term is null",
        **{column: f'shown."{column}"' for column in CONTENT},
    }
    return f"""
        with changes as (
            select *, coalesce(before, earlier) as prior from (
                select * exclude (source_file, source_row),
                    lag(content) over (in_time) as before, lag(content, 2) over (in_time) as earlier,
                    case when content is null then lag(source_file) over (in_time) else source_file end
                        as source_file,
                    case when content is null then lag(source_row) over (in_time) else source_row end
                        as source_row
                from valued where is_change
                window in_time as (partition by case_id order by moment)
            )
        ),
        named as (
            select * exclude (before, earlier, prior), coalesce(content, prior) as shown,
                case when content is null then {missing} else case {" ".join(arms)} end end as term
            from changes
            union all by name
            -- What was stored and is no change any more stays, withdrawn: it is true of its moment.
            select *, coalesce(content, filled) as shown, null as term
            from valued where is_here and not is_change
        )
        select {typed(values)}, is_seen, file_no, seen_file, is_here, was_withdrawn
        from named"""


def event_id(source: str, case: str) -> str:
    """An event's id: its source, case and moment."""
    parts = f"{quoted(source + '|')}, {case}, '|', cast(epoch_us(moment) as varchar)"
    return f"substr(md5(concat({parts})), 1, 20)"


def typed(values: Mapping[str, str]) -> str:
    """The columns of a record out of the SQL of their values; null where there is none."""
    return ", ".join(
        f'cast({values.get(column, "null")} as {kind}) as "{column}"'
        for column, kind in RECORDS.items()
    )
