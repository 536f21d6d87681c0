-- One row per route key: its text, its id, and how many journeys took it.
-- Definition: the text is spelled out once, from the first journey that took the route; route_id is
-- a hash of the text, the same on every machine and night.
with keys as (
    select route_key, n_events, count(*) as n_journeys, min(journey_id) as journey_id
    from spans
    group by route_key, n_events
),

spelled as (
    select journey_id, string_agg(activity, ' > ' order by seq) as route
    from events
    where journey_id in (select journey_id from keys)
    group by journey_id
)

select
    keys.route_key,
    keys.n_events,
    substr(md5(spelled.route), 1, 16) as route_id,
    spelled.route,
    keys.n_journeys
from keys
inner join spelled on keys.journey_id = spelled.journey_id
