-- One row per month and place: how many journeys stand there through all of it, waiting or being helped.
select
    here.month,
    here.place,
    sum(case when present.waits then 1 else 0 end)::bigint as waiting,
    sum(case when present.waits then 0 else 1 end)::bigint as helped
from animated_here as here
inner join animated_present as present
    on here.month = present.month and here.journey_id = present.journey_id
where here.all_month and not present.moves
group by here.month, here.place
order by here.month, here.place nulls last
