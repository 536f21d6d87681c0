-- One row per client of an event that concerns several: who those are.
-- Definition: at level household a source row that concerns several clients is one event, whose client_id is
-- null; here they are. At the other levels such a row is an event for each of them, and nothing is here.
select distinct kept_event_id as event_id, client_id
from joint
where client_id is not null
order by event_id, client_id
