-- One row per signal and journey that it is about: its own; for one of several journeys of a household, each in which
-- an event of its evidence lies. is_shared: of several journeys, of which this is one.
-- The explanation is a template and the whole numbers that stand in it, each at a ␡: so the many that differ in
-- numbers alone take little room. One that is very long, of names that are, loses its middle.
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
),

told as (
    select
        *,
        replace(
            replace(
                case
                    when length(explanation) > 450
                        then concat(left(explanation, 300), '…', right(explanation, 149))
                    else explanation
                end,
                chr(127), '�'
            ),
            '␡', '�'
        ) as words
    from signals
)

select
    coalesce(told.journey_id, shown.journey_id) as journey_id,
    told.signal_id,
    told.journey_id is null as is_shared,
    told.kind,
    told.severity,
    regexp_replace(told.words, '\b[1-9][0-9]{0,8}\b', '␡', 'g') as template,
    cast(regexp_extract_all(told.words, '\b[1-9][0-9]{0,8}\b') as bigint[]) as figures,
    told.since,
    told.event_ids,
    case told.severity when 'hoog' then 1 when 'midden' then 2 else 3 end as gravity
from told
left join shown on told.signal_id = shown.signal_id
where coalesce(told.journey_id, shown.journey_id) is not null
order by journey_id
