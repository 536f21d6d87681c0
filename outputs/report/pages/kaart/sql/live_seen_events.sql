-- One row per view and event in it. A view of a period holds the events that started in it.
select
    live_members.kind,
    live_members.view,
    live_events.*
from live_events
inner join live_members on live_events.journey = live_members.journey
union all
select
    live_views.kind,
    live_views.number as view,
    live_events.*
from live_events
inner join live_views on live_views.kind = 'period' and live_events.period = live_views.period
