-- One row per pair of partners between whom journeys were handed over: how often, and what was waited.
-- Definition: n, n_journeys and n_returns are those of partner_flows; n_waits, n_wait_journeys and the
-- times are of the handovers in which was waited (step_waits). A median is null where nobody waited.
select
    handovers.from_partner,
    handovers.to_partner,
    count(*) as n,
    count(distinct handovers.journey_id) as n_journeys,
    cast(sum(case when handovers."returns" then 1 else 0 end) as bigint) as n_returns,
    count(wait_s) as n_waits,
    count(distinct case when wait_s is not null then handovers.journey_id end) as n_wait_journeys,
    cast(coalesce(sum(wait_us), 0) as bigint) as wait_us,
    percentile_cont(0.5) within group (order by wait_s) as median_wait_s
from handovers
inner join step_waits
    on handovers.journey_id = step_waits.journey_id and handovers.seq = step_waits.seq
group by handovers.from_partner, handovers.to_partner
