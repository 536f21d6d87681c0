-- One row per wait that was over by as_of: as table waits_working.
select waits_working.*
from waits_working
inner join waits on waits_working.journey_id = waits.journey_id and waits_working.seq = waits.seq
