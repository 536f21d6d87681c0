-- inline
-- One row per record: with its client and its household, as far as anything tells them.
select
    told.event_id,
    told.source,
    told.source_file,
    told.source_row,
    told.case_id,
    told.client_id,
    coalesce(told.household_id, homes.household_id) as household_id,
    told.activity_source,
    told.partner,
    told.team,
    told.worker,
    told.regisseur,
    told.regisseur_role,
    told.referred_to,
    told.domain,
    told.municipality,
    told.started_at,
    told.ended_at,
    told.is_running,
    told.precision,
    told.cost_eur,
    told.rule,
    told.probability
from told
left join homes on told.event_id = homes.event_id
