-- inline
-- One row per handover that had happened by as_of.
-- Definition: the rows of handovers whose next event began by as_of. They are those of the events up to then:
-- what is ahead comes after them, and an end that is ahead lies beyond every one of their starts.
select handovers.*
from handovers
cross join judged
where handovers.to_at <= judged.as_of
