-- One row per month and stretch in which nobody is active in a journey and that touches the month.
select
    months.month,
    months.first,
    months.last,
    idle.journey_id,
    idle.since,
    idle.until
from animated_idle as idle
inner join animated_months as months
    on idle.since <= months.last and (idle.until is null or idle.until >= months.first)
