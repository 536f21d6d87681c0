-- One row per route, the most taken first, with its steps and the number of all routes.
-- Those of fewer than $smallest journeys are left out. Steps are counted in the journeys, since an
-- activity's own name may hold ' > '.
with dominant as (
    select
        route_id, route, n_journeys, share,
        (select count(*) from routes) as n_routes
    from routes
    where n_journeys >= $smallest
    order by n_journeys desc, route
    limit $limit
),

lengths as (
    select route_id, max(n_events) as n_steps
    from journeys
    where route_id in (select route_id from dominant)
    group by route_id
)

select dominant.route, dominant.n_journeys, dominant.share, dominant.n_routes, n_steps
from dominant
inner join lengths on dominant.route_id = lengths.route_id
order by dominant.n_journeys desc, dominant.route
