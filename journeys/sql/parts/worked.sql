-- One row per event whose times say how long a worker was busy with it: its place in the worker's
-- work, the part of it in which nothing begun earlier was still on, and its batch.
-- Definition: a moment belongs to the work that was begun first, so that the parts from from_us to
-- until_us of one worker never overlap; n counts through all workers, one after another. A batch is a
-- run of one activity by one worker without a pause, in two journeys or more: those of its events
-- that were enabled when the first of the run began. It could begin at batch_enabled_us, when the
-- last of them was enabled.
-- Source: arXiv 2212.01392; the batches of Martin et al. with a gap of nothing.
-- Trap: what was enabled while the run went on is no batch: it waited for a busy worker.
with ordered as (
    select
        enabled.*,
        row_number() over timeline as nth,
        max(end_us) over (timeline rows between unbounded preceding and 1 preceding) as busy_us,
        max(end_us) over (
            partition by worker_n, activity
            order by start_us, enabled_us, event_id
            rows between unbounded preceding and 1 preceding
        ) as same_us
    from enabled
    where is_timed
    window timeline as (partition by worker_n order by start_us, enabled_us, event_id)
),

workers as (
    select worker_n, sum(count(*)) over (order by worker_n) - count(*) as n_before
    from ordered
    group by worker_n
),

runs as (
    select
        ordered.*,
        sum(case when same_us >= start_us then 0 else 1 end) over (
            partition by worker_n, activity
            order by start_us, enabled_us, event_id
            rows between unbounded preceding and current row
        ) as run
    from ordered
),

begun as (
    select worker_n, activity, run, min(start_us) as first_us
    from runs
    group by worker_n, activity, run
    having count(*) > 1
),

batches as (
    select
        runs.worker_n,
        runs.activity,
        runs.run,
        min(begun.first_us) as first_us,
        max(runs.enabled_us) as batch_enabled_us,
        row_number() over (order by runs.worker_n, runs.activity, runs.run) as batch_id
    from runs
    inner join begun
        on runs.worker_n = begun.worker_n
        and runs.activity = begun.activity
        and runs.run = begun.run
    where runs.is_known and runs.enabled_us <= begun.first_us
    group by runs.worker_n, runs.activity, runs.run
    having min(runs.journey_id) < max(runs.journey_id)
)

select
    runs.journey_id,
    runs.seq,
    runs.worker_n,
    cast(workers.n_before + runs.nth as bigint) as n,
    runs.enabled_us,
    runs.is_known,
    runs.start_us,
    greatest(runs.start_us, coalesce(runs.busy_us, runs.start_us)) as from_us,
    greatest(runs.end_us, coalesce(runs.busy_us, runs.end_us)) as until_us,
    case when runs.is_known and runs.enabled_us <= batches.first_us then batches.batch_id end as batch_id,
    case when runs.is_known and runs.enabled_us <= batches.first_us then batches.batch_enabled_us end
        as batch_enabled_us
from runs
inner join workers on runs.worker_n = workers.worker_n
left join batches
    on runs.worker_n = batches.worker_n
    and runs.activity = batches.activity
    and runs.run = batches.run
