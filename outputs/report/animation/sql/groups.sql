-- One row per place, per move and per place where journeys end, in a month: by how many journeys.
-- Definition: a journey is at a place where it stood when the month began, and where it came in it.
with here as (
    select stays.*, present.closed_at
    from animated_stays as stays
    inner join animated_present as present on stays.journey_id = present.journey_id
    where stays.arrived_at <= $last and (stays.next_at is null or stays.next_at >= $first)
)

select 'place' as kind, place as number, count(distinct journey_id) as n_journeys, count(*) as n
from here
group by place
union all
select 'move' as kind, move as number, count(distinct journey_id) as n_journeys, count(*) as n
from here
where arrived_at >= $first and comes_from is distinct from place and before_at is not null
group by move
union all
select 'end' as kind, place as number, count(distinct journey_id) as n_journeys, count(*) as n
from here
where closed_at is not null and next_at is null
group by place
