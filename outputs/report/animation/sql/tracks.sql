-- One row per stay in a month of a journey that is drawn: the place where it stood when the month began,
-- and each one where it came in it.
select
    chosen.dot,
    stays.place,
    stays.move,
    epoch_us(stays.arrived_at) as at
from animated_stays as stays
inner join animated_chosen as chosen on stays.journey_id = chosen.journey_id
where stays.arrived_at <= $last and (stays.next_at is null or stays.next_at >= $first)
order by chosen.dot, stays.seq
