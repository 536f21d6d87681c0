-- One row per signal and journey that it is about: its own; for one of several journeys of a household, each in which
-- an event of its evidence lies. is_shared: of several journeys, of which this is one.
with shown as (
    select distinct
        signals.signal_id,
        events.journey_id
    from (
        select
            signal_id,
            unnest(event_ids) as event_id
        from signals
        where journey_id is null
    ) as signals
    inner join events on signals.event_id = events.event_id
)

select
    coalesce(signals.journey_id, shown.journey_id) as journey_id,
    signals.signal_id,
    signals.journey_id is null as is_shared,
    signals.kind,
    signals.severity,
    signals.explanation,
    signals.partner,
    signals.since,
    signals.until,
    signals.event_ids,
    case signals.severity when 'hoog' then 1 when 'midden' then 2 else 3 end as gravity
from signals
left join shown on signals.signal_id = shown.signal_id
where coalesce(signals.journey_id, shown.journey_id) is not null
order by journey_id
