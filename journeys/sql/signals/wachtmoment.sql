-- One row per wait of the limit or longer.
-- Definition: a row of waits whose idle_s is the limit or more; since is when the last partner that
-- was busy had ended, so that until − since is the idle time. Time between contacts is no wait
-- (waits.is_between_contacts).
-- judges: waits
-- limit: 14 days
-- severity: midden
-- version: 3
-- explanation: Van {since} tot {until} ({value}) was geen enkele partner bezig. Daarna was {partner} aan zet. De grens is {limit}.
select
    past_waits.journey_id,
    spans.household_id,
    past_waits.to_partner as partner,
    past_waits.from_partner as other,
    make_timestamptz(
        epoch_us(past_waits.to_at) - cast(round(past_waits.idle_s * 1000000) as bigint)
    ) as since,
    past_waits.to_at as until,
    past_waits.idle_s / 86400 as value,
    rules.bound,
    concat(past_waits.journey_id, '|', past_waits.from_event_id, '|', past_waits.to_event_id) as evidence,
    [past_waits.from_event_id, past_waits.to_event_id] as event_ids
from past_waits
inner join rules on rules.kind = 'wachtmoment'
inner join spans on past_waits.journey_id = spans.journey_id
where not past_waits.is_between_contacts and past_waits.idle_s >= rules.bound * 86400
