-- One row per check of a norm; dates are local and counted from 1970-01-01, seqs are those of the two events.
select
    part_journeys.place,
    norm_checks.norm,
    opening.seq as from_seq,
    closing.seq as to_seq,
    date_diff('day', date '1970-01-01', norm_checks.started_on) as started_on,
    date_diff('day', date '1970-01-01', norm_checks.due_on) as due_on,
    date_diff('day', date '1970-01-01', norm_checks.finished_on) as finished_on,
    norm_checks.verdict,
    norm_checks.days_left,
    norm_checks.suspended_days
from norm_checks
inner join part_journeys on norm_checks.journey_id = part_journeys.journey_id
inner join part_events as opening on norm_checks.from_event_id = opening.event_id
left join part_events as closing on norm_checks.to_event_id = closing.event_id
where norm_checks.journey_id >= $low and norm_checks.journey_id < $high
order by part_journeys.place, norm_checks.due_on, norm_checks.norm, opening.seq
