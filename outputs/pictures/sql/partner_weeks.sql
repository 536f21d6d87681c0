-- One row per week in which it changed: in how many households more or fewer at least 1, 2, 3 and 4 partners were
-- active than the week before.
-- Definition: table active_partners, whose spells run from one week to another.
-- Trap: these are changes; the number of a week is the sum of those up to it.
with turns as (
    select from_week as week, n_partners, 1 as change
    from active_partners
    union all
    select until_week + 7 as week, n_partners, -1 as change
    from active_partners
)

select
    cast(week as date) as week,
    cast(sum(change) as bigint) as at_least_1,
    cast(coalesce(sum(change) filter (where n_partners >= 2), 0) as bigint) as at_least_2,
    cast(coalesce(sum(change) filter (where n_partners >= 3), 0) as bigint) as at_least_3,
    cast(coalesce(sum(change) filter (where n_partners >= 4), 0) as bigint) as at_least_4
from turns
group by week
order by week
