-- One row per pair of activities that follow one another directly, in any journey.
-- Definition: the times are those of idle_s, in which nobody was active; percentiles are linear
-- between closest ranks.
-- Trap: sums are taken over whole microseconds, since the order in which doubles are added matters.
select
    from_activity,
    to_activity,
    count(*) as n,
    count(distinct journey_id) as n_journeys,
    sum(cast(round(idle_s * 1000000) as bigint)) / 1000000.0 / count(*) as mean_idle_s,
    percentile_cont(0.5) within group (order by idle_s) as median_idle_s,
    percentile_cont(0.9) within group (order by idle_s) as p90_idle_s,
    sum(cast(round(idle_s * 1000000) as bigint)) / 1000000.0 as total_idle_s
from steps
group by from_activity, to_activity
order by n desc, from_activity, to_activity
