-- One row per view and step in it. A view of a period holds the steps that ended in it.
select
    live_members.kind,
    live_members.view,
    live_steps.*
from live_steps
inner join live_members on live_steps.journey = live_members.journey
union all
select
    live_views.kind,
    live_views.number as view,
    live_steps.*
from live_steps
inner join live_views on live_views.kind = 'period' and live_steps.period = live_views.period
