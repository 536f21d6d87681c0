-- One row per month and stretch of waiting that touches it, of a journey that is drawn, in order.
select
    idle.month,
    chosen.dot,
    epoch_us(idle.since) as since,
    epoch_us(idle.until) as until
from animated_idle_then as idle
inner join animated_chosen as chosen
    on idle.month = chosen.month and idle.journey_id = chosen.journey_id
order by idle.month, chosen.dot, idle.since
