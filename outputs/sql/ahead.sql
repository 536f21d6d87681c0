-- One row per event that begins (is_later) or ends after as_of.
-- Definition: table events as the run has it; without as_of nothing is ahead.
select journey_id, started_at > as_of as is_later
from events
cross join judged
where ended_at > as_of
