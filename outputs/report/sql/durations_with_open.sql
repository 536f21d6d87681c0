-- One row, none without journeys: how long half of all take, and half of the closed ones alone.
select
    n_ended, n_open, median_days, median_low_days, median_high_days, naive_median_days
from survival_medians
where measure = 'closed' and group_kind = 'all'
