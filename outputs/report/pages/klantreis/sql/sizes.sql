-- One row: how many journeys and events there are to write.
select count(*) as n_journeys, cast(coalesce(sum(n_events), 0) as bigint) as n_events
from journeys
