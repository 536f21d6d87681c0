-- One row per event that refers the client to a partner.
-- Definition: answered by the first later event of the journey at that partner; refused where that
-- event's kind is weigering, else accepted; without an answer lost where the journey is closed or
-- lost_after_s have passed at as_of, else open. wait_s runs from sent_at (the referral's end) to the
-- answer's start, at least 0. standing: the outcome at as_of, to which an answer, a closing or an end that
-- is still ahead adds nothing; ahead where the referral itself is.
-- Trap: greatest ignores a null, so an unanswered referral's wait is left out by name. A later event at the partner answers every earlier referral to it that is unanswered.
-- needs: referral
with sent as (
    select journey_id, seq, event_id, partner, referred_to, started_at, ended_at
    from events
    where referred_to is not null
),

touched as (
    select journey_id, referred_to as place, seq, false as is_visit
    from sent
    union all
    select events.journey_id, events.partner as place, events.seq, true as is_visit
    from events
    where exists (
            select 1
            from sent
            where sent.journey_id = events.journey_id and sent.referred_to = events.partner
        )
),

followed as (
    select
        journey_id,
        place,
        seq,
        is_visit,
        min(case when is_visit then seq end) over (
            partition by journey_id, place
            order by seq
            range between 1 following and unbounded following
        ) as answer_seq
    from touched
)

select
    sent.event_id,
    sent.journey_id,
    sent.partner as from_partner,
    sent.referred_to as to_partner,
    sent.ended_at as sent_at,
    answer.started_at as answered_at,
    answer.event_id as answer_event_id,
    case
        when answer.event_id is not null
            then greatest(epoch_us(answer.started_at) - epoch_us(sent.ended_at), 0) / 1000000.0
    end as wait_s,
    case
        when answer.kind = 'weigering' then 'refused'
        when answer.event_id is not null then 'accepted'
        when spans.closed then 'lost'
        when epoch_us(judged.as_of) - epoch_us(sent.ended_at) >= settings.lost_after_s * 1000000
            then 'lost'
        else 'open'
    end as outcome,
    case
        when sent.started_at > judged.as_of then 'ahead'
        when answer.started_at <= judged.as_of and answer.kind = 'weigering' then 'refused'
        when answer.started_at <= judged.as_of then 'accepted'
        when past_spans.closed then 'lost'
        when epoch_us(judged.as_of) - epoch_us(sent.ended_at) >= settings.lost_after_s * 1000000
            then 'lost'
        else 'open'
    end as standing
from sent
cross join settings
cross join judged
inner join spans on sent.journey_id = spans.journey_id
left join past_spans on sent.journey_id = past_spans.journey_id
inner join followed
    on sent.journey_id = followed.journey_id
    and sent.seq = followed.seq
    and sent.referred_to = followed.place
    and not followed.is_visit
left join events as answer
    on followed.journey_id = answer.journey_id and followed.answer_seq = answer.seq
order by sent.journey_id, sent.seq
