-- inline
-- One row per event that has a partner and an owner: its household, or its client without one; and the
-- weeks (their Mondays, local) from its start to its end.
-- Definition: the row's own household, else the only one of its client, else the client.
with owned_by as (
    select
        events.event_id,
        events.journey_id,
        events.partner,
        coalesce(events.household_id, client_homes.household_id) as household_id,
        case
            when coalesce(events.household_id, client_homes.household_id) is null then events.client_id
        end as client_id,
        events.started_at,
        events.ended_at
    from events
    left join client_homes on events.client_id = client_homes.client_id
    where events.partner is not null
)

select
    owned_by.event_id,
    owned_by.journey_id,
    owned_by.partner,
    owned_by.household_id,
    owned_by.client_id,
    concat(coalesce(owned_by.household_id, ''), '|', coalesce(owned_by.client_id, '')) as owner,
    cast(
        date_trunc('week', cast(owned_by.started_at at time zone settings.timezone as date)) as date
    ) as from_week,
    cast(
        date_trunc('week', cast(owned_by.ended_at at time zone settings.timezone as date)) as date
    ) as until_week
from owned_by
cross join settings
where owned_by.household_id is not null or owned_by.client_id is not null
