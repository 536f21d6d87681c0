-- inline
-- One row per record: with the key of what its journey is of (level), in the vocabulary's words, and
-- ended where it is still running; referred to where its term says, if the row names no partner.
-- Definition: level client: the row's client, else its case's only client, else the case itself;
-- level household: the household, likewise, else that of the client then, else as level client; level
-- case: the source's case. At level household a source row that concerns several clients is one event
-- without a client (joint).
-- Trap: what starts after as_of and is still running ends at its own start, not before it.
with filled as (
    select housed.* replace (case when joint.event_id is null then housed.client_id end as client_id)
    from housed
    left join joint on housed.event_id = joint.event_id
    where joint.event_id is null or joint.event_id = joint.kept_event_id
)

select
    filled.* replace (
        case
            when filled.is_running then greatest(judged.as_of, filled.started_at)
            else filled.ended_at
        end as ended_at,
        coalesce(filled.referred_to, terms.referred_to) as referred_to
    ),
    case
        when settings.level = 'household' and filled.household_id is not null
            then concat('household|', filled.household_id)
        when settings.level <> 'case' and filled.client_id is not null
            then concat('client|', filled.client_id)
        else concat('case|', filled.source, '|', filled.case_id)
    end as owner,
    coalesce(terms.activity, filled.activity_source) as activity,
    coalesce(terms.kind, 'overig') as kind,
    coalesce(terms.rank, 0) as rank
from filled
cross join settings
cross join judged
left join terms
    on filled.source = terms.source
    and filled.partner is not distinct from terms.partner
    and filled.activity_source = terms.activity_source
