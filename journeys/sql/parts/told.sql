-- inline
-- One row per record: where it does not say who it is about, its case says it.
-- Definition: a row without a client takes its case's only client, one without a household its case's only
-- household (cases).
select
    known.event_id,
    known.source,
    known.source_file,
    known.source_row,
    known.case_id,
    coalesce(known.client_id, cases.client_id) as client_id,
    coalesce(known.household_id, cases.household_id) as household_id,
    known.activity_source,
    known.partner,
    known.team,
    known.worker,
    known.regisseur,
    known.regisseur_role,
    known.referred_to,
    known.domain,
    known.municipality,
    known.started_at,
    known.ended_at,
    known.is_running,
    known.precision,
    known.cost_eur,
    known.rule,
    known.probability
from known
left join cases on known.source = cases.source and known.case_id = cases.case_id
