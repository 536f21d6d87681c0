-- One row per client of an event that concerns several (level household).
select
    part_events.place,
    part_events.seq,
    shared_events.client_id as client
from shared_events
inner join part_events on shared_events.event_id = part_events.event_id
order by part_events.place, part_events.seq, shared_events.client_id
