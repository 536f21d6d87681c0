-- One row per month and stay in it of a journey that is drawn, in order.
select
    here.month,
    chosen.dot,
    here.place,
    here.move,
    epoch_us(here.arrived_at) as at
from animated_here as here
inner join animated_chosen as chosen
    on here.month = chosen.month and here.journey_id = chosen.journey_id
order by here.month, chosen.dot, here.seq
