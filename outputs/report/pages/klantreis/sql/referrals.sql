-- One row per referral of an event: seq. Who was referred to stands with that event; answer_seq is the event that
-- answers.
select
    part_journeys.place,
    asking.seq,
    referrals.outcome,
    answering.seq as answer_seq,
    cast(round(referrals.wait_s * 1000000) as bigint) as wait
from referrals
inner join part_journeys on referrals.journey_id = part_journeys.journey_id
inner join part_events as asking on referrals.event_id = asking.event_id
left join part_events as answering on referrals.answer_event_id = answering.event_id
where referrals.journey_id >= $low and referrals.journey_id < $high
order by part_journeys.place, asking.seq
