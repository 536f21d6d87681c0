-- One row per journey with an incident: how long ago the last one was.
-- Definition: last_incident_at is the latest ended_at of its incidents; is_stable where as_of is the
-- limit of rule onveilig (183 days) or more after it.
select
    events.journey_id,
    spans.household_id,
    count(*) as n_incidents,
    max(events.ended_at) as last_incident_at,
    greatest(epoch_us(judged.as_of) - epoch_us(max(events.ended_at)), 0) / 86400000000.0
        as days_since,
    epoch_us(judged.as_of) - epoch_us(max(events.ended_at)) >= rules.bound * 86400000000
        as is_stable
from events
cross join judged
inner join rules on rules.kind = 'onveilig'
inner join spans on events.journey_id = spans.journey_id
where events.kind = 'incident'
group by events.journey_id, spans.household_id, judged.as_of, rules.bound
order by events.journey_id
