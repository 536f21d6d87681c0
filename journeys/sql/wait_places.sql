-- One row per place where journeys waited: after an activity at one partner, before one at another.
-- Definition: over the rows of waits but the time between contacts; the causes are the sums of waiting_causes. A partner is null where
-- the rows do not say it.
-- Trap: flows counts every step, also those without a wait; its percentiles are of other numbers.
select
    from_partner,
    from_activity,
    to_partner,
    to_activity,
    count(*) as n,
    count(distinct journey_id) as n_journeys,
    sum(cast(round(idle_s * 1000000) as bigint)) / 1000000.0 as total_idle_s,
    percentile_cont(0.5) within group (order by idle_s) as median_idle_s,
    percentile_cont(0.9) within group (order by idle_s) as p90_idle_s,
    sum(cast(round(batching_s * 1000000) as bigint)) / 1000000.0 as batching_s,
    sum(cast(round(contention_s * 1000000) as bigint)) / 1000000.0 as contention_s,
    sum(cast(round(prioritisation_s * 1000000) as bigint)) / 1000000.0 as prioritisation_s,
    sum(cast(round(unavailability_s * 1000000) as bigint)) / 1000000.0 as unavailability_s,
    sum(cast(round(extraneous_s * 1000000) as bigint)) / 1000000.0 as extraneous_s,
    sum(cast(round(unknown_s * 1000000) as bigint)) / 1000000.0 as unknown_s
from waiting_causes
where not is_between_contacts
group by from_partner, from_activity, to_partner, to_activity
order by total_idle_s desc, from_partner, from_activity, to_partner, to_activity
