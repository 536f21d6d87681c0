-- One row per place: how many journeys stand there through all of a month, waiting or being helped.
select
    stays.place,
    sum(case when present.waits then 1 else 0 end)::bigint as waiting,
    sum(case when present.waits then 0 else 1 end)::bigint as helped
from animated_present as present
inner join animated_stays as stays on present.journey_id = stays.journey_id
where not present.moves
    and stays.arrived_at < $first and (stays.next_at is null or stays.next_at > $last)
group by stays.place
order by stays.place nulls last
