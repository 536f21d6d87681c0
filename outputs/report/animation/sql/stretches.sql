-- One row per stretch of waiting that touches a month, of a journey that is drawn.
select
    chosen.dot,
    epoch_us(idle.since) as since,
    epoch_us(idle.until) as until
from animated_idle as idle
inner join animated_chosen as chosen on idle.journey_id = chosen.journey_id
where idle.since <= $last and (idle.until is null or idle.until >= $first)
order by chosen.dot, idle.since
