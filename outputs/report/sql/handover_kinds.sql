-- One row per judgement of handovers: how many, of how many journeys, the returns, the median wait.
-- The median is that of the n_waits handovers in which was waited, in n_wait_journeys.
select
    judgement as kind,
    count(*) as n,
    count(*) / sum(count(*)) over () as share,
    count(distinct handovers.journey_id) as n_journeys,
    count(*) filter (where "returns") as n_returns,
    count(distinct handovers.journey_id) filter (where "returns") as n_returning_journeys,
    count(wait_s) as n_waits,
    count(distinct handovers.journey_id) filter (where wait_s is not null) as n_wait_journeys,
    percentile_cont(0.5) within group (order by wait_s) as median_wait_s
from handovers
inner join step_waits
    on handovers.journey_id = step_waits.journey_id and handovers.seq = step_waits.seq
group by judgement
order by n desc, judgement
