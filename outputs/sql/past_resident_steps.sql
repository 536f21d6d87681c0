-- One row per step of a resident that began by as_of; an end that is ahead is as_of.
select
    resident_steps.* replace (
        case when resident_steps.ended_at > judged.as_of then judged.as_of else resident_steps.ended_at end
            as ended_at
    )
from resident_steps
cross join judged
where resident_steps.started_at <= judged.as_of
