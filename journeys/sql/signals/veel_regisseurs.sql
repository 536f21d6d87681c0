-- One row per household that met the limit or more regisseurs in all.
-- Definition: different regisseurs over all spells in layer proces (regie_spells) of its journeys
-- (journeys.household_id); value is how many. since is the first spell's begin, until the begin of the one
-- that made it the limit.
-- needs: household, regisseur
-- limit: 5 regisseurs
-- severity: midden
-- version: 2
-- explanation: Dit gezin kreeg sinds {since} met {value} te maken. De grens is {limit}.
with spells as (
    select
        spans.household_id,
        regie_spells.regisseur,
        regie_spells.from_at as met_at,
        regie_spells.event_id,
        regie_spells.journey_id,
        row_number() over (
            partition by spans.household_id, regie_spells.regisseur
            order by regie_spells.from_at, regie_spells.event_id
        ) as nth_spell
    from regie_spells
    inner join spans on regie_spells.journey_id = spans.journey_id
    where regie_spells.layer = 'proces' and spans.household_id is not null
),

lived as (
    select
        household_id,
        case when min(journey_id) = max(journey_id) then min(journey_id) end as journey_id
    from spells
    group by household_id
),

ranked as (
    select
        household_id,
        met_at,
        event_id,
        row_number() over (partition by household_id order by met_at, regisseur) as nth
    from spells
    where nth_spell = 1
)

select
    lived.journey_id,
    ranked.household_id,
    cast(null as varchar) as partner,
    cast(null as varchar) as other,
    min(ranked.met_at) as since,
    max(case when ranked.nth <= rules.bound then ranked.met_at end) as until,
    cast(count(*) as double) as value,
    rules.bound,
    ranked.household_id as evidence,
    list_sort(array_agg(distinct ranked.event_id)) as event_ids
from ranked
inner join rules on rules.kind = 'veel_regisseurs'
inner join lived on ranked.household_id = lived.household_id
group by lived.journey_id, ranked.household_id, rules.bound
having count(*) >= rules.bound
