-- inline
-- One row per event that has a partner and an owner: its household, or its client without one; and the
-- local weeks from its start to its end, numbered from that of Monday 29 December 1969, which is 0.
-- Definition: the row's own household, else the only one of its client, else the client: owner is h
-- and the household, or c and the client. What starts after as_of counts for nothing, and what ends after
-- as_of ends there: an end in 2099 makes nobody active until then.
-- Trap: a zone costs most of the time here. No zone is more than 14 hours from UTC, so that only within
-- those of a UTC Monday's midnight the local week can be another than the UTC one.
with placed_in as (
    select
        events.event_id,
        events.journey_id,
        events.partner,
        events.household_id,
        events.client_id,
        events.started_at,
        events.ended_at,
        (epoch_us(events.started_at) / 1000000.0 + 259200) / 604800.0 as start_week,
        (epoch_us(events.ended_at) / 1000000.0 + 259200) / 604800.0 as end_week
    from past_events as events
    where
        events.partner is not null
        and (events.household_id is not null or events.client_id is not null)
),

dated as (
    select
        placed_in.event_id,
        placed_in.journey_id,
        placed_in.partner,
        placed_in.household_id,
        placed_in.client_id,
        placed_in.started_at,
        placed_in.ended_at,
        case
            when placed_in.start_week - floor(placed_in.start_week) between 0.09 and 0.91
                then cast(floor(placed_in.start_week) as bigint)
            else
                cast(floor(datediff(
                    'day',
                    date '1969-12-29',
                    cast(placed_in.started_at at time zone settings.timezone as date)
                ) / 7.0) as bigint)
        end as from_week,
        case
            when placed_in.end_week - floor(placed_in.end_week) between 0.09 and 0.91
                then cast(floor(placed_in.end_week) as bigint)
            else
                cast(floor(datediff(
                    'day',
                    date '1969-12-29',
                    cast(placed_in.ended_at at time zone settings.timezone as date)
                ) / 7.0) as bigint)
        end as until_week
    from placed_in
    cross join settings
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
left join client_homes
    on case when dated.household_id is null then dated.client_id end = client_homes.client_id
