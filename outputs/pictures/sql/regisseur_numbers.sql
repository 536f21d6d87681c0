-- One row per number of different regisseurs in layer proces ($many and more are one): the journeys that had so
-- many, and the medians of their duration and waiting.
-- Trap: waiting leaves the time between contacts out.
with held as (
    select journey_id, count(distinct regisseur) as n_held
    from regie_spells
    where layer = 'proces'
    group by journey_id
)

select
    least(coalesce(n_held, 0), $many) as n_regisseurs,
    count(*) as n,
    median(duration_s) as median_duration_s,
    median(waiting_s - between_contacts_s) as median_waiting_s
from journeys
left join held on journeys.journey_id = held.journey_id
group by 1
order by 1
