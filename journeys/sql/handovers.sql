-- One row per step whose next event is at another partner than the last known one.
-- Definition: parallel where help overlaps; else referred where the next event is the first one at
-- that partner after a referral to it, which is to say that it answers a referral; else silent.
-- returns says that the partner had an event in the journey before (ping-pong).
-- A partner is new to a journey only where it is neither its first one nor the end of an earlier
-- handover, so that the handovers alone tell.
-- Trap: an event without a partner hands nothing over and is nobody's predecessor.
with answers as (
    select distinct answer_event_id
    from referrals
    where answer_event_id is not null
),

passed as (
    select
        steps.*,
        row_number() over (partition by journey_id, to_partner order by seq) as nth_to_partner,
        first_value(known_partner) over (partition by journey_id order by seq) as first_partner
    from steps
    where known_partner <> to_partner
)

select
    passed.journey_id,
    passed.seq,
    passed.from_event_id,
    passed.to_event_id,
    passed.from_activity,
    passed.to_activity,
    passed.known_partner as from_partner,
    passed.to_partner,
    passed.from_at,
    passed.to_at,
    passed.idle_s,
    passed.parallel,
    case
        when passed.parallel then 'parallel'
        when answers.answer_event_id is not null then 'referred'
        else 'silent'
    end as kind,
    passed.nth_to_partner > 1 or passed.to_partner = passed.first_partner as returns
from passed
left join answers on passed.to_event_id = answers.answer_event_id
order by passed.journey_id, passed.seq
