-- inline
-- One row per record: with the key of what its journey is of (level), in the vocabulary's words, and
-- ended where it is still running.
-- Definition: level client: the row's client, else its case's only client, else the case itself;
-- level household: the household, likewise, else that of the client then, else as level client; level
-- case: the source's case. At level household a source row that concerns several clients is one event
-- without a client (joint).
-- Trap: what starts after as_of and is still running ends at its own start, not before it.
with filled as (
    select
        housed.event_id,
        housed.source,
        housed.source_file,
        housed.source_row,
        housed.case_id,
        case when joint.event_id is null then housed.client_id end as client_id,
        housed.household_id,
        housed.activity_source,
        housed.partner,
        housed.team,
        housed.worker,
        housed.regisseur,
        housed.regisseur_role,
        housed.referred_to,
        housed.domain,
        housed.municipality,
        housed.started_at,
        housed.ended_at,
        housed.is_running,
        housed.precision,
        housed.cost_eur
    from housed
    left join joint on housed.event_id = joint.event_id
    where joint.event_id is null or joint.event_id = joint.kept_event_id
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
    coalesce(terms.activity, filled.activity_source) as activity,
    filled.activity_source,
    coalesce(terms.kind, 'overig') as kind,
    coalesce(terms.rank, 0) as rank,
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
left join terms
    on filled.source = terms.source
    and filled.partner is not distinct from terms.partner
    and filled.activity_source = terms.activity_source
