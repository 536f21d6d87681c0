-- One row per measure and group: how long half of them take, with the open ones and without.
-- Definition: median_days is the first day on which survival is at most one half, null where it never
-- is; median_low_days and median_high_days are where the band is (Brookmeyer and Crowley).
-- naive_median_days is that of what ended alone.
-- Trap: where the work in hand grows, what ended is mostly what was short: the naive median is too low.
with crossed as (
    select
        measure,
        group_kind,
        group_value,
        cast(sum(n_events + n_censored) as bigint) as n,
        cast(sum(n_events) as bigint) as n_ended,
        cast(sum(n_censored) as bigint) as n_open,
        min(case when survival <= 0.5 + 1e-9 then days end) as median_days,
        min(case when low <= 0.5 + 1e-9 then days end) as median_low_days,
        min(case when high <= 0.5 + 1e-9 then days end) as median_high_days
    from survival
    group by measure, group_kind, group_value
),

counted as (
    select
        measure,
        group_kind,
        group_value,
        days,
        sum(n_events) over (
            partition by measure, group_kind, group_value
            order by days
            rows between unbounded preceding and current row
        ) as n_so_far,
        sum(n_events) over (partition by measure, group_kind, group_value) as n_ended
    from survival
),

middles as (
    select
        measure,
        group_kind,
        group_value,
        (
            min(case when n_so_far > floor((n_ended - 1) / 2.0) then days end)
            + min(case when n_so_far > ceil((n_ended - 1) / 2.0) then days end)
        ) / 2.0 as naive_median_days
    from counted
    where n_ended > 0
    group by measure, group_kind, group_value
)

select
    crossed.measure,
    crossed.group_kind,
    crossed.group_value,
    crossed.n,
    crossed.n_ended,
    crossed.n_open,
    crossed.median_days,
    crossed.median_low_days,
    crossed.median_high_days,
    middles.naive_median_days
from crossed
left join middles
    on crossed.measure = middles.measure
    and crossed.group_kind = middles.group_kind
    and coalesce(crossed.group_value, '') = coalesce(middles.group_value, '')
    and (crossed.group_value is null) = (middles.group_value is null)
order by crossed.measure, crossed.group_kind, crossed.group_value nulls first
