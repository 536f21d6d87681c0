-- One row per view of a kind and item with details: its gravest signals, the gravest first.
-- Definition: by severity, and then by how far they go; of equal ones the last.
-- Parameters: kind, of view; most, how many signals.
with once as (
    select
        view,
        item,
        signal,
        any_value(signal_kind) as signal_kind,
        any_value(severity) as severity,
        max(value) as value,
        min(journey) as journey,
        max(day) as day
    from live_seen_signals
    where kind = $kind
    group by view, item, signal
)

select
    view,
    item,
    max(
        {
            'gravity': case severity when 'hoog' then 2 when 'midden' then 1 else 0 end,
            'value': coalesce(value, 0),
            'day': day,
            'signal': signal,
            'journey': journey,
            'severity': severity,
            'kind': signal_kind
        },
        $most
    ) as signals
from once
group by view, item
order by view, item
