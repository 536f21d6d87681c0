-- One row per event but the last of each journey: the step from it to the next.
-- Definition: idle_s is the time from the latest end so far to the next start, at least 0; parallel
-- says that the next starts before that end. known_partner is the partner of the latest event up to
-- here that has one.
-- Trap: idle from the previous event's own end would call overlapping help a wait.
with looked as (
    select
        journey_id,
        seq,
        event_id as from_event_id,
        lead(event_id) over timeline as to_event_id,
        activity as from_activity,
        lead(activity) over timeline as to_activity,
        partner as from_partner,
        lead(partner) over timeline as to_partner,
        last_value(partner ignore nulls) over (
            timeline rows between unbounded preceding and current row
        ) as known_partner,
        ended_at as from_at,
        lead(started_at) over timeline as to_at,
        max(ended_at) over (
            timeline rows between unbounded preceding and current row
        ) as busy_until
    from events
    window timeline as (partition by journey_id order by seq)
)

select
    journey_id,
    seq,
    from_event_id,
    to_event_id,
    from_activity,
    to_activity,
    from_partner,
    to_partner,
    known_partner,
    from_at,
    to_at,
    greatest(epoch_us(to_at) - epoch_us(busy_until), 0) / 1000000.0 as idle_s,
    to_at < busy_until as parallel
from looked
where to_event_id is not null
order by journey_id, seq
