-- One row per norm check that runs and has the limit or fewer days left.
-- Definition: verdict running and days_left at most the limit; value is days_left. since is the local
-- midnight of started_on, until that of due_on; other is the norm's name, partner that of the event
-- that opened the check.
-- needs: norms
-- limit: 7 days
-- severity: midden
-- version: 2
-- explanation: Norm ‘{other}’: begonnen op {since}. De termijn loopt af op {until}: nog {value}.
select
    norm_checks.journey_id,
    spans.household_id,
    events.partner,
    norm_checks.norm as other,
    cast(norm_checks.started_on as timestamp) at time zone settings.timezone as since,
    cast(norm_checks.due_on as timestamp) at time zone settings.timezone as until,
    cast(norm_checks.days_left as double) as value,
    rules.bound,
    concat(norm_checks.journey_id, '|', norm_checks.norm, '|', norm_checks.from_event_id) as evidence,
    [norm_checks.from_event_id] as event_ids
from norm_checks
cross join settings
inner join rules on rules.kind = 'norm_dreigt'
inner join spans on norm_checks.journey_id = spans.journey_id
inner join events on norm_checks.from_event_id = events.event_id
where norm_checks.verdict = 'running' and norm_checks.days_left <= rules.bound
