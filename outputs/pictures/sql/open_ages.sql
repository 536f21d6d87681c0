-- One row per group (all, or one of a kind) and age class: the open journeys, and how many wait.
-- Definition: table ageing.
select
    group_kind, group_value, age_class, n, n_waiting, n_unknown, median_quiet_days, waiting_share
from ageing
order by
    group_kind = 'all' desc,
    coalesce(group_value, ''),
    cast(regexp_extract(age_class, '[0-9]+') as integer)
