-- One row per view and journey that it holds; view 0 holds all. A view of a period holds no journeys
-- but what happened in it, and has no rows here.
with shares as (
    select 'municipality' as kind, live_journeys.journey, live_journeys.municipality as value
    from live_journeys
    union all
    select 'route' as kind, live_journeys.journey, live_journeys.route_id as value
    from live_journeys
    union all
    select distinct 'domain' as kind, live_journeys.journey, events.domain as value
    from events
    inner join live_journeys on events.journey_id = live_journeys.journey_id
)

select live_views.kind, live_views.number as view, shares.journey
from shares
inner join live_views on shares.kind = live_views.kind and shares.value = live_views.value
union all
select 'all' as kind, 0 as view, journey
from live_journeys
