-- One row per referral that was accepted after the limit or later.
-- Definition: outcome accepted and wait_s the limit or more.
-- needs: referral
-- limit: 42 days
-- severity: midden
-- version: 1
-- explanation: {other} verwees op {since} naar {partner}. Het duurde {value} tot {partner} in actie kwam. De grens is {limit}.
select
    referrals.journey_id,
    spans.household_id,
    referrals.to_partner as partner,
    referrals.from_partner as other,
    referrals.sent_at as since,
    referrals.answered_at as until,
    referrals.wait_s / 86400 as value,
    rules.bound,
    concat(referrals.journey_id, '|', referrals.event_id, '|', referrals.answer_event_id) as evidence,
    [referrals.event_id, referrals.answer_event_id] as event_ids
from referrals
inner join rules on rules.kind = 'verwijzing_traag'
inner join spans on referrals.journey_id = spans.journey_id
where referrals.outcome = 'accepted' and referrals.wait_s >= rules.bound * 86400
