-- One row per client in each source's case: how it is known who that is.
-- Definition: docs/definitions.md, linking. rule key: partners share the client's number; bsn: the same BSN;
-- review: a person decided it; probability: the model did, with that probability; alone: nothing links
-- this client, or nothing says who it is and the case is a journey of its own.
with ranked as (
    select
        source,
        case_id,
        client_id,
        household_id,
        coalesce(rule, 'alone') as rule,
        probability,
        case rule
            when 'key' then 1 when 'bsn' then 2 when 'review' then 3 when 'probability' then 4 else 5
        end as strength
    from housed
)

select
    source,
    case_id,
    client_id,
    household_id,
    min_by(rule, strength) as rule,
    max(probability) filter (where rule = 'probability') as probability
from ranked
group by source, case_id, client_id, household_id
order by source, case_id, client_id, household_id
