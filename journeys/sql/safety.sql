-- One row per journey with an incident: how long ago the last one was, and what that says of the safety.
-- Definition: last_incident_at is the latest ended_at of its incidents, at most as_of. status is onveilig
-- where that is less than the limit of rule onveilig (183 days) before as_of; else niet in zicht where no
-- partner did anything for the family (families) in the sight_days up to as_of; else stabiel where at or
-- after the incident began an event of kind risico_beheerst and one of kind herstel_gestart; else rustig.
-- Trap: no incident is no safety where nobody looks. What begins after as_of is no sight yet, and no
-- incident. Where no event has the two kinds, stabiel is never said.
-- needs: incident
with incidents as (
    select
        journey_id,
        count(*) as n_incidents,
        max(ended_at) as last_incident_at
    from past_events
    where kind = 'incident'
    group by journey_id
),

hurt as (
    select distinct families.journey_id, families.family
    from families
    inner join incidents on families.journey_id = incidents.journey_id
),

sight as (
    select
        families.family,
        max(least(families.ended_at, judged.as_of)) as seen_at,
        max(case when families.kind = 'risico_beheerst' then families.started_at end)
            as controlled_at,
        max(case when families.kind = 'herstel_gestart' then families.started_at end)
            as recovery_at
    from families
    cross join judged
    where
        families.started_at <= judged.as_of and families.family in (select family from hurt)
    group by families.family
),

seen as (
    select
        hurt.journey_id,
        max(sight.seen_at) as seen_at,
        max(sight.controlled_at) as controlled_at,
        max(sight.recovery_at) as recovery_at
    from hurt
    inner join sight on hurt.family = sight.family
    group by hurt.journey_id
)

select
    incidents.journey_id,
    spans.household_id,
    incidents.n_incidents,
    incidents.last_incident_at,
    greatest(epoch_us(judged.as_of) - epoch_us(incidents.last_incident_at), 0) / 86400000000.0
        as days_since,
    seen.seen_at,
    case
        when
            epoch_us(judged.as_of) - epoch_us(incidents.last_incident_at)
            < rules.bound * 86400000000
            then 'onveilig'
        when
            coalesce(
                epoch_us(judged.as_of) - epoch_us(seen.seen_at) < settings.sight_s * 1000000,
                false
            )
            then
                case
                    when
                        seen.controlled_at >= incidents.last_incident_at
                        and seen.recovery_at >= incidents.last_incident_at
                        then 'stabiel'
                    else 'rustig'
                end
        else 'niet in zicht'
    end as status
from incidents
cross join judged
cross join settings
inner join rules on rules.kind = 'onveilig'
inner join spans on incidents.journey_id = spans.journey_id
left join seen on incidents.journey_id = seen.journey_id
order by incidents.journey_id
