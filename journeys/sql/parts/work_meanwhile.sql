-- One row per wait whose begin, end and worker are known: what the worker did from ready_us to start_us.
-- Definition: n_before and n_until number the worker's work whose part came up to ready_us and before
-- start_us. busy_us: busy with anything; underway_us: with what was on at ready_us; beyond_us: what the
-- last work, n_until, lasts beyond start_us; undecided_us: with what came meanwhile and does not tell
-- since when it waited. open_us, busy_open_us: likewise, within the worker's hours; null without hours.
-- is_told: nothing of the worker that the times do not tell touches the wait.
-- Trap: one ordered pass per worker. Each wait joined to the work within it would be quadratic.
with work_hours as (
    select
        worked.n,
        begun.seconds_before * 1000000
            + least(greatest(worked.from_us, epoch_us(begun.opens_at)), epoch_us(begun.closes_at))
            - epoch_us(begun.opens_at) as from_open_us,
        ended.seconds_before * 1000000
            + least(greatest(worked.until_us, epoch_us(ended.opens_at)), epoch_us(ended.closes_at))
            - epoch_us(ended.opens_at) as until_open_us
    from worked
    inner join worker_calendars on worked.worker_n = worker_calendars.worker_n
    cross join settings
    inner join working_hours as begun
        on worker_calendars.calendar = begun.calendar
        and cast(make_timestamp(worked.from_us) at time zone 'UTC' at time zone settings.timezone as date)
        = begun."day"
        and worked.from_us >= epoch_us(begun.from_at)
        and worked.from_us < epoch_us(begun.until_at)
    inner join working_hours as ended
        on worker_calendars.calendar = ended.calendar
        and cast(make_timestamp(worked.until_us) at time zone 'UTC' at time zone settings.timezone as date)
        = ended."day"
        and worked.until_us >= epoch_us(ended.from_at)
        and worked.until_us < epoch_us(ended.until_at)
),

firsts as (
    select worker_n, min(n) - 1 as n_before
    from worked
    group by worker_n
),

timeline as (
    select
        worked.worker_n,
        worked.from_us as at_us,
        1 as turn,
        cast(null as bigint) as ask_n,
        1 as n_begun,
        worked.until_us,
        work_hours.until_open_us,
        worked.until_us - worked.from_us as busy_us,
        case when worked.is_known then 0 else worked.until_us - worked.from_us end as undecided_us,
        work_hours.until_open_us - work_hours.from_open_us as busy_open_us,
        0 as n_untold_begun,
        0 as n_untold_ended
    from worked
    left join work_hours on worked.n = work_hours.n
    union all
    select
        worker_n, start_us, 1, null, 0, null, null, 0, 0, 0, 1, 0
    from enabled
    where not is_timed
    union all
    select
        worker_n, end_us, 1, null, 0, null, null, 0, 0, 0, 0, 1
    from enabled
    where not is_timed
    union all
    select
        worker_n, ready_us, 2, ask_n, 0, null, null, 0, 0, 0, 0, 0
    from asked
    union all
    select
        worker_n, start_us, 0, ask_n, 0, null, null, 0, 0, 0, 0, 0
    from asked
),

passed as (
    select
        worker_n,
        at_us,
        turn,
        ask_n,
        cast(sum(n_begun) over so_far as bigint) as n_begun,
        greatest(coalesce(max(until_us) over so_far, at_us) - at_us, 0) as beyond_us,
        coalesce(max(until_open_us) over so_far, 0) as until_open_us,
        coalesce(sum(busy_us) over so_far, 0) as busy_us,
        coalesce(sum(undecided_us) over so_far, 0) as undecided_us,
        coalesce(sum(busy_open_us) over so_far, 0) as busy_open_us,
        sum(n_untold_begun) over so_far as n_untold_begun,
        sum(n_untold_ended) over so_far as n_untold_ended
    from timeline
    window so_far as (
        partition by worker_n
        order by at_us, turn
        rows between unbounded preceding and current row
    )
),

moments as (
    select
        passed.*,
        hours.seconds_before * 1000000
            + least(greatest(passed.at_us, epoch_us(hours.opens_at)), epoch_us(hours.closes_at))
            - epoch_us(hours.opens_at) as open_us
    from passed
    cross join settings
    left join worker_calendars on passed.worker_n = worker_calendars.worker_n
    left join working_hours as hours
        on worker_calendars.calendar = hours.calendar
        and cast(make_timestamp(passed.at_us) at time zone 'UTC' at time zone settings.timezone as date)
        = hours."day"
        and passed.at_us >= epoch_us(hours.from_at)
        and passed.at_us < epoch_us(hours.until_at)
    where passed.ask_n is not null
)

select
    since.ask_n,
    coalesce(firsts.n_before, 0) + since.n_begun as n_before,
    coalesce(firsts.n_before, 0) + until.n_begun as n_until,
    cast(until.beyond_us as bigint) as beyond_us,
    cast(least(since.beyond_us, until.at_us - since.at_us) as bigint) as underway_us,
    cast(
        until.busy_us - until.beyond_us - since.busy_us + since.beyond_us as bigint
    ) as busy_us,
    cast(until.undecided_us - since.undecided_us as bigint) as undecided_us,
    until.open_us - since.open_us as open_us,
    cast(
        until.busy_open_us - greatest(until.until_open_us - until.open_us, 0)
        - since.busy_open_us + greatest(since.until_open_us - since.open_us, 0) as bigint
    ) as busy_open_us,
    until.n_untold_begun = since.n_untold_ended as is_told
from moments as since
inner join moments as until on since.ask_n = until.ask_n
left join firsts on since.worker_n = firsts.worker_n
where since.turn = 2 and until.turn = 0
