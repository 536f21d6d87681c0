-- One row per step, with what it waited: every page that tells of waiting counts these rows.
-- Definition: wait_s is idle_s where the step is a wait, and null where nobody waited, or where it is
-- time between contacts (waits): a median or a 90th percentile of wait_s is over the waits alone.
-- wait_us is the same in whole microseconds, so that no order of addition matters.
select
    *,
    case when idle_s > 0 and not is_between_contacts then idle_s end as wait_s,
    case
        when idle_s > 0 and not is_between_contacts then cast(round(idle_s * 1000000) as bigint)
    end as wait_us
from steps
