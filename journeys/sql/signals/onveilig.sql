-- One row per journey whose latest incident is less than the limit before as_of.
-- Definition: the incident that ended last, of those that began by as_of; from its ended_at, at most as_of.
-- What it is after so long without one, table safety says. A new incident is a new finding.
-- needs: incident
-- limit: 183 days
-- severity: hoog
-- version: 3
-- explanation: Het laatste incident was op {since}: {value} geleden. Pas na {limit} zonder incident, terwijl iemand het gezin nog ziet, noemen we het rustig.
with ranked as (
    select
        journey_id,
        event_id,
        partner,
        ended_at,
        row_number() over (partition by journey_id order by ended_at desc, seq desc) as nth_last
    from past_events
    where kind = 'incident'
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
