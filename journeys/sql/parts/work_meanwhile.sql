-- One row per wait whose begin, end and worker are known: what the worker did from ready_us to start_us.
-- Definition: n_before and n_until number the worker's work whose part came up to ready_us and before
-- start_us. busy_us: busy with anything; underway_us: with what was on at ready_us; beyond_us: what the
-- last work, n_until, lasts beyond start_us; undecided_us: with what came meanwhile and does not tell
-- since when it waited. open_us, busy_open_us: likewise, within the worker's hours; null without hours.
-- is_told: nothing of the worker that the times do not tell touches the wait.
-- Trap: one ordered pass per worker. Each wait joined to the work within it would be quadratic.
with timeline as (
    select
        worked.worker,
        worked.from_us as at_us,
        1 as turn,
        cast(null as varchar) as journey_id,
        cast(null as bigint) as seq,
        worked.n,
        worked.until_us,
        until.open_us as until_open_us,
        worked.until_us - worked.from_us as busy_us,
        case when worked.is_known then 0 else worked.until_us - worked.from_us end as undecided_us,
        until.open_us - since.open_us as busy_open_us,
        0 as n_untold_begun,
        0 as n_untold_ended
    from worked
    left join opened as since on worked.worker = since.worker and worked.from_us = since.at_us
    left join opened as until on worked.worker = until.worker and worked.until_us = until.at_us
    union all
    select
        worker, start_us, 1, null, null, null, null, null, 0, 0, 0, 1, 0
    from enabled
    where not is_timed
    union all
    select
        worker, end_us, 1, null, null, null, null, null, 0, 0, 0, 0, 1
    from enabled
    where not is_timed
    union all
    select
        worker, ready_us, 2, journey_id, seq, null, null, null, 0, 0, 0, 0, 0
    from asked
    union all
    select
        worker, start_us, 0, journey_id, seq, null, null, null, 0, 0, 0, 0, 0
    from asked
),

passed as (
    select
        worker,
        at_us,
        turn,
        journey_id,
        seq,
        max(n) over so_far as n,
        count(n) over so_far as n_begun,
        greatest(coalesce(max(until_us) over so_far, at_us) - at_us, 0) as beyond_us,
        coalesce(max(until_open_us) over so_far, 0) as until_open_us,
        coalesce(sum(busy_us) over so_far, 0) as busy_us,
        coalesce(sum(undecided_us) over so_far, 0) as undecided_us,
        coalesce(sum(busy_open_us) over so_far, 0) as busy_open_us,
        sum(n_untold_begun) over so_far as n_untold_begun,
        sum(n_untold_ended) over so_far as n_untold_ended
    from timeline
    window so_far as (
        partition by worker
        order by at_us, turn
        rows between unbounded preceding and current row
    )
),

moments as (
    select
        passed.*,
        opened.open_us,
        greatest(passed.until_open_us - opened.open_us, 0) as beyond_open_us
    from passed
    left join opened on passed.worker = opened.worker and passed.at_us = opened.at_us
    where passed.journey_id is not null
)

select
    since.journey_id,
    since.seq,
    cast(coalesce(until.n - until.n_begun + since.n_begun, 0) as bigint) as n_before,
    cast(coalesce(until.n, 0) as bigint) as n_until,
    cast(until.beyond_us as bigint) as beyond_us,
    cast(least(since.beyond_us, until.at_us - since.at_us) as bigint) as underway_us,
    cast(
        until.busy_us - until.beyond_us - since.busy_us + since.beyond_us as bigint
    ) as busy_us,
    cast(until.undecided_us - since.undecided_us as bigint) as undecided_us,
    until.open_us - since.open_us as open_us,
    cast(
        until.busy_open_us - until.beyond_open_us - since.busy_open_us + since.beyond_open_us
        as bigint
    ) as busy_open_us,
    until.n_untold_begun = since.n_untold_ended as is_told
from moments as since
inner join moments as until
    on since.journey_id = until.journey_id and since.seq = until.seq
where since.turn = 2 and until.turn = 0
