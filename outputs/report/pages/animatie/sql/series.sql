-- One row per step of the clock at which something changes: how many journeys more than at the step
-- before have begun, are waiting, and are closed. The first step holds all that came before it.
-- Definition: a change belongs to the first step at or after it. A journey that is not closed never
-- adds to closed.
with changes as (
    select started_at as at, 1 as started, 0 as waiting, 0 as closed from journeys
    union all
    select ended_at as at, 0 as started, 0 as waiting, 1 as closed from journeys where closed
    union all
    select since as at, 0 as started, 1 as waiting, 0 as closed from animated_idle
    union all
    select until as at, 0 as started, -1 as waiting, 0 as closed from animated_idle
    where until is not null
),

placed as (
    select clock.step, changes.started, changes.waiting, changes.closed
    from changes
    asof join animated_clock as clock on changes.at <= clock.at
)

select
    step,
    cast(sum(started) as bigint) as started,
    cast(sum(waiting) as bigint) as waiting,
    cast(sum(closed) as bigint) as closed
from placed
group by step
order by step
