-- One row per journey, in the order of its number on the live map.
select journey_id
from live_journeys
order by journey
