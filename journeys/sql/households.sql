-- One row per household that a journey is of: what its members went through together.
-- Definition: journeys by journeys.household_id; n_regisseurs are all different ones that it met,
-- most_partners the most that were active in one week, cost_eur what is known of its costs.
-- needs: household
with lived as (
    select
        household_id,
        count(*) as n_journeys,
        count(distinct client_id) as n_clients
    from spans
    where household_id is not null
    group by household_id
),

met as (
    select spans.household_id, count(distinct regisseurs.regisseur) as n_regisseurs
    from regisseurs
    cross join judged
    inner join spans on regisseurs.journey_id = spans.journey_id
    where regisseurs.from_at <= judged.as_of
    group by spans.household_id
),

retold as (
    select household_id, sum(n_intakes) as n_intakes, sum(n_again) as n_again
    from retellings
    group by household_id
),

hurt as (
    select
        household_id,
        sum(n_incidents) as n_incidents,
        max(last_incident_at) as last_incident_at
    from safety
    group by household_id
),

busiest as (
    select household_id, max(n_partners) as most_partners
    from active_partners
    group by household_id
),

paid as (
    select household_id, sum(cast(round(cost_eur * 100) as bigint)) / 100.0 as cost_eur
    from journey_costs
    group by household_id
)

select
    lived.household_id,
    lived.n_journeys,
    lived.n_clients,
    coalesce(met.n_regisseurs, 0) as n_regisseurs,
    cast(coalesce(retold.n_intakes, 0) as bigint) as n_intakes,
    cast(coalesce(retold.n_again, 0) as bigint) as n_again,
    cast(coalesce(hurt.n_incidents, 0) as bigint) as n_incidents,
    hurt.last_incident_at,
    coalesce(busiest.most_partners, 0) as most_partners,
    paid.cost_eur
from lived
left join met on lived.household_id = met.household_id
left join retold on lived.household_id = retold.household_id
left join hurt on lived.household_id = hurt.household_id
left join busiest on lived.household_id = busiest.household_id
left join paid on lived.household_id = paid.household_id
order by lived.household_id
