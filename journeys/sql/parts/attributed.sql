-- inline
-- One row per record: where it does not say who it is about, its case says it.
-- Definition: a row without a client takes its case's only client, one without a household its case's only
-- household (cases).
select
    known.* replace (
        coalesce(known.client_id, cases.client_id) as client_id,
        coalesce(known.household_id, cases.household_id) as household_id
    )
from known
left join cases on known.source = cases.source and known.case_id = cases.case_id
