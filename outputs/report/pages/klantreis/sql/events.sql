-- One row per event of the part, in the order of its journey. term is how the source wrote the activity, where
-- that differs.
select
    part_journeys.place,
    events.event_id,
    events.seq,
    epoch_us(events.started_at) as started,
    epoch_us(events.ended_at) - epoch_us(events.started_at) as duration,
    events.activity,
    case when events.activity_source <> events.activity then events.activity_source end as term,
    events.kind,
    events.partner,
    events.team,
    events.client_id as client,
    events.regisseur,
    events.regisseur_role as role,
    events.referred_to,
    events.is_running as running,
    events.precision,
    events.source,
    events.source_file as file,
    events.source_row as "row"
from events
inner join part_journeys on events.journey_id = part_journeys.journey_id
where events.journey_id >= $low and events.journey_id < $high
order by part_journeys.place, events.seq
