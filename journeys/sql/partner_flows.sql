-- One row per pair of partners between whom journeys were handed over.
-- Definition: as flows, over handovers; n_returns counts those to a partner that had the journey
-- before (ping-pong).
select
    from_partner,
    to_partner,
    count(*) as n,
    count(distinct journey_id) as n_journeys,
    cast(sum(case when returns then 1 else 0 end) as bigint) as n_returns,
    sum(cast(round(idle_s * 1000000) as bigint)) / 1000000.0 / count(*) as mean_idle_s,
    percentile_cont(0.5) within group (order by idle_s) as median_idle_s,
    percentile_cont(0.9) within group (order by idle_s) as p90_idle_s,
    sum(cast(round(idle_s * 1000000) as bigint)) / 1000000.0 as total_idle_s
from passes
group by from_partner, to_partner
order by n desc, from_partner, to_partner
