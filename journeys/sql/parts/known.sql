-- inline
-- One row per record: with who it is about over all sources, and by which rule that is known.
-- Definition: docs/definitions.md, linking. A person who is in no link is who the record says it is: by
-- the key that partners share.
select
    records.event_id,
    records.source,
    records.source_file,
    records.source_row,
    records.case_id,
    coalesce(people.client_id, records.client_id) as client_id,
    coalesce(records.household_id, people.household_id) as household_id,
    records.activity_source,
    records.partner,
    records.team,
    records.worker,
    records.regisseur,
    records.regisseur_role,
    records.referred_to,
    records.domain,
    records.municipality,
    records.started_at,
    records.ended_at,
    records.is_running,
    records.precision,
    records.cost_eur,
    case when records.client_id is not null then coalesce(people.rule, 'key') end as rule,
    people.probability
from records
left join people on records.client_id = people.person
