-- One row per step whose next event is at another partner than the last known one.
-- Definition: parallel where help overlaps; else referred where the next event is the first one at
-- that partner after a referral to it, which is to say that it answers a referral; else silent.
-- judgement: as kind, but unknown where the silent one was sent from a source that names no referral at
-- all: such a source cannot tell. source: that of the event that named from_partner.
-- returns says that the partner had an event in the journey before (ping-pong).
-- needs: referral
-- judges: handovers
with answers as (
    select distinct answer_event_id
    from referrals
    where answer_event_id is not null
),

naming as (
    select distinct source
    from events
    where referred_to is not null
)

select
    passes.journey_id,
    passes.seq,
    passes.from_event_id,
    passes.to_event_id,
    passes.from_activity,
    passes.to_activity,
    passes.from_partner,
    passes.to_partner,
    passes.from_at,
    passes.to_at,
    passes.idle_s,
    passes.parallel,
    case
        when passes.parallel then 'parallel'
        when answers.answer_event_id is not null then 'referred'
        else 'silent'
    end as kind,
    passes.returns,
    case
        when passes.parallel then 'parallel'
        when answers.answer_event_id is not null then 'referred'
        when naming.source is null then 'unknown'
        else 'silent'
    end as judgement,
    passes.known_source as source
from passes
left join answers on passes.to_event_id = answers.answer_event_id
left join naming on passes.known_source = naming.source
order by passes.journey_id, passes.seq
