-- One row per norm check that was exceeded, or that runs while its term is over.
-- Definition: verdict exceeded or running_over; value is the local days from due_on to finished_on, or
-- to as_of's date where it is not finished. since is the local midnight of started_on, until that
-- of finished_on; other is the norm's name, partner that of the event that opened the check.
-- needs: norms
-- limit: none
-- unit: days
-- severity: hoog
-- version: 2
-- explanation: Norm ‘{other}’: begonnen op {since}, {value} over de termijn.
select
    norm_checks.journey_id,
    spans.household_id,
    events.partner,
    norm_checks.norm as other,
    cast(norm_checks.started_on as timestamp) at time zone settings.timezone as since,
    cast(norm_checks.finished_on as timestamp) at time zone settings.timezone as until,
    cast(
        datediff(
            'day',
            norm_checks.due_on,
            coalesce(
                norm_checks.finished_on, cast(judged.as_of at time zone settings.timezone as date)
            )
        ) as double
    ) as value,
    rules.bound,
    concat(norm_checks.journey_id, '|', norm_checks.norm, '|', norm_checks.from_event_id) as evidence,
    case
        when norm_checks.to_event_id <> norm_checks.from_event_id
            then [norm_checks.from_event_id, norm_checks.to_event_id]
        else [norm_checks.from_event_id]
    end as event_ids
from norm_checks
cross join settings
cross join judged
inner join rules on rules.kind = 'norm_overschreden'
inner join spans on norm_checks.journey_id = spans.journey_id
inner join events on norm_checks.from_event_id = events.event_id
where norm_checks.verdict in ('exceeded', 'running_over')
