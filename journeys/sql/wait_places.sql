-- One row per place where journeys waited: after an activity at one partner, before one at another.
-- Definition: over the waits that were over by as_of, but the time between contacts; the causes are the sums of waiting_causes. A partner is null where
-- the rows do not say it.
-- Trap: flows counts every step, also those without a wait; its percentiles are of other numbers.
select
    waiting_causes.from_partner,
    waiting_causes.from_activity,
    waiting_causes.to_partner,
    waiting_causes.to_activity,
    count(*) as n,
    count(distinct waiting_causes.journey_id) as n_journeys,
    sum(cast(round(waiting_causes.idle_s * 1000000) as bigint)) / 1000000.0 as total_idle_s,
    percentile_cont(0.5) within group (order by waiting_causes.idle_s) as median_idle_s,
    percentile_cont(0.9) within group (order by waiting_causes.idle_s) as p90_idle_s,
    sum(cast(round(waiting_causes.batching_s * 1000000) as bigint)) / 1000000.0 as batching_s,
    sum(cast(round(waiting_causes.contention_s * 1000000) as bigint)) / 1000000.0 as contention_s,
    sum(cast(round(waiting_causes.prioritisation_s * 1000000) as bigint)) / 1000000.0 as prioritisation_s,
    sum(cast(round(waiting_causes.unavailability_s * 1000000) as bigint)) / 1000000.0 as unavailability_s,
    sum(cast(round(waiting_causes.extraneous_s * 1000000) as bigint)) / 1000000.0 as extraneous_s,
    sum(cast(round(waiting_causes.unknown_s * 1000000) as bigint)) / 1000000.0 as unknown_s
from waiting_causes
inner join past_waits
    on waiting_causes.journey_id = past_waits.journey_id and waiting_causes.seq = past_waits.seq
where not waiting_causes.is_between_contacts
group by
    waiting_causes.from_partner,
    waiting_causes.from_activity,
    waiting_causes.to_partner,
    waiting_causes.to_activity
order by total_idle_s desc, from_partner, from_activity, to_partner, to_activity
