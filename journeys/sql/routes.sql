-- One row per route (process mining: variant): the activities of a journey in order.
-- Definition: share is the part of all journeys that took it, 0 to 1.
-- Trap: two lists of activities read the same where an activity's own name holds ' > '.
select
    route_id,
    route,
    cast(sum(n_journeys) as bigint) as n_journeys,
    sum(n_journeys) / sum(sum(n_journeys)) over () as share
from route_texts
group by route_id, route
order by n_journeys desc, route
