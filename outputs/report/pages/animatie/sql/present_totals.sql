-- One row per month: how many journeys are there in it, and how many of them move.
select
    month,
    count(*) as n,
    count(*) filter (where moves) as moving
from animated_present
group by month
