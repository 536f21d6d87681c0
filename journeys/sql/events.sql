-- One row per event: one thing that one partner did or recorded, in its place in its journey.
-- Definition: docs/definitions.md, events. seq is 1, 2, 3 … in the order of started_at, rank, ended_at,
-- source, source_file, source_row.
select
    owned.event_id,
    placed.journey_id,
    placed.seq,
    owned.source,
    owned.source_file,
    owned.source_row,
    owned.case_id,
    owned.client_id,
    owned.household_id,
    owned.activity,
    owned.activity_source,
    owned.kind,
    owned.rank,
    owned.* exclude (
        event_id, source, source_file, source_row, case_id, client_id, household_id, activity_source,
        version, is_withdrawn, key_doubts, rule, probability, owner, activity, kind, rank
    )
from owned
inner join placed on owned.event_id = placed.event_id
order by placed.journey_id, placed.seq
