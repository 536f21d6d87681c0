-- One row per view, signal in it, item that it touches and event with which it touches it.
select live_members.kind, live_members.view, live_signals.*
from live_signals
inner join live_members on live_signals.journey = live_members.journey
union all
select live_views.kind, live_views.number as view, live_signals.*
from live_signals
inner join live_views on live_views.kind = 'period' and live_signals.period = live_views.period
