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
    owned.partner,
    owned.team,
    owned.worker,
    owned.regisseur,
    owned.regisseur_role,
    owned.referred_to,
    owned.domain,
    owned.municipality,
    owned.started_at,
    owned.ended_at,
    owned.is_running,
    owned.precision,
    owned.cost_eur
from owned
inner join placed on owned.event_id = placed.event_id
order by placed.journey_id, placed.seq
