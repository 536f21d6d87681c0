-- One row per journey that is drawn, with its begin and, where it closes in the month, its end.
select
    dot,
    epoch_us(started_at) as started_us,
    epoch_us(closed_at) as closed_us
from animated_chosen
order by dot
