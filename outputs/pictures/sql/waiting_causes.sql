-- One row per partner that was waited for, the longest first: the waits, and each cause in seconds.
-- Definition: table waiting_causes, without the time between contacts.
-- Trap: sums go over whole microseconds, so that no order of addition matters.
select
    to_partner as partner,
    count(*) as n,
    count(distinct journey_id) as n_journeys,
    sum(cast(round(idle_s * 1000000) as bigint)) / 1000000 as total_s,
    sum(cast(round(batching_s * 1000000) as bigint)) / 1000000 as batching_s,
    sum(cast(round(contention_s * 1000000) as bigint)) / 1000000 as contention_s,
    sum(cast(round(prioritisation_s * 1000000) as bigint)) / 1000000 as prioritisation_s,
    sum(cast(round(unavailability_s * 1000000) as bigint)) / 1000000 as unavailability_s,
    sum(cast(round(extraneous_s * 1000000) as bigint)) / 1000000 as extraneous_s,
    sum(cast(round(unknown_s * 1000000) as bigint)) / 1000000 as unknown_s
from waiting_causes
where not is_between_contacts
group by to_partner
order by total_s desc, partner
