-- One row per month and journey that is drawn in it: the first ones in an order that tells nothing of
-- them, as long as their events together are not too many.
with lined_up as (
    select
        month,
        journey_id,
        started_at,
        closed_at,
        row_number() over chance as dot,
        sum(n_events + 1) over chance as so_far
    from animated_present
    where moves
    window chance as (partition by month order by md5(month || journey_id), journey_id)
)

select month, journey_id, started_at, closed_at, dot
from lined_up
where dot <= $most_dots and so_far <= $most_stays
