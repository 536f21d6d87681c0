-- One row per route that more than one journey took, those of most journeys first; $most at most.
select route_id as value, route as title
from routes
where n_journeys > 1
order by n_journeys desc, route_id
limit $most
