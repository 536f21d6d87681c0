-- One row per household that met the limit or more regisseurs in all.
-- Definition: different regisseurs over all spells of its journeys (journeys.household_id); value is
-- how many. since is the first spell's begin, until the begin of the one that made it the limit.
-- limit: 5 regisseurs
-- severity: midden
-- version: 1
-- explanation: Dit gezin kreeg sinds {since} met {value} te maken. De grens is {limit}.
with met as (
    select
        spans.household_id,
        regisseurs.regisseur,
        min(regisseurs.from_at) as met_at,
        min_by(regisseurs.event_id, regisseurs.from_at) as event_id,
        min(regisseurs.journey_id) as journey_id,
        max(regisseurs.journey_id) as last_journey_id
    from regisseurs
    inner join spans on regisseurs.journey_id = spans.journey_id
    where spans.household_id is not null
    group by spans.household_id, regisseurs.regisseur
),

ranked as (
    select
        household_id,
        regisseur,
        met_at,
        event_id,
        journey_id,
        last_journey_id,
        row_number() over (partition by household_id order by met_at, regisseur) as nth
    from met
)

select
    case
        when min(ranked.journey_id) = max(ranked.last_journey_id) then min(ranked.journey_id)
    end as journey_id,
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
group by ranked.household_id, rules.bound
having count(*) >= rules.bound
