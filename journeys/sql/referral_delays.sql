-- One row per referral: whose time went by until the client was really helped.
-- Definition: sender_s is the referring event's own length, from its start to sent_at; receiver_s runs
-- from sent_at to the answer (wait_s); start_s from an answer that accepts to the first activity at
-- that partner: the answer itself or the first later event there whose kind is intake, start,
-- contact, overleg, plan, besluit, evaluatie or regie_start.
-- Trap: an acceptatie or a melding says that the referral arrived, not that anybody helps.
-- needs: referral
with answered as (
    select
        past_referrals.event_id,
        past_referrals.journey_id,
        past_referrals.to_partner,
        past_referrals.answered_at,
        past_events.seq
    from past_referrals
    inner join past_events on past_referrals.answer_event_id = past_events.event_id
    where past_referrals.outcome = 'accepted' and past_referrals.journey_id = past_events.journey_id
),

places as (
    select distinct journey_id, to_partner
    from answered
),

touched as (
    select journey_id, to_partner as place, seq, event_id, false as is_activity
    from answered
    union all
    select
        past_events.journey_id, past_events.partner as place, past_events.seq, past_events.event_id,
        true as is_activity
    from past_events
    inner join places
        on past_events.journey_id = places.journey_id and past_events.partner = places.to_partner
    where
        past_events.kind in (
            'intake', 'start', 'contact', 'overleg', 'plan', 'besluit', 'evaluatie', 'regie_start'
        )
),

followed as (
    select
        journey_id,
        event_id,
        is_activity,
        min(case when is_activity then seq end) over (
            partition by journey_id, place
            order by seq
            range between current row and unbounded following
        ) as activity_seq
    from touched
),

begun as (
    select
        answered.event_id,
        answered.answered_at,
        activity.event_id as activity_event_id,
        activity.started_at as activity_at
    from answered
    inner join followed
        on answered.journey_id = followed.journey_id
        and answered.event_id = followed.event_id
        and not followed.is_activity
    inner join past_events as activity
        on followed.journey_id = activity.journey_id and followed.activity_seq = activity.seq
)

select
    past_referrals.event_id,
    past_referrals.journey_id,
    past_referrals.from_partner,
    past_referrals.to_partner,
    past_referrals.outcome,
    (epoch_us(past_referrals.sent_at) - epoch_us(past_events.started_at)) / 1000000.0 as sender_s,
    past_referrals.wait_s as receiver_s,
    begun.activity_event_id,
    begun.activity_at,
    (epoch_us(begun.activity_at) - epoch_us(begun.answered_at)) / 1000000.0 as start_s
from past_referrals
inner join past_events on past_referrals.event_id = past_events.event_id
left join begun on past_referrals.event_id = begun.event_id
order by past_referrals.journey_id, past_referrals.event_id
