-- inline
-- One row per wait that was over by as_of.
-- Definition: the rows of waits whose next event began by as_of. They are those of the events up to then:
-- what is ahead comes after them, and an end that is ahead lies beyond every one of their starts.
select waits.*
from waits
cross join judged
where waits.to_at <= judged.as_of
