-- One row per route of the chosen journeys: as table routes, counted anew over them.
select
    routes.route_id,
    any_value(routes.route) as route,
    count(*) as n_journeys,
    count(*) / (select count(*) from journeys) as share
from whole_routes as routes
inner join journeys on routes.route_id = journeys.route_id
group by routes.route_id
order by n_journeys desc, route, route_id
