-- One row per step in which time passed while no partner was active.
-- Definition: the steps with idle_s > 0; overlapping help is no wait. In the order of steps.
-- is_between_contacts: between two contacts at one partner whose source registers no ends (steps); the
-- row stands here, and no figure calls it waiting.
-- judges: waits
select
    journey_id,
    seq,
    from_event_id,
    to_event_id,
    from_activity,
    to_activity,
    from_partner,
    to_partner,
    from_at,
    to_at,
    idle_s,
    parallel,
    source,
    is_between_contacts
from steps
where idle_s > 0
