-- inline
-- One row per record: with the key of what its journey is of (level), in the vocabulary's words, and
-- ended where it is still running.
-- Definition: level client: the row's client, else its case's only client, else the case itself;
-- level household: the household, likewise, else as level client; level case: the source's case.
-- A term of the vocabulary counts for its own source before it counts for every source (source '').
-- Trap: what starts after as_of and is still running ends at its own start, not before it.
with filled as (
    select
        records.event_id,
        records.source,
        records.source_file,
        records.source_row,
        records.case_id,
        coalesce(records.client_id, cases.client_id) as client_id,
        coalesce(records.household_id, cases.household_id) as household_id,
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
        records.cost_eur
    from records
    left join cases
        on records.source = cases.source and records.case_id = cases.case_id
),

shared as (
    select term, activity, kind, rank
    from vocabulary
    where source = ''
)

select
    filled.event_id,
    case
        when settings.level = 'household' and filled.household_id is not null
            then concat('household|', filled.household_id)
        when settings.level <> 'case' and filled.client_id is not null
            then concat('client|', filled.client_id)
        else concat('case|', filled.source, '|', filled.case_id)
    end as owner,
    filled.source,
    filled.source_file,
    filled.source_row,
    filled.case_id,
    filled.client_id,
    filled.household_id,
    coalesce(own.activity, shared.activity, filled.activity_source) as activity,
    filled.activity_source,
    coalesce(own.kind, shared.kind, 'overig') as kind,
    coalesce(own.rank, shared.rank, 0) as rank,
    filled.partner,
    filled.team,
    filled.worker,
    filled.regisseur,
    filled.regisseur_role,
    filled.referred_to,
    filled.domain,
    filled.municipality,
    filled.started_at,
    case
        when filled.is_running then greatest(judged.as_of, filled.started_at)
        else filled.ended_at
    end as ended_at,
    filled.is_running,
    filled.precision,
    filled.cost_eur
from filled
cross join settings
cross join judged
left join vocabulary as own
    on filled.source = own.source and trim(filled.activity_source) = own.term
left join shared on trim(filled.activity_source) = shared.term
