-- One row per step whose next event began by as_of.
select steps.*
from steps
cross join judged
where steps.to_at <= judged.as_of
