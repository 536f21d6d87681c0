-- inline
-- One row per referral that was made by as_of: what had come of it then.
-- Definition: a row of referrals whose event began by as_of, with its standing as outcome. An answer that is
-- still ahead is none.
select
    referrals.event_id,
    referrals.journey_id,
    referrals.from_partner,
    referrals.to_partner,
    case when referrals.sent_at > judged.as_of then judged.as_of else referrals.sent_at end as sent_at,
    case when referrals.answered_at <= judged.as_of then referrals.answered_at end as answered_at,
    case when referrals.answered_at <= judged.as_of then referrals.answer_event_id end
        as answer_event_id,
    case when referrals.answered_at <= judged.as_of then referrals.wait_s end as wait_s,
    referrals.standing as outcome
from referrals
cross join judged
where referrals.standing <> 'ahead'
