-- One row per referral that got lost.
-- Definition: outcome lost: no answer, and the journey is closed or the days of lost_after_days have
-- passed. value counts from the referral to the journey's end where that is closed, else to as_of.
-- needs: referral
-- limit: none
-- unit: days
-- severity: hoog
-- version: 2
-- explanation: {other} verwees op {since} naar {partner}. Daar is daarna niets vastgelegd ({value}).
select
    past_referrals.journey_id,
    past_spans.household_id,
    past_referrals.to_partner as partner,
    past_referrals.from_partner as other,
    past_referrals.sent_at as since,
    case when past_spans.closed then past_spans.ended_at end as until,
    greatest(
        epoch_us(case when past_spans.closed then past_spans.ended_at else judged.as_of end)
        - epoch_us(past_referrals.sent_at),
        0
    ) / 86400000000.0 as value,
    rules.bound,
    concat(past_referrals.journey_id, '|', past_referrals.event_id) as evidence,
    [past_referrals.event_id] as event_ids
from past_referrals
inner join rules on rules.kind = 'verwijzing_verloren'
inner join past_spans on past_referrals.journey_id = past_spans.journey_id
cross join judged
where past_referrals.outcome = 'lost'
