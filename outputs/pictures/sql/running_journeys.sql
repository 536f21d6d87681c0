-- One row: how many journeys ran on any day from $first to $last, in $zone.
select count(*) as n
from journeys
where
    cast(started_at at time zone $zone as date) <= $last
    and (not closed or cast(ended_at at time zone $zone as date) >= $first)
