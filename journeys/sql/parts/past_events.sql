-- inline
-- One row per event that began by as_of.
-- Definition: ended_at is at most as_of: what ends later has lasted until now, and what begins later has not
-- happened. So an end in 2099, or a day typed a year late, makes nobody active, unsafe or waiting.
-- Trap: started_at orders a journey, so these are the first events of each: seq has no gaps.
select
    events.* replace (
        case when events.ended_at > judged.as_of then judged.as_of else events.ended_at end as ended_at
    )
from events
cross join judged
where events.started_at <= judged.as_of
