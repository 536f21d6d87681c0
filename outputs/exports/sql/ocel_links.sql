-- One row per event in the order of event_id: which objects it concerns.
with shared as (
    select event_id, string_agg(client_id, ' ' order by client_id) as clients
    from shared_events
    group by event_id
)

select
    events.event_id,
    events.source,
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
order by events.event_id
