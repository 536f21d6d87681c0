-- One row per signal and event that shows it: where that event stands in the exports.
with shown as (
    select signal_id, unnest(event_ids) as event_id
    from signals
)

select
    shown.signal_id,
    shown.event_id,
    events.source,
    events.source_file,
    events.source_row
from shown
inner join events on shown.event_id = events.event_id
order by shown.signal_id, shown.event_id
