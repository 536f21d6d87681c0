-- One row per step whose next event is at another partner than the last known one.
-- Definition: parallel where help overlaps; else referred where the next event is the first one at
-- that partner after a referral to it, which is to say that it answers a referral; else silent.
-- returns says that the partner had an event in the journey before (ping-pong).
-- Trap: an event without a partner hands nothing over and is nobody's predecessor.
with first_visits as (
    select journey_id, partner, min(seq) as first_seq
    from events
    where partner is not null
    group by journey_id, partner
),

answers as (
    select distinct answer_event_id
    from referrals
    where answer_event_id is not null
)

select
    steps.journey_id,
    steps.seq,
    steps.from_event_id,
    steps.to_event_id,
    steps.from_activity,
    steps.to_activity,
    steps.known_partner as from_partner,
    steps.to_partner,
    steps.from_at,
    steps.to_at,
    steps.idle_s,
    steps.parallel,
    case
        when steps.parallel then 'parallel'
        when answers.answer_event_id is not null then 'referred'
        else 'silent'
    end as kind,
    first_visits.first_seq <= steps.seq as returns
from steps
inner join first_visits
    on steps.journey_id = first_visits.journey_id and steps.to_partner = first_visits.partner
left join answers on steps.to_event_id = answers.answer_event_id
where steps.known_partner <> steps.to_partner
order by steps.journey_id, steps.seq
