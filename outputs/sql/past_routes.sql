-- One row per route that journeys had taken by as_of: as table routes, over their events up to then.
with spelled as (
    select journey_id, string_agg(activity, ' > ' order by seq) as route
    from events
    where journey_id in (select journey_id from ahead)
    group by journey_id
),

texts as (
    select route_id, route
    from routes
    union
    select substr(md5(route), 1, 16) as route_id, route
    from spelled
)

select
    texts.route_id,
    texts.route,
    count(*) as n_journeys,
    count(*) / sum(count(*)) over () as share
from journeys
inner join texts on journeys.route_id = texts.route_id
group by texts.route_id, texts.route
order by n_journeys desc, texts.route
