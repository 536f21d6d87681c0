-- One row per view of a kind, item with details, and kind of signal: how many signals.
-- Parameter: kind, of view.
select
    view,
    item,
    signal_kind,
    severity,
    count(distinct signal) as n,
    count(distinct journey) as n_journeys
from live_seen_signals
where kind = $kind
group by view, item, signal_kind, severity
order by view, item, signal_kind, severity
