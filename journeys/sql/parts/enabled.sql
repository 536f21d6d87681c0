-- One row per event that names a worker: when its work could begin, and whether the times tell that.
-- Definition: enabled_us is the latest end of the journey's earlier events, or the event's own start
-- where it is the first or overlaps them: enablement to start is exactly the idle time of its step.
-- worker_n: the worker as a number, which joins and sorts faster than a text.
-- is_timed: its times say how long the work took: begin and end, to the second, and it has ended.
-- is_known: both the begin and the end of the wait before it come from such times.
-- Trap: an end equal to the start is a source with one time; nobody knows how long that work took.
with judged_times as (
    select
        journey_id,
        seq,
        event_id,
        worker,
        partner,
        activity,
        epoch_us(started_at) as start_us,
        epoch_us(ended_at) as end_us,
        "precision" = 'second' and ended_at > started_at and not is_running as is_timed,
        "precision" = 'second' and (ended_at > started_at or is_running) as is_begun
    from events
    where journey_id in (select journey_id from events where worker is not null)
),

looked as (
    select
        judged_times.*,
        max(end_us) over so_far as busy_us,
        max(case when is_timed then end_us end) over so_far as timed_us
    from judged_times
    window so_far as (
        partition by journey_id
        order by seq
        rows between unbounded preceding and 1 preceding
    )
),

workers as (
    select worker, row_number() over (order by worker) as worker_n
    from (select distinct worker from judged_times where worker is not null) as named
)

select
    journey_id,
    seq,
    event_id,
    looked.worker,
    workers.worker_n,
    partner,
    activity,
    start_us,
    end_us,
    case when busy_us < start_us then busy_us else start_us end as enabled_us,
    is_timed,
    is_begun and (busy_us is null or busy_us >= start_us or coalesce(timed_us = busy_us, false))
        as is_known
from looked
inner join workers on looked.worker = workers.worker
