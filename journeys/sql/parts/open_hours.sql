-- One row per calendar, day and time from which it is open, and one from which the day begins.
-- Definition: from from_us until until_us the calendar had been open for open_before_us, and is so until
-- closes_us (the same as from_us where the day begins). day_n counts days of UTC from 1970 on.
-- So the open time up to any moment is a join on its day, and no search.
with numbered as (
    select
        row_number() over (order by partner nulls first, worker nulls first) as calendar_n,
        partner,
        worker
    from (select distinct partner, worker from working_hours) as holders
),

hours as (
    select
        numbered.calendar_n,
        epoch_us(working_hours.opens_at) as opens_us,
        epoch_us(working_hours.closes_at) as closes_us,
        cast(floor(epoch_us(working_hours.opens_at) / 86400000000.0) as bigint) as first_day,
        cast(floor((epoch_us(working_hours.closes_at) - 1) / 86400000000.0) as bigint) as last_day
    from working_hours
    inner join numbered
        on working_hours.partner is not distinct from numbered.partner
        and working_hours.worker is not distinct from numbered.worker
    where working_hours.opens_at < working_hours.closes_at
),

cut as (
    select calendar_n, opens_us, closes_us, unnest(range(first_day, last_day + 1)) as day_n
    from hours
),

begun as (
    select
        calendar_n,
        day_n,
        greatest(opens_us, day_n * 86400000000) as from_us,
        least(closes_us, (day_n + 1) * 86400000000) as closes_us
    from cut
    union all
    select
        numbered.calendar_n,
        datediff('day', date '1970-01-01', calendar."day") as day_n,
        datediff('day', date '1970-01-01', calendar."day") * 86400000000 as from_us,
        datediff('day', date '1970-01-01', calendar."day") * 86400000000 as closes_us
    from numbered
    cross join calendar
)

select
    calendar_n,
    day_n,
    from_us,
    closes_us,
    coalesce(
        lead(from_us) over (partition by calendar_n order by from_us, closes_us), 9000000000000000000
    ) as until_us,
    cast(coalesce(
        sum(closes_us - from_us) over (
            partition by calendar_n
            order by from_us, closes_us
            rows between unbounded preceding and 1 preceding
        ),
        0
    ) as bigint) as open_before_us
from begun
