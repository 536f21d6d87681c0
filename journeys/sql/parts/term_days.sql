-- inline
-- One row per day and way of counting: what a term is counted along.
-- Definition: n is how many days that count there were up to and including the day; is_counted says
-- whether the day itself counts. Every day does in calendar_days, a working day in working_days.
select
    'calendar_days' as counting,
    day,
    day_n as n,
    true as is_counted
from calendar
union all
select
    'working_days' as counting,
    day,
    working_day_n as n,
    is_working_day as is_counted
from calendar
