-- One row per place and wait that ended in one of the last two periods.
-- Definition: a period is period_s long, and the last one ends at as_of; a wait belongs to the period in
-- which it ended. place_level partner: from a partner to a partner; activity: and from an activity to
-- an activity, as in wait_places. half_ranks are twice the midrank, among both periods and in its own.
with dated as (
    select
        past_waits.journey_id,
        past_waits.from_partner,
        past_waits.from_activity,
        past_waits.to_partner,
        past_waits.to_activity,
        past_waits.idle_s,
        epoch_us(judged.as_of) - epoch_us(past_waits.to_at) < settings.period_s * 1000000 as is_last
    from past_waits
    cross join settings
    cross join judged
    where not past_waits.is_between_contacts
        and epoch_us(judged.as_of) - epoch_us(past_waits.to_at) < 2 * settings.period_s * 1000000
),

placed_waits as (
    select
        'partner' as place_level, journey_id, from_partner, cast(null as varchar) as from_activity,
        to_partner, cast(null as varchar) as to_activity, idle_s, is_last
    from dated
    union all
    select
        'activity' as place_level, journey_id, from_partner, from_activity,
        to_partner, to_activity, idle_s, is_last
    from dated
)

select
    place_level,
    journey_id,
    from_partner,
    from_activity,
    to_partner,
    to_activity,
    idle_s,
    is_last,
    rank() over both_periods + count(*) over both_periods as half_rank,
    rank() over own_period + count(*) over own_period as own_half_rank
from placed_waits
window
    both_periods as (
        partition by place_level, from_partner, from_activity, to_partner, to_activity
        order by idle_s
    ),
    own_period as (
        partition by place_level, from_partner, from_activity, to_partner, to_activity, is_last
        order by idle_s
    )
