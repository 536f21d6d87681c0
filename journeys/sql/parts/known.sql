-- inline
-- One row per record: with who it is about over all sources, and by which rule that is known.
-- Definition: docs/definitions.md, linking. A person who is in no link is who the record says it is: by
-- the key that partners share.
select
    records.* replace (
        coalesce(people.client_id, records.client_id) as client_id,
        coalesce(records.household_id, people.household_id) as household_id
    ),
    case when records.client_id is not null then coalesce(people.rule, 'key') end as rule,
    people.probability
from records
left join people on records.client_id = people.person
