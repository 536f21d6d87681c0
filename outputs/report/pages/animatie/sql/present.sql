-- One row per month and journey that is open at some moment of it. moves: an event of it starts in the
-- month, or its state changes then. What does not move stands at one place in one state, `waits` or not.
-- Definition: state is begun, waiting or not, closed. Half-open: from the month's first moment. closed_at
-- is null where it is not closed in the month.
with present as (
    select
        months.month,
        months.last,
        journeys.journey_id,
        journeys.started_at,
        case when journeys.closed and journeys.ended_at <= months.last then journeys.ended_at end
            as closed_at
    from journeys
    inner join animated_months as months
        on journeys.started_at <= months.last
        and (not journeys.closed or journeys.ended_at >= months.first)
),

events_then as (
    select months.month, stays.journey_id, count(*) as n
    from animated_stays as stays
    inner join animated_months as months
        on stays.arrived_at between months.first and months.last
    group by months.month, stays.journey_id
),

idle_then as (
    select
        month,
        journey_id,
        max(case when since >= first or until <= last then 1 else 0 end) as changes
    from animated_idle_then
    group by month, journey_id
)

select
    present.month,
    present.journey_id,
    present.started_at,
    present.closed_at,
    coalesce(events_then.n, 0) as n_events,
    coalesce(events_then.n, 0) > 0
    or coalesce(idle_then.changes, 0) > 0
    or present.closed_at is not null as moves,
    idle_then.journey_id is not null as waits
from present
left join events_then
    on present.month = events_then.month and present.journey_id = events_then.journey_id
left join idle_then
    on present.month = idle_then.month and present.journey_id = idle_then.journey_id
