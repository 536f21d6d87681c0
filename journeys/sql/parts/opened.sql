-- One row per worker with a calendar and moment that matters: how long the worker was open until then.
-- Definition: open_us counts the microseconds of the worker's hours from their first one on.
with moments as (
    select worker, ready_us as at_us from asked
    union
    select worker, start_us as at_us from asked
    union
    select worker, from_us as at_us from worked
    union
    select worker, until_us as at_us from worked
),

timeline as (
    select
        worker,
        opens_us as at_us,
        0 as is_moment,
        opens_us,
        closes_us,
        open_before_us
    from worker_hours
    union all
    select
        worker,
        at_us,
        1 as is_moment,
        cast(null as bigint) as opens_us,
        cast(null as bigint) as closes_us,
        cast(null as bigint) as open_before_us
    from moments
    where worker in (select worker from worker_hours)
),

latest as (
    select
        worker,
        at_us,
        is_moment,
        max(opens_us) over so_far as opens_us,
        max(closes_us) over so_far as closes_us,
        max(open_before_us) over so_far as open_before_us
    from timeline
    window so_far as (
        partition by worker
        order by at_us, is_moment
        rows between unbounded preceding and current row
    )
)

select
    worker,
    at_us,
    coalesce(open_before_us + least(at_us, closes_us) - opens_us, 0) as open_us
from latest
where is_moment = 1
