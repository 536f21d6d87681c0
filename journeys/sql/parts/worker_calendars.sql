-- One row per worker whose working hours are known: by which calendar.
-- Definition: the worker's own hours, else those of the only partner that the worker's events name.
-- calendar_n numbers who has hours, by partner and worker.
-- Trap: a worker of two partners, without hours of their own, has no calendar: nothing is guessed.
with numbered as (
    select partner, worker, row_number() over (order by partner nulls first, worker nulls first) as calendar_n
    from (select distinct partner, worker from working_hours) as holders
),

places as (
    select worker, worker_n, min(partner) as partner, min(partner) = max(partner) as is_one
    from enabled
    group by worker, worker_n
),

own as (
    select worker, min(calendar_n) as calendar_n
    from numbered
    where worker is not null
    group by worker
),

shared as (
    select partner, calendar_n
    from numbered
    where worker is null
)

select places.worker_n, coalesce(own.calendar_n, shared.calendar_n) as calendar_n
from places
left join own on places.worker = own.worker
left join shared on case when places.is_one then places.partner end = shared.partner
where own.calendar_n is not null or shared.calendar_n is not null
