-- One row per wait: how much of it was working time of the partner that the journey waited for.
-- Definition: working_idle_s are the seconds within the wait in which to_partner was open by its
-- working calendar; null where that partner has none, or where the row does not name it.
-- Trap: the wait begins at the latest end so far, which is not always the previous event's.
-- needs: calendars
with bounded as (
    select
        waits.journey_id,
        waits.seq,
        waits.to_partner,
        partner_calendars.calendar,
        make_timestamp(epoch_us(waits.to_at) - cast(round(waits.idle_s * 1000000) as bigint))
        at time zone 'UTC' as idle_from,
        waits.to_at
    from waits
    left join partner_calendars on waits.to_partner = partner_calendars.partner
),

dated as (
    select
        bounded.*,
        cast(bounded.idle_from at time zone settings.timezone as date) as first_day,
        cast(bounded.to_at at time zone settings.timezone as date) as last_day
    from bounded
    cross join settings
),

clocked as (
    select
        dated.journey_id,
        dated.seq,
        dated.to_partner,
        early.seconds_before * 1000000
        + least(
            greatest(epoch_us(dated.idle_from), epoch_us(early.opens_at)),
            epoch_us(early.closes_at)
        )
        - epoch_us(early.opens_at) as from_us,
        late.seconds_before * 1000000
        + least(
            greatest(epoch_us(dated.to_at), epoch_us(late.opens_at)), epoch_us(late.closes_at)
        )
        - epoch_us(late.opens_at) as to_us
    from dated
    left join working_hours as early
        on dated.calendar = early.calendar
        and dated.first_day = early.day
        and dated.idle_from >= early.from_at
        and dated.idle_from < early.until_at
    left join working_hours as late
        on dated.calendar = late.calendar
        and dated.last_day = late.day
        and dated.to_at >= late.from_at
        and dated.to_at < late.until_at
)

select
    journey_id,
    seq,
    to_partner,
    (to_us - from_us) / 1000000.0 as working_idle_s
from clocked
order by journey_id, seq
