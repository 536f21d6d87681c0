-- One row per stretch of waiting that touches a month, of a journey that is drawn, in order.
select
    chosen.dot,
    epoch_us(idle.since) as since,
    epoch_us(idle.until) as until
from animated_idle_then as idle
inner join animated_chosen as chosen
    on idle.month = chosen.month and idle.journey_id = chosen.journey_id
where idle.month = $month
order by chosen.dot, idle.since
