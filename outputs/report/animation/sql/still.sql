-- One row per place: how many journeys stand there through all of a month, waiting or being helped.
select
    here.place,
    sum(case when present.waits then 1 else 0 end)::bigint as waiting,
    sum(case when present.waits then 0 else 1 end)::bigint as helped
from animated_present as present
inner join animated_here as here
    on present.month = here.month and present.journey_id = here.journey_id
where present.month = $month and not present.moves and here.all_month
group by here.place
order by here.place nulls last
