-- One row per wait that was over by as_of: as table waiting_causes.
select waiting_causes.*
from waiting_causes
inner join waits on waiting_causes.journey_id = waits.journey_id and waiting_causes.seq = waits.seq
