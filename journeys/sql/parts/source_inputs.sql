-- One row per source and input that its events give a rule.
-- Definition: docs/definitions.md, rule_status. n counts the events that give it: regisseur (in layer
-- proces), referral, partner, household, person, worker, cost; ends: an end later than its start, or still running; and
-- each kind that one of its events has.
-- Trap: an input that no event gives has no row.
with counted as (
    select
        source,
        count(referred_to) as n_referral,
        count(partner) as n_partner,
        count(household_id) as n_household,
        count(coalesce(client_id, household_id)) as n_person,
        count(worker) as n_worker,
        count(cost_eur) as n_cost,
        sum(case when is_running or ended_at > started_at then 1 else 0 end) as n_ends
    from events
    group by source
),

listed as (
    select source, 'regisseur' as input, count(*) as n
    from regie_rows
    where layer = 'proces'
    group by source
    union all
    select source, 'referral' as input, n_referral as n from counted
    union all
    select source, 'partner' as input, n_partner as n from counted
    union all
    select source, 'household' as input, n_household as n from counted
    union all
    select source, 'person' as input, n_person as n from counted
    union all
    select source, 'worker' as input, n_worker as n from counted
    union all
    select source, 'cost' as input, n_cost as n from counted
    union all
    select source, 'ends' as input, n_ends as n from counted
    union all
    select source, kind as input, count(*) as n from events group by source, kind
)

select source, input, cast(n as bigint) as n
from listed
where n > 0
