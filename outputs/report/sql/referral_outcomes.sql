-- One row per outcome: how many referrals, in how many journeys, and the median and p90 to an answer.
select
    outcome,
    count(*) as n,
    count(distinct journey_id) as n_journeys,
    count(*) / sum(count(*)) over () as share,
    percentile_cont(0.5) within group (order by wait_s) as median_wait_s,
    percentile_cont(0.9) within group (order by wait_s) as p90_wait_s
from referrals
group by outcome
order by n desc, outcome
