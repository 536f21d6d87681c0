-- One row per wait whose begin, end and worker are known: why did this worker not start sooner?
-- Definition: it was enabled at enabled_us; until ready_us its batch was not complete; at start_us the
-- worker began. ask_n numbers the waits, since a number joins and sorts faster than a text.
-- Trap: seq is the step's, which ends in the event seq + 1.
select
    enabled.journey_id,
    enabled.seq - 1 as seq,
    row_number() over (order by enabled.journey_id, enabled.seq) as ask_n,
    enabled.worker_n,
    enabled.enabled_us,
    coalesce(worked.batch_enabled_us, enabled.enabled_us) as ready_us,
    enabled.start_us,
    worked.batch_id
from enabled
left join worked on enabled.journey_id = worked.journey_id and enabled.seq = worked.seq
where enabled.is_known and enabled.enabled_us < enabled.start_us
