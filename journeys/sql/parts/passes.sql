-- inline
-- One row per step whose next event is at another partner than the last known one.
-- A partner is new to a journey only where it is neither its first one nor the end of an earlier
-- pass, so that the passes alone tell whether it returns.
-- Trap: an event without a partner hands nothing over and is nobody's predecessor.
with passed as (
    select
        steps.*,
        row_number() over (partition by journey_id, to_partner order by seq) as nth_to_partner,
        first_value(known_partner) over (partition by journey_id order by seq) as first_partner
    from steps
    where known_partner <> to_partner
)

select
    journey_id,
    seq,
    from_event_id,
    to_event_id,
    from_activity,
    to_activity,
    known_partner as from_partner,
    known_source,
    to_partner,
    from_at,
    to_at,
    idle_s,
    parallel,
    nth_to_partner > 1 or to_partner = first_partner as returns
from passed
