-- One row per partner that any event names: its events, and the journeys that they are of. One that is only referred to
-- has none.
with named as (
    select partner, event_id, journey_id from events
    union all
    select referred_to as partner, null as event_id, null as journey_id from events
)

select
    partner,
    count(event_id) as n,
    count(distinct journey_id) as n_journeys
from named
where partner is not null
group by partner
order by partner
