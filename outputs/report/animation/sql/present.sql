-- One row per journey that is open at some moment of a month. moves: an event of it starts in the month,
-- or its state changes then. What does not move stands at one place in one state, `waits` or not.
-- Definition: state is begun, waiting or not, closed. Half-open: from the month's first moment.
with here as (
    select journey_id, started_at, case when closed then ended_at end as closed_at
    from journeys
    where started_at <= $last and (not closed or ended_at >= $first)
),

events_then as (
    select journey_id, count(*) as n
    from animated_stays
    where arrived_at between $first and $last
    group by journey_id
),

idle_then as (
    select
        journey_id,
        max(
            case
                when since >= $first or until between $first and $last then 1
                else 0
            end
        ) as changes
    from animated_idle
    where since <= $last and (until is null or until >= $first)
    group by journey_id
)

select
    here.journey_id,
    here.started_at,
    case when here.closed_at <= $last then here.closed_at end as closed_at,
    coalesce(events_then.n, 0) as n_events,
    coalesce(events_then.n, 0) > 0
        or coalesce(idle_then.changes, 0) > 0
        or (here.closed_at is not null and here.closed_at <= $last) as moves,
    idle_then.journey_id is not null as waits
from here
left join events_then on here.journey_id = events_then.journey_id
left join idle_then on here.journey_id = idle_then.journey_id
