-- One row per journey: a number for it, which is shorter than its name, and what views ask of it.
select
    row_number() over (order by journey_id) - 1 as journey,
    journey_id,
    municipality,
    route_id
from journeys
