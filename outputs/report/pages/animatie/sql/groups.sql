-- One row per place, per move and per place where journeys are closed, in a month: by how many journeys.
-- Definition: a journey is at a place where it stood when the month began, and where it came in it.
with then_here as (
    select here.*, present.closed_at
    from animated_here as here
    inner join animated_present as present
        on here.month = present.month and here.journey_id = present.journey_id
    where here.month = $month
)

select 'place' as kind, place as number, count(distinct journey_id) as n_journeys, count(*) as n
from then_here
group by place
union all
select 'move' as kind, move as number, count(distinct journey_id) as n_journeys, count(*) as n
from then_here
where is_step and comes_from is distinct from place
group by move
union all
select 'end' as kind, place as number, count(distinct journey_id) as n_journeys, count(*) as n
from then_here
where closed_at is not null and next_at is null
group by place
