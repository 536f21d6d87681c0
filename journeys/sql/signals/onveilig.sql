-- One row per journey whose latest incident is less than the limit before as_of.
-- Definition: the incident that ended last, of those that began by as_of; from its ended_at, or as_of where
-- that is later. What it is after so long without one, table
-- safety says. A new incident is a new finding.
-- needs: incident
-- limit: 183 days
-- severity: hoog
-- version: 3
-- explanation: Het laatste incident was op {since}: {value} geleden. Pas na {limit} zonder incident, terwijl iemand het gezin nog ziet, noemen we het rustig.
with ranked as (
    select
        events.journey_id,
        events.event_id,
        events.partner,
        least(events.ended_at, judged.as_of) as ended_at,
        row_number() over (
            partition by events.journey_id
            order by least(events.ended_at, judged.as_of) desc, events.seq desc
        ) as nth_last
    from events
    cross join judged
    where events.kind = 'incident' and events.started_at <= judged.as_of
)

select
    ranked.journey_id,
    spans.household_id,
    ranked.partner,
    cast(null as varchar) as other,
    ranked.ended_at as since,
    cast(null as timestamp with time zone) as until,
    greatest(epoch_us(judged.as_of) - epoch_us(ranked.ended_at), 0) / 86400000000.0 as value,
    rules.bound,
    concat(ranked.journey_id, '|', ranked.event_id) as evidence,
    [ranked.event_id] as event_ids
from ranked
cross join judged
inner join rules on rules.kind = 'onveilig'
inner join spans on ranked.journey_id = spans.journey_id
where
    ranked.nth_last = 1
    and epoch_us(judged.as_of) - epoch_us(ranked.ended_at) < rules.bound * 86400000000
