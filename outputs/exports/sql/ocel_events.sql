-- One row per event in the order of time (of one moment: in its journey's order): what an object-centric
-- log says of it. shared_clients are those of an event that concerns several (tables events, shared_events).
with shared as (
    select event_id, string_agg(client_id, ' ' order by client_id) as clients
    from shared_events
    group by event_id
)

select
    events.event_id,
    events.activity,
    strftime(events.started_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') as started_at,
    events.kind,
    events.rank,
    case when not events.is_running
            then strftime(events.ended_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')
    end as ended_at,
    events.is_running,
    events.domain,
    events.municipality,
    events.team,
    events.worker,
    events.regisseur_role,
    events.activity_source,
    events.precision,
    events.cost_eur,
    events.source,
    events.source_file,
    events.source_row,
    events.journey_id,
    events.client_id,
    shared.clients as shared_clients,
    events.household_id,
    events.case_id,
    events.partner,
    events.referred_to,
    events.regisseur
from events
left join shared on events.event_id = shared.event_id
order by events.started_at, events.journey_id, events.seq
