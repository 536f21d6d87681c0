-- One row per referral that got lost.
-- Definition: outcome lost: no answer, and the journey is closed or the days of lost_after_days have
-- passed. value counts from the referral to the journey's end where that is closed, else to as_of.
-- needs: referral
-- limit: none
-- unit: days
-- severity: hoog
-- version: 1
-- explanation: {other} verwees op {since} naar {partner}. Daar is daarna niets vastgelegd ({value}).
select
    referrals.journey_id,
    spans.household_id,
    referrals.to_partner as partner,
    referrals.from_partner as other,
    referrals.sent_at as since,
    case when spans.closed then spans.ended_at end as until,
    greatest(
        epoch_us(case when spans.closed then spans.ended_at else judged.as_of end)
        - epoch_us(referrals.sent_at),
        0
    ) / 86400000000.0 as value,
    rules.bound,
    concat(referrals.journey_id, '|', referrals.event_id) as evidence,
    [referrals.event_id] as event_ids
from referrals
inner join rules on rules.kind = 'verwijzing_verloren'
inner join spans on referrals.journey_id = spans.journey_id
cross join judged
where referrals.outcome = 'lost'
