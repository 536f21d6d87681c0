-- One row per client and partner of a journey: who of the family was helped by whom, and when.
-- Definition: docs/definitions.md, lanes. An event that concerns several clients counts for each of them; one
-- that names no client stands in a lane of its own (client_id null).
with concerned as (
    select
        past_events.journey_id,
        coalesce(past_events.client_id, shared_events.client_id) as client_id,
        past_events.partner,
        past_events.started_at,
        past_events.ended_at,
        past_events.is_running
    from past_events
    left join shared_events on past_events.event_id = shared_events.event_id
)

select
    journey_id,
    client_id,
    partner,
    min(started_at) as from_at,
    max(ended_at) as until_at,
    count(*) as n_events,
    max(case when is_running then 1 else 0 end) = 1 as is_running
from concerned
group by journey_id, client_id, partner
order by journey_id, client_id, partner
