-- One row per wait in which work of the same worker began: how much of it had been waiting longer.
-- Definition: ahead_us is the time of the work n_before < n <= n_until that was enabled at ready_us or
-- before; behind_us that of earlier work in the wait's own batch that was enabled after the wait began.
-- How: "of the work from a to b, that enabled at t or before" asks two things at once, so no order of
-- rows answers it, and joining each wait to the work within it is quadratic. So the work is laid in
-- blocks of 1, 2, 4, 8 … in a row; from a to b are at most two blocks of each size, and within a block
-- an ordered sum answers (a range tree). The work of a worker, or of a batch, is numbered from 0.
with together as (
    select
        batch_id,
        n,
        enabled_us,
        start_us,
        end_us - from_us as busy_us,
        row_number() over (partition by batch_id order by n) - 1 as place,
        count(*) over earlier as n_earlier,
        coalesce(sum(end_us - from_us) over earlier, 0) as earlier_us
    from worked
    where batch_id is not null
    window earlier as (
        partition by batch_id
        order by start_us
        range between unbounded preceding and 1 preceding
    )
),

batched as (
    select distinct batch_id, start_us, n_earlier, earlier_us
    from together
    where n_earlier > 0
),

questions as (
    select
        asked.journey_id,
        asked.seq,
        0 as shelf,
        work_meanwhile.n_before as first_place,
        work_meanwhile.n_until as end_place,
        asked.ready_us as at_us
    from asked
    inner join work_meanwhile
        on asked.journey_id = work_meanwhile.journey_id and asked.seq = work_meanwhile.seq
    where work_meanwhile.n_before < work_meanwhile.n_until
    union all
    select
        asked.journey_id,
        asked.seq,
        asked.batch_id as shelf,
        0 as first_place,
        batched.n_earlier as end_place,
        asked.enabled_us as at_us
    from asked
    inner join batched
        on asked.batch_id = batched.batch_id and asked.start_us = batched.start_us
),

sizes as (
    select cast(pow(2, exponent) as bigint) as size
    from (select unnest(range(40)) as exponent) as exponents
),

sized as (
    select
        questions.*,
        sizes.size,
        (questions.first_place + sizes.size - 1) // sizes.size as first_block,
        questions.end_place // sizes.size as end_block
    from questions
    inner join sizes on sizes.size <= questions.end_place - questions.first_place
),

asked_blocks as (
    select journey_id, seq, shelf, size, first_block as block, at_us
    from sized
    where first_block < end_block and first_block % 2 = 1
    union all
    select journey_id, seq, shelf, size, end_block - 1 as block, at_us
    from sized
    where first_block < end_block and end_block % 2 = 1
),

shelved as (
    select 0 as shelf, n - 1 as place, enabled_us, end_us - from_us as busy_us
    from worked
    where is_known and from_us < end_us
    union all
    select batch_id as shelf, place, enabled_us, busy_us
    from together
    where busy_us > 0
),

wanted as (
    select distinct shelf, size, block
    from asked_blocks
),

laid as (
    select
        wanted.shelf,
        wanted.size,
        wanted.block,
        shelved.enabled_us as at_us,
        0 as is_question,
        shelved.busy_us,
        cast(null as varchar) as journey_id,
        cast(null as bigint) as seq
    from shelved
    cross join (select distinct size from wanted) as used
    inner join wanted
        on shelved.shelf = wanted.shelf
        and used.size = wanted.size
        and shelved.place // used.size = wanted.block
    union all
    select shelf, size, block, at_us, 1 as is_question, 0 as busy_us, journey_id, seq
    from asked_blocks
),

answered as (
    select
        journey_id,
        seq,
        shelf,
        is_question,
        sum(busy_us) over (
            partition by shelf, size, block
            order by at_us, is_question
            rows between unbounded preceding and current row
        ) as ahead_us
    from laid
),

added as (
    select journey_id, seq, shelf, sum(ahead_us) as ahead_us
    from answered
    where is_question = 1
    group by journey_id, seq, shelf
)

select
    questions.journey_id,
    questions.seq,
    cast(
        sum(case when questions.shelf = 0 then coalesce(added.ahead_us, 0) else 0 end) as bigint
    ) as ahead_us,
    cast(
        sum(case when questions.shelf = 0 then 0 else batched.earlier_us - coalesce(added.ahead_us, 0) end)
        as bigint
    ) as behind_us
from questions
left join added
    on questions.journey_id = added.journey_id
    and questions.seq = added.seq
    and questions.shelf = added.shelf
left join asked on questions.journey_id = asked.journey_id and questions.seq = asked.seq
left join batched on questions.shelf = batched.batch_id and asked.start_us = batched.start_us
group by questions.journey_id, questions.seq
