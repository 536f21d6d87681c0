-- One row per journey that is drawn in a month: the first ones in an order that tells nothing of them,
-- as long as their events together are not too many.
with lined_up as (
    select
        journey_id,
        started_at,
        closed_at,
        row_number() over chance as place_in_line,
        sum(n_events + 1) over chance as so_far
    from animated_present
    where moves
    window chance as (order by md5($name || journey_id), journey_id)
)

select
    journey_id,
    started_at,
    closed_at,
    row_number() over (order by place_in_line) as dot
from lined_up
where place_in_line <= $most_dots and so_far <= $most_stays
