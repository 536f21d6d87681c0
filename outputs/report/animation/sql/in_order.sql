-- One row per journey that is drawn in a month, with its begin and, where it closes then, its end.
select
    dot,
    epoch_us(started_at) as started_us,
    epoch_us(closed_at) as closed_us
from animated_chosen
where month = $month
order by dot
