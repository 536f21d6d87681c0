-- One row per worker with a calendar and time that it is open: until when, and how much came before.
-- Definition: a worker's own hours, else those of the only partner that the worker's events name.
-- Trap: a worker of two partners, without hours of their own, has no calendar: nothing is guessed.
with places as (
    select worker, min(partner) as partner
    from enabled
    group by worker
    having min(partner) = max(partner)
),

own as (
    select distinct worker
    from working_hours
    where worker is not null
),

found as (
    select worker, opens_at, closes_at
    from working_hours
    where worker in (select worker from enabled)
    union all
    select places.worker, working_hours.opens_at, working_hours.closes_at
    from places
    inner join working_hours
        on places.partner = working_hours.partner and working_hours.worker is null
    where places.worker not in (select worker from own)
)

select
    worker,
    epoch_us(opens_at) as opens_us,
    epoch_us(closes_at) as closes_us,
    cast(coalesce(
        sum(epoch_us(closes_at) - epoch_us(opens_at)) over (
            partition by worker
            order by opens_at
            rows between unbounded preceding and 1 preceding
        ),
        0
    ) as bigint) as open_before_us
from found
where opens_at < closes_at
