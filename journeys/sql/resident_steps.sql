-- One row per step that a resident, or somebody of the resident's network, took: no event, since no partner did it.
-- Definition: docs/definitions.md, resident_steps. The columns of events, and actor. journey_id is that of the
-- client (without a client that of the case; at level household also the household's) in which the step's
-- start falls, else the nearest in time; at a tie the later one. Null where there is none. seq counts these
-- steps within their journey.
-- Trap: they move no as_of and make no journey; a person whom no partner has helped has none.
with named as (
    select
        resident_records.*,
        coalesce(people.client_id, resident_records.client_id) as said_client_id,
        coalesce(resident_records.household_id, people.household_id) as home_id
    from resident_records
    left join people on resident_records.client_id = people.person
),

of_case as (
    select
        source,
        case_id,
        case when min(client_id) = max(client_id) then min(client_id) end as client_id
    from (
        select source, case_id, client_id from known
        union all
        select source, case_id, said_client_id as client_id from named
    ) as said
    group by source, case_id
),

steps_of_people as (
    select
        named.*,
        coalesce(named.said_client_id, of_case.client_id) as owner_id
    from named
    left join of_case on named.source = of_case.source and named.case_id = of_case.case_id
),

present as (
    select 'client' as tier, client_id as name, journey_id from events where client_id is not null
    union
    select 'client' as tier, shared_events.client_id as name, events.journey_id
    from shared_events
    inner join events on shared_events.event_id = events.event_id
    union
    select 'household' as tier, household_id as name, journey_id
    from events where household_id is not null
    union
    select 'case' as tier, concat(source, '|', case_id) as name, journey_id from events
),

sought as (
    select event_id, started_at, 'client' as tier, owner_id as name, 1 as weight
    from steps_of_people
    where owner_id is not null
    union all
    select event_id, started_at, 'household' as tier, home_id as name, 2 as weight
    from steps_of_people
    cross join settings
    where home_id is not null and settings.level = 'household'
    union all
    select event_id, started_at, 'case' as tier, concat(source, '|', case_id) as name, 3 as weight
    from steps_of_people
    where owner_id is null
),

candidates as (
    select
        sought.event_id,
        present.journey_id,
        row_number() over (
            partition by sought.event_id
            order by
                sought.weight,
                greatest(
                    0,
                    epoch_us(spans.started_at) - epoch_us(sought.started_at),
                    epoch_us(sought.started_at) - epoch_us(spans.ended_at)
                ),
                spans.started_at desc,
                present.journey_id
        ) as nth
    from sought
    inner join present on sought.tier = present.tier and sought.name = present.name
    inner join spans on present.journey_id = spans.journey_id
),

worded as (
    select
        steps_of_people.* replace (
            case
                when steps_of_people.is_running
                    then greatest(
                            coalesce(judged.as_of, steps_of_people.started_at), steps_of_people.started_at
                        )
                else steps_of_people.ended_at
            end as ended_at,
            coalesce(steps_of_people.referred_to, terms.referred_to) as referred_to
        ),
        candidates.journey_id,
        coalesce(terms.activity, steps_of_people.activity_source) as activity,
        coalesce(terms.kind, 'overig') as kind,
        coalesce(terms.rank, 0) as rank
    from steps_of_people
    cross join judged
    left join candidates
        on steps_of_people.event_id = candidates.event_id and candidates.nth = 1
    left join terms
        on steps_of_people.source = terms.source
        and steps_of_people.partner is not distinct from terms.partner
        and steps_of_people.activity_source = terms.activity_source
)

select
    event_id,
    journey_id,
    case
        when journey_id is not null
            then row_number() over (
                    partition by journey_id
                    order by started_at, rank, ended_at, source, source_file, source_row, event_id
                )
    end as seq,
    source,
    source_file,
    source_row,
    case_id,
    owner_id as client_id,
    home_id as household_id,
    activity,
    activity_source,
    kind,
    rank,
    worded.* exclude (
        event_id, journey_id, source, source_file, source_row, case_id, client_id, household_id, activity,
        activity_source, kind, rank, version, is_withdrawn, key_doubts, said_client_id, home_id, owner_id
    )
from worded
order by journey_id, seq, started_at, source, source_file, source_row, event_id
