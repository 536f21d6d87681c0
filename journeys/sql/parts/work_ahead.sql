-- One row per wait in which work of the same worker came up: how much of it had been waiting longer.
-- Definition: ahead_us is the time of the work n_before < n <= n_until that was enabled at ready_us or
-- before; work that does not tell when, was enabled when it began at the latest (undecided_us: its part
-- of ahead_us). behind_us is that of earlier work in the wait's own batch, enabled after the wait began.
-- How: "of the work from a to b, that enabled at t or before" asks two things at once, so no order of
-- rows answers it, and joining each wait to the work within it is quadratic. So the work is laid in
-- blocks of 1, 2, 4, 8 … in a row; from a to b are at most two blocks of each size, and within a block
-- an ordered sum answers (a range tree). The work of all workers, and of a batch, is numbered from 0.
with together as (
    select
        batch_id,
        n,
        enabled_us,
        from_us,
        until_us - from_us as busy_us,
        row_number() over (partition by batch_id order by n) - 1 as place
    from worked
    where batch_id is not null
),

batch_line as (
    select batch_id, from_us as at_us, 1 as is_work, busy_us, cast(null as bigint) as ask_n
    from together
    union all
    select batch_id, start_us as at_us, 0 as is_work, 0 as busy_us, ask_n
    from asked
    where batch_id is not null
),

batched as (
    select
        ask_n,
        is_work,
        cast(sum(is_work) over earlier as bigint) as n_earlier,
        sum(busy_us) over earlier as earlier_us
    from batch_line
    window earlier as (
        partition by batch_id
        order by at_us, is_work
        rows between unbounded preceding and current row
    )
),

questions as (
    select
        asked.ask_n,
        0 as shelf,
        work_meanwhile.n_before as first_place,
        work_meanwhile.n_until as end_place,
        asked.ready_us as at_us
    from asked
    inner join work_meanwhile
        on asked.ask_n = work_meanwhile.ask_n
    where work_meanwhile.n_before < work_meanwhile.n_until
    union all
    select
        asked.ask_n,
        asked.batch_id as shelf,
        0 as first_place,
        batched.n_earlier as end_place,
        asked.enabled_us as at_us
    from asked
    inner join batched on asked.ask_n = batched.ask_n
    where batched.is_work = 0 and batched.n_earlier > 0
),

reached as (
    select
        questions.*,
        unnest(range(cast(log2(end_place - first_place) as bigint) + 2)) as power
    from questions
),

sized as (
    select
        ask_n,
        shelf,
        at_us,
        power,
        (first_place + cast(pow(2, power) as bigint) - 1) // cast(pow(2, power) as bigint) as first_block,
        end_place // cast(pow(2, power) as bigint) as end_block
    from reached
    where pow(2, power) <= end_place - first_place
),

asked_blocks as (
    select ask_n, shelf, power, first_block as block, at_us
    from sized
    where first_block < end_block and first_block % 2 = 1
    union all
    select ask_n, shelf, power, end_block - 1 as block, at_us
    from sized
    where first_block < end_block and end_block % 2 = 1
),

shelved as (
    select
        0 as shelf,
        n - 1 as place,
        case when is_known then enabled_us else start_us end as at_us,
        until_us - from_us as busy_us,
        case when is_known then 0 else until_us - from_us end as undecided_us
    from worked
    where from_us < until_us
    union all
    select batch_id as shelf, place, enabled_us as at_us, busy_us, 0 as undecided_us
    from together
    where busy_us > 0
),

wanted as (
    select distinct shelf, power, block
    from asked_blocks
),

lifted as (
    select shelved.*, unnest(range(highest.n_powers)) as power
    from shelved
    cross join (select max(power) + 1 as n_powers from wanted) as highest
),

blocked as (
    select *, place // cast(pow(2, power) as bigint) as block
    from lifted
),

laid as (
    select
        blocked.shelf,
        blocked.power,
        blocked.block,
        blocked.at_us,
        0 as is_question,
        blocked.busy_us,
        blocked.undecided_us,
        cast(null as bigint) as ask_n
    from blocked
    inner join wanted
        on blocked.shelf = wanted.shelf
        and blocked.power = wanted.power
        and blocked.block = wanted.block
    union all
    select shelf, power, block, at_us, 1 as is_question, 0 as busy_us, 0 as undecided_us, ask_n
    from asked_blocks
),

answered as (
    select
        ask_n,
        shelf,
        is_question,
        sum(busy_us) over upto as ahead_us,
        sum(undecided_us) over upto as undecided_us
    from laid
    window upto as (
        partition by shelf, power, block
        order by at_us, is_question
        rows between unbounded preceding and current row
    )
),

added as (
    select
        ask_n,
        sum(case when shelf = 0 then ahead_us else 0 end) as ahead_us,
        sum(case when shelf = 0 then undecided_us else 0 end) as undecided_us,
        sum(case when shelf > 0 then ahead_us else 0 end) as batch_ahead_us
    from answered
    where is_question = 1
    group by ask_n
)

select
    added.ask_n,
    cast(added.ahead_us as bigint) as ahead_us,
    cast(added.undecided_us as bigint) as undecided_us,
    cast(coalesce(batched.earlier_us, 0) - added.batch_ahead_us as bigint) as behind_us
from added
left join batched on added.ask_n = batched.ask_n
