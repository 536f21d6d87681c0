-- One row per month and journey that is drawn in it, with its begin and, where it closes then, its end.
select
    month,
    dot,
    epoch_us(started_at) as started_us,
    epoch_us(closed_at) as closed_us
from animated_chosen
order by month, dot
