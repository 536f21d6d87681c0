-- One row: the journeys and routes of all, and the routes of fewer than $smallest journeys.
-- Definition: table routes.
select
    cast(coalesce(sum(n_journeys), 0) as bigint) as n_journeys,
    count(*) as n_routes,
    count(*) filter (where n_journeys < $smallest) as n_small
from routes
