-- One row for closed and one for open journeys: how many, and how long they took so far.
select
    closed,
    count(*) as n_journeys,
    percentile_cont(0.5) within group (order by duration_s) as median_duration_s,
    percentile_cont(0.9) within group (order by duration_s) as p90_duration_s
from journeys
group by closed
order by closed desc
