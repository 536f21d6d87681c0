-- One row per wait whose begin, end and worker are known: what the worker did from ready_us to start_us.
-- Definition: n_before and n_until number the worker's work whose part came up to ready_us and before
-- start_us. busy_us: busy with anything; underway_us: with what was on at ready_us; beyond_us: what the
-- last work, n_until, lasts beyond start_us; undecided_us: with what came meanwhile and does not tell
-- since when it waited. open_us, busy_open_us: likewise, within the worker's hours; null without hours.
-- is_told: nothing of the worker that the times do not tell touches the wait.
-- Trap: one ordered pass per worker. Each wait joined to the work within it would be quadratic.
with dated as (
    select
        worked.*,
        worker_calendars.calendar,
        cast(make_timestamp(worked.from_us) at time zone 'UTC' at time zone settings.timezone as date)
            as from_day,
        cast(make_timestamp(worked.until_us) at time zone 'UTC' at time zone settings.timezone as date)
            as until_day
    from worked
    cross join settings
    left join worker_calendars on worked.worker_n = worker_calendars.worker_n
),

opened as (
    select
        calendar,
        "day",
        epoch_us(from_at) as from_us,
        epoch_us(until_at) as until_us,
        epoch_us(opens_at) as opens_us,
        epoch_us(closes_at) as closes_us,
        seconds_before * 1000000 as before_us
    from working_hours
),

timed as (
    select
        dated.*,
        begun.before_us + least(greatest(dated.from_us, begun.opens_us), begun.closes_us) - begun.opens_us
            as from_open_us,
        ended.before_us + least(greatest(dated.until_us, ended.opens_us), ended.closes_us) - ended.opens_us
            as until_open_us
    from dated
    left join opened as begun
        on dated.calendar = begun.calendar
        and dated.from_day = begun."day"
        and dated.from_us >= begun.from_us
        and dated.from_us < begun.until_us
    left join opened as ended
        on dated.calendar = ended.calendar
        and dated.until_day = ended."day"
        and dated.until_us >= ended.from_us
        and dated.until_us < ended.until_us
),

done as (
    select
        n,
        until_us,
        until_open_us,
        sum(until_us - from_us) over so_far as busy_us,
        sum(case when is_known then 0 else until_us - from_us end) over so_far as undecided_us,
        sum(until_open_us - from_open_us) over so_far as busy_open_us
    from timed
    window so_far as (
        partition by worker_n
        order by n
        rows between unbounded preceding and current row
    )
),

asked_moments as (
    select worker_n, ready_us as at_us, 2 as turn, ask_n
    from asked
    union all
    select worker_n, start_us as at_us, 0 as turn, ask_n
    from asked
),

timeline as (
    select worker_n, from_us as at_us, 1 as turn, cast(null as bigint) as ask_n, 1 as n_begun
    from worked
    union all
    select worker_n, at_us, turn, ask_n, 0 as n_begun
    from asked_moments
),

firsts as (
    select worker_n, min(n) - 1 as n_before
    from worked
    group by worker_n
),

passed as (
    select
        worker_n,
        at_us,
        turn,
        ask_n,
        sum(n_begun) over (
            partition by worker_n
            order by at_us, turn
            rows between unbounded preceding and current row
        ) as n_begun
    from timeline
),

untold as (
    select worker_n, start_us as at_us, 1 as n_begun, 0 as n_ended
    from enabled
    where not is_timed
    union all
    select worker_n, end_us as at_us, 0 as n_begun, 1 as n_ended
    from enabled
    where not is_timed
),

untold_line as (
    select worker_n, at_us, 1 as turn, cast(null as bigint) as ask_n, n_begun, n_ended
    from untold
    union all
    select worker_n, at_us, turn, ask_n, 0 as n_begun, 0 as n_ended
    from asked_moments
    where worker_n in (select worker_n from untold)
),

untold_passed as (
    select
        turn,
        ask_n,
        sum(n_begun) over so_far as n_begun,
        sum(n_ended) over so_far as n_ended
    from untold_line
    window so_far as (
        partition by worker_n
        order by at_us, turn
        rows between unbounded preceding and current row
    )
),

untold_asked as (
    select ask_n, sum(case when turn = 0 then n_begun else -n_ended end) as n_untold
    from untold_passed
    where ask_n is not null
    group by ask_n
),

placed_moments as (
    select
        passed.worker_n,
        passed.at_us,
        passed.turn,
        passed.ask_n,
        cast(coalesce(firsts.n_before, 0) + passed.n_begun as bigint) as n,
        cast(case when passed.n_begun > 0 then firsts.n_before + passed.n_begun end as bigint) as done_n,
        worker_calendars.calendar,
        cast(make_timestamp(passed.at_us) at time zone 'UTC' at time zone settings.timezone as date)
            as at_day
    from passed
    cross join settings
    left join firsts on passed.worker_n = firsts.worker_n
    left join worker_calendars on passed.worker_n = worker_calendars.worker_n
    where passed.ask_n is not null
),

moments as (
    select
        placed_moments.ask_n,
        placed_moments.turn,
        placed_moments.n,
        placed_moments.at_us,
        greatest(coalesce(done.until_us, placed_moments.at_us) - placed_moments.at_us, 0) as beyond_us,
        coalesce(done.until_open_us, 0) as until_open_us,
        coalesce(done.busy_us, 0) as busy_us,
        coalesce(done.undecided_us, 0) as undecided_us,
        coalesce(done.busy_open_us, 0) as busy_open_us,
        opened.before_us
        + least(greatest(placed_moments.at_us, opened.opens_us), opened.closes_us)
        - opened.opens_us as open_us
    from placed_moments
    left join done on placed_moments.done_n = done.n
    left join opened
        on placed_moments.calendar = opened.calendar
        and placed_moments.at_day = opened."day"
        and placed_moments.at_us >= opened.from_us
        and placed_moments.at_us < opened.until_us
)

select
    since.ask_n,
    since.n as n_before,
    until.n as n_until,
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
    coalesce(untold_asked.n_untold, 0) = 0 as is_told
from moments as since
inner join moments as until on since.ask_n = until.ask_n
left join untold_asked on since.ask_n = untold_asked.ask_n
where since.turn = 2 and until.turn = 0
