-- inline
-- One row per event that has a partner and an owner: its household, or its client without one; and the
-- weeks (their Mondays, local) from its start to its end.
-- Definition: the row's own household, else the only one of its client, else the client: owner is h
-- and the household, or c and the client.
-- Trap: the weeks are taken beside settings alone: after another join the zone is looked up for every row.
with dated as (
    select
        events.event_id,
        events.journey_id,
        events.partner,
        events.household_id,
        events.client_id,
        events.started_at,
        events.ended_at,
        cast(
            date_trunc('week', cast(events.started_at at time zone settings.timezone as date)) as date
        ) as from_week,
        cast(
            date_trunc('week', cast(events.ended_at at time zone settings.timezone as date)) as date
        ) as until_week
    from events
    cross join settings
    where
        events.partner is not null
        and (events.household_id is not null or events.client_id is not null)
)

select
    dated.event_id,
    dated.journey_id,
    dated.partner,
    case
        when dated.household_id is not null then concat('h', dated.household_id)
        when client_homes.household_id is not null then concat('h', client_homes.household_id)
        else concat('c', dated.client_id)
    end as owner,
    dated.started_at,
    dated.ended_at,
    dated.from_week,
    dated.until_week
from dated
left join client_homes on dated.client_id = client_homes.client_id
