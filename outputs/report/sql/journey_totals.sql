-- One row: journeys, those that were handed over, by how many regisseurs they had, and waiting.
-- Regisseurs are those in layer proces. n_unjudged_regisseur: journeys of which no source ever names a
-- regisseur. Waiting leaves the time between contacts out.
with held as (
    select journey_id, count(distinct regisseur) as n_held
    from regie_spells
    where layer = 'proces'
    group by journey_id
),

directed as (
    select distinct journey_id
    from events
    where source in (
            select source
            from rule_status
            where rule = 'regisseurs' and source is not null and because is null
        )
)

select
    count(*) as n_journeys,
    count(*) filter (where n_handovers > 0) as n_handed_over,
    count(*) filter (where n_held is null and directed.journey_id is not null)
        as n_without_regisseur,
    count(*) filter (where directed.journey_id is null) as n_unjudged_regisseur,
    count(*) filter (where n_held = 1) as n_one_regisseur,
    count(*) filter (where n_held > 1) as n_more_regisseurs,
    percentile_cont(0.5) within group (order by waiting_s - between_contacts_s)
        as median_waiting_s,
    percentile_cont(0.9) within group (order by waiting_s - between_contacts_s)
        as p90_waiting_s
from journeys
left join held on journeys.journey_id = held.journey_id
left join directed on journeys.journey_id = directed.journey_id
